package dev.godwit.worker.stage;

import dev.godwit.pack.Finding;
import dev.godwit.pack.Packs;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Lists packs with findings. They make no process unready: the runs of other packs go on.
 * Thread-safe.
 */
@Readiness
@ApplicationScoped
public class PackHealth implements HealthCheck {
  private final Packs packs;

  PackHealth(Packs packs) {
    this.packs = packs;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("packs");
    packs
        .refused()
        .forEach(
            (name, pack) ->
                response.withData(
                    name.isEmpty() ? "folder of packs" : name,
                    pack.findings().stream()
                        .map(Finding::toString)
                        .collect(Collectors.joining("\n"))));
    return response.up().build();
  }
}
