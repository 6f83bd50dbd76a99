package dev.godwit.worker.stage;

import dev.godwit.pack.Finding;
import dev.godwit.pack.Packs;
import dev.godwit.worker.run.RunPacks;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Set;

/** The packs of this process, for {@code godwit packs reload}. No secrets. Thread-safe. */
@Path("/packs")
@Produces(MediaType.APPLICATION_JSON)
public class PacksResource {
  private final StageIdentity identity;
  private final Packs packs;
  private final RunPacks runPacks;

  PacksResource(StageIdentity identity, Packs packs, RunPacks runPacks) {
    this.identity = identity;
    this.packs = packs;
    this.runPacks = runPacks;
  }

  /**
   * The packs of a process.
   *
   * @param service its name, such as loader
   * @param instance name of this process
   * @param directory folder of the packs on its machine
   * @param packs each pack
   */
  public record Answer(String service, String instance, String directory, List<Pack> packs) {
    public Answer {
      packs = List.copyOf(packs);
    }
  }

  /**
   * A pack.
   *
   * @param pack its name; empty for a finding about the folder of packs
   * @param fingerprint SHA-256 over its files; empty where they cannot be read
   * @param changed whether this request has read other files than were known before
   * @param findings what is wrong in it; empty where it can be used
   */
  public record Pack(String pack, String fingerprint, boolean changed, List<String> findings) {
    public Pack {
      findings = List.copyOf(findings);
    }
  }

  /** As they were read last. */
  @GET
  public Answer packs() {
    return answer(Set.of());
  }

  /** Reads the files again. */
  @POST
  @Path("/reload")
  public Answer reload() {
    Set<String> changed = runPacks.reload().keySet();
    return answer(changed);
  }

  private Answer answer(Set<String> changed) {
    return new Answer(
        identity.service(),
        identity.instance(),
        packs.directory().toString(),
        packs.all().values().stream()
            .map(
                pack ->
                    new Pack(
                        pack.name(),
                        pack.fingerprint(),
                        changed.contains(pack.name()),
                        pack.findings().stream().map(Finding::toString).toList()))
            .toList());
  }
}
