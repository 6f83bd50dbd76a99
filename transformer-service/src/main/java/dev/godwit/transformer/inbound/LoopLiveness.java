package dev.godwit.transformer.inbound;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Alive while the thread that carries the bulk is. */
@Liveness
@ApplicationScoped
public class LoopLiveness implements HealthCheck {
  private TransformLoop loop;

  LoopLiveness() {}

  @Inject
  LoopLiveness(TransformLoop loop) {
    this.loop = loop;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("transform loop").status(loop.isAlive()).build();
  }
}
