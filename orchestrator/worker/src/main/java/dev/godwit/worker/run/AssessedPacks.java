package dev.godwit.worker.run;

import dev.godwit.event.v1.SourceAssessed;
import dev.godwit.event.v1.TargetAssessed;
import dev.godwit.worker.failure.StageFailedException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * Fingerprints of the packs with which runs were assessed, folded from the events. A stage compares
 * them with its own packs: what a changed pack makes was neither rehearsed nor approved. Grows with
 * the number of runs, two hundred bytes each. Thread-safe.
 */
@ApplicationScoped
public class AssessedPacks implements RunEventListener {
  private final Map<String, String> sources = new ConcurrentHashMap<>();
  private final Map<String, String> targets = new ConcurrentHashMap<>();

  @Override
  public void onEvent(SpecificRecord event) {
    switch (event) {
      case SourceAssessed assessed ->
          sources.put(
              RunSpec.idOf(
                  assessed.getEnvelope().getMigrationId(), assessed.getEnvelope().getRun()),
              assessed.getFingerprint());
      case TargetAssessed assessed ->
          targets.put(
              RunSpec.idOf(
                  assessed.getEnvelope().getMigrationId(), assessed.getEnvelope().getRun()),
              assessed.getFingerprint());
      default -> {}
    }
  }

  /** Fingerprint of the source pack of a run; empty where the source was not assessed. */
  public Optional<String> source(String runId) {
    return Optional.ofNullable(sources.get(runId));
  }

  /**
   * Refuses a source pack other than the one that the run was assessed with; takes any where the
   * source was not assessed.
   *
   * @param pack name of the pack
   * @param fingerprint of the pack as this process read it
   * @throws StageFailedException where the pack was changed
   */
  public void requireSource(String runId, String pack, String fingerprint)
      throws StageFailedException {
    Optional<String> expected = source(runId);
    if (expected.isPresent() && !expected.get().equals(fingerprint)) {
      throw new StageFailedException(
          "pack " + pack,
          "Expected the pack that the run was assessed with, but found another: the pack was changed.",
          "Put the former pack back, restart the extractor, and resume the migration (godwit resume); or roll it back (godwit rollback), restart the services and rehearse with the new pack.");
    }
  }

  /** Fingerprint of the target pack of a run; empty where the target was not assessed. */
  public Optional<String> target(String runId) {
    return Optional.ofNullable(targets.get(runId));
  }
}
