package dev.godwit.worker.stage;

import dev.godwit.pack.Packs;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The identity of this process: {@code godwit doctor} compares it between services, with the packs
 * on disk and with a clock. No secrets. Thread-safe.
 */
@Path("/info")
@Produces(MediaType.APPLICATION_JSON)
public class InfoResource {
  private final StageIdentity identity;
  private final String version;
  private final Packs packs;

  InfoResource(
      StageIdentity identity,
      @ConfigProperty(name = "quarkus.application.version") String version,
      Packs packs) {
    this.identity = identity;
    this.version = version;
    this.packs = packs;
  }

  /**
   * A service.
   *
   * @param service its name, such as loader
   * @param instance name of this process
   * @param version its version
   * @param now time of its clock
   * @param packs fingerprint of each pack as it read it last, by name
   */
  public record Info(
      String service, String instance, String version, Instant now, Map<String, String> packs) {
    public Info {
      packs = Map.copyOf(packs);
    }
  }

  /** This process, now. */
  @GET
  public Info info() {
    return new Info(
        identity.service(), identity.instance(), version, Instant.now(), packs.fingerprints());
  }
}
