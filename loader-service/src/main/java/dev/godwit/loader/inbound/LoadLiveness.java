package dev.godwit.loader.inbound;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Down when the load thread is gone: only a restart helps. */
@Liveness
@ApplicationScoped
public class LoadLiveness implements HealthCheck {
  private final LoadThread thread;

  @Inject
  LoadLiveness(LoadThread thread) {
    this.thread = thread;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("load thread").status(thread.isAlive()).build();
  }
}
