package dev.godwit.webhooks.intake;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The identity of this process, for {@code godwit doctor}: its name, version and time. No secrets.
 */
@Path("/info")
@Produces(MediaType.APPLICATION_JSON)
public class InfoResource {
  private final ObjectMapper json = new ObjectMapper();
  private final String version;

  InfoResource(@ConfigProperty(name = "quarkus.application.version") String version) {
    this.version = version;
  }

  /** This process, now, as JSON. */
  @GET
  public String info() {
    return json.createObjectNode()
        .put("service", "webhooks")
        .put("version", version)
        .put("now", Instant.now().toString())
        .toString();
  }
}
