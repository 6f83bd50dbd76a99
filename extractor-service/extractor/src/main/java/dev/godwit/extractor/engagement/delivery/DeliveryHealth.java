package dev.godwit.extractor.engagement.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/** Live while the delivery goes on; what it waits for is told, and does not make it unwell. */
@Liveness
@ApplicationScoped
public class DeliveryHealth implements HealthCheck {
  private Delivery delivery;

  DeliveryHealth() {}

  @Inject
  DeliveryHealth(Delivery delivery) {
    this.delivery = delivery;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("live events are delivered");
    delivery.waiting().ifPresent(what -> response.withData("waiting for", what));
    return response.status(delivery.isAlive()).build();
  }
}
