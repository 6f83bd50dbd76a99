package dev.godwit.extractor.engagement.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/**
 * Liveness of the delivery. A wait for a source is shown, and does not make the process unhealthy.
 */
@Liveness
@ApplicationScoped
public class DeliveryHealth implements HealthCheck {
  private final Delivery delivery;

  DeliveryHealth(Delivery delivery) {
    this.delivery = delivery;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("live events are delivered");
    delivery.waiting().ifPresent(cause -> response.withData("waiting for", cause));
    delivery.lost().ifPresent(what -> response.withData("lost", what));
    return response.status(delivery.isAlive()).build();
  }
}
