package dev.godwit.orchestrator.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The identity of this process, for {@code godwit doctor}; the other services answer the same. */
@Path("/info")
@Produces(MediaType.APPLICATION_JSON)
public class InfoResource {
  private final String service;
  private final String version;

  InfoResource(
      @ConfigProperty(name = "quarkus.application.name") String service,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.service = service;
    this.version = version;
  }

  /**
   * A service.
   *
   * @param service its name
   * @param version its version
   * @param now time of its clock
   */
  public record Info(String service, String version, Instant now) {}

  /** This process, now. */
  @GET
  public Info info() {
    return new Info(service, version, Instant.now());
  }
}
