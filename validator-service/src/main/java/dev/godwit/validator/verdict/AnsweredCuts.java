package dev.godwit.validator.verdict;

import dev.godwit.event.v1.VerdictReached;
import dev.godwit.stage.RunEventListener;
import dev.godwit.stage.RunSpec;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * Cuts on which a verdict is an event already: no reason to read the target again, which may be in
 * use by now. Grows with the number of runs. Thread-safe.
 */
@ApplicationScoped
public class AnsweredCuts implements RunEventListener {
  private final Set<Cut> answered = ConcurrentHashMap.newKeySet();

  @Override
  public void onEvent(SpecificRecord event) {
    if (event instanceof VerdictReached verdict) {
      answered.add(
          new Cut(
              RunSpec.idOf(verdict.getEnvelope().getMigrationId(), verdict.getEnvelope().getRun()),
              verdict.getCut()));
    }
  }

  /** True where the verdict is known to be heard. */
  public boolean contains(String runId, int cut) {
    return answered.contains(new Cut(runId, cut));
  }

  private record Cut(String runId, int cut) {}
}
