package dev.godwit.webhooks.intake;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The identity of this process, {@code /info} of the management port, for {@code godwit doctor}:
 * its name, version and time. No secrets.
 */
@ApplicationScoped
class ManagementInfo {
  private final String version;

  ManagementInfo(@ConfigProperty(name = "quarkus.application.version") String version) {
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
                            .put("service", "webhooks")
                            .put("version", version)
                            .put("now", Instant.now().toString())
                            .encode()));
  }
}
