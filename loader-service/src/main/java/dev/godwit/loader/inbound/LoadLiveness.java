package dev.godwit.loader.inbound;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Down when a load lane is gone: only a restart helps. */
@Liveness
@ApplicationScoped
public class LoadLiveness implements HealthCheck {
  private final LoadLanes lanes;

  @Inject
  LoadLiveness(LoadLanes lanes) {
    this.lanes = lanes;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("load lanes").status(lanes.areAlive()).build();
  }
}
