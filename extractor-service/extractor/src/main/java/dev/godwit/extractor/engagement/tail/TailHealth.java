package dev.godwit.extractor.engagement.tail;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/** Liveness of the tails. A tail that waits is shown, and does not make the process unhealthy. */
@Liveness
@ApplicationScoped
public class TailHealth implements HealthCheck {
  private final TailGroup group;
  private final TailMetrics metrics;

  TailHealth(TailGroup group, TailMetrics metrics) {
    this.group = group;
    this.metrics = metrics;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("tails are followed");
    metrics
        .tails()
        .forEach(
            (tail, figures) -> {
              String waiting = figures.waiting;
              if (waiting != null) {
                response.withData(tail + " waits", waiting);
              } else if (figures.behindSeconds() > 0) {
                response.withData(tail + " is behind", "%.0f s".formatted(figures.behindSeconds()));
              }
            });
    return response.status(group.isAlive()).build();
  }
}
