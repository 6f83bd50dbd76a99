package dev.godwit.worker;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once the events that were there at the start are heard. What is waited for is told, but
 * does not make the process unready: it goes on by itself.
 */
@Readiness
@ApplicationScoped
public class StageReadiness implements HealthCheck {
  private RunRegistry runs;
  private Outage outage;

  StageReadiness() {}

  @Inject
  StageReadiness(RunRegistry runs, Outage outage) {
    this.runs = runs;
    this.outage = outage;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("events are heard");
    outage
        .waits()
        .forEach((what, since) -> response.withData("waiting for " + what, since.toString()));
    return response.status(runs.isCaughtUp()).build();
  }
}
