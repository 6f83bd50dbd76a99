package dev.godwit.transformer.inbound;

import dev.godwit.event.v1.TargetAssessed;
import dev.godwit.worker.run.RunEventListener;
import dev.godwit.worker.run.RunSpec;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * Fingerprints of the target packs with which runs were assessed, folded from the events. Grows
 * with the number of runs, a hundred bytes each. Thread-safe.
 */
@ApplicationScoped
public class AssessedPacks implements RunEventListener {
  private final Map<String, String> fingerprints = new ConcurrentHashMap<>();

  @Override
  public void onEvent(SpecificRecord event) {
    if (event instanceof TargetAssessed assessed) {
      fingerprints.put(
          RunSpec.idOf(assessed.getEnvelope().getMigrationId(), assessed.getEnvelope().getRun()),
          assessed.getFingerprint());
    }
  }

  /** Fingerprint of the target pack of a run; empty where the run was not assessed. */
  public Optional<String> fingerprint(String runId) {
    return Optional.ofNullable(fingerprints.get(runId));
  }
}
