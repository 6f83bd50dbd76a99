package dev.godwit.validator.verdict;

import dev.godwit.event.v1.VerdictReached;
import dev.godwit.worker.run.RunEventListener;
import dev.godwit.worker.run.RunSpec;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * Cuts that have a verdict in an event already, so that the target need not be read again. Keeps
 * the last cut of each run, because cuts are answered in order. Grows with the number of runs.
 * Thread-safe.
 */
@ApplicationScoped
public class AnsweredCuts implements RunEventListener {
  private final Map<String, Integer> answered = new ConcurrentHashMap<>();

  @Override
  public void onEvent(SpecificRecord event) {
    if (event instanceof VerdictReached verdict) {
      String runId =
          RunSpec.idOf(verdict.getEnvelope().getMigrationId(), verdict.getEnvelope().getRun());
      answered.merge(runId, verdict.getCut(), Math::max);
    }
  }

  /** True where the verdict on the cut, or on a later one, is an event. */
  public boolean contains(String runId, int cut) {
    return answered.getOrDefault(runId, Integer.MIN_VALUE) >= cut;
  }
}
