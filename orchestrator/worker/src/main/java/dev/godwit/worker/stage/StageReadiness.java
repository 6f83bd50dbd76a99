package dev.godwit.worker.stage;

import dev.godwit.worker.outage.OutageRetry;
import dev.godwit.worker.run.RunRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once the events that were there at the start are consumed. An outage is listed, but does
 * not make the process unready: the work continues by itself.
 */
@Readiness
@ApplicationScoped
public class StageReadiness implements HealthCheck {
  private final RunRegistry runs;
  private final OutageRetry outage;

  StageReadiness(RunRegistry runs, OutageRetry outage) {
    this.runs = runs;
    this.outage = outage;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("events are consumed");
    outage
        .waits()
        .forEach((what, since) -> response.withData("waiting for " + what, since.toString()));
    return response.status(runs.isCaughtUp()).build();
  }
}
