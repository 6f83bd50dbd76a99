package dev.godwit.orchestrator.view.projection;

import dev.godwit.api.ViewAnswer;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Tells how the read model is. It is never a reason to call the service down: the engine does not
 * need it.
 */
@Readiness
@ApplicationScoped
class ViewHealth implements HealthCheck {
  private final ViewState state;

  ViewHealth(ViewState state) {
    this.state = state;
  }

  @Override
  public HealthCheckResponse call() {
    ViewAnswer now = state.now();
    return HealthCheckResponse.named("read model")
        .up()
        .withData("state", now.state())
        .withData("detail", now.detail())
        .withData("leftOut", now.leftOutCount())
        .build();
  }
}
