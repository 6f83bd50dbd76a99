package dev.godwit.orchestrator.access;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The identity and the clock of this process, {@code /info} of the management port, for {@code
 * godwit doctor}; the other services answer the same. Thread-safe.
 */
@ApplicationScoped
class ManagementInfo {
  private final String service;
  private final String version;

  ManagementInfo(
      @ConfigProperty(name = "quarkus.application.name") String service,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.service = service;
    this.version = version;
  }

  void onManagement(@Observes ManagementInterface routes) {
    routes
        .router()
        .get("/info")
        .handler(
            context ->
                context
                    .response()
                    .putHeader("Content-Type", "application/json")
                    .end(
                        new JsonObject()
                            .put("service", service)
                            .put("version", version)
                            .put("now", Instant.now().toString())
                            .encode()));
  }
}
