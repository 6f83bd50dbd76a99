package dev.godwit.loader.inbound;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Down while the target database cannot be reached, or a pack does not fit it. */
@Readiness
@ApplicationScoped
public class LoadReadiness implements HealthCheck {
  private final LoadLanes lanes;

  @Inject
  LoadReadiness(LoadLanes lanes) {
    this.lanes = lanes;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("target database");
    String problem = lanes.packProblem();
    if (problem != null) {
      answer.withData("packs", problem);
    }
    return answer.status(lanes.reachTarget() && problem == null).build();
  }
}
