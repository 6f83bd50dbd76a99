package dev.godwit.extractor.tail;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/**
 * Live while the tails are looked after. What a tail waits for is told, and does not make the
 * process unwell: it goes on by itself.
 */
@Liveness
@ApplicationScoped
public class TailHealth implements HealthCheck {
  private TailGroup group;
  private TailMetrics metrics;

  TailHealth() {}

  @Inject
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
            (customer, figures) -> {
              if (figures.waiting != null) {
                response.withData(customer + " waits", figures.waiting);
              }
            });
    return response.status(group.isAlive()).build();
  }
}
