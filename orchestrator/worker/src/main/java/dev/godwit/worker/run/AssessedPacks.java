package dev.godwit.worker.run;

import dev.godwit.event.v1.SourceAssessed;
import dev.godwit.event.v1.TargetAssessed;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * Fingerprints of the packs with which runs were assessed, folded from the events. {@link RunPacks}
 * compares them with the packs of this process: what a changed pack makes was neither rehearsed nor
 * approved. Grows with the number of runs, two hundred bytes each. Thread-safe.
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

  /** Fingerprint of the target pack of a run; empty where the target was not assessed. */
  public Optional<String> target(String runId) {
    return Optional.ofNullable(targets.get(runId));
  }
}
