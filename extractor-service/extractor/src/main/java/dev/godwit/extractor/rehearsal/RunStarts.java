package dev.godwit.extractor.rehearsal;

import dev.godwit.event.v1.RunStarted;
import dev.godwit.worker.run.RunEventListener;
import dev.godwit.worker.run.RunSpec;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * The begin of each customer's newest run, folded from the events. Grows with the number of
 * customers. Thread-safe.
 */
@ApplicationScoped
public class RunStarts implements RunEventListener {
  private record Start(String runId, Instant at) {}

  private final Map<String, Start> newest = new ConcurrentHashMap<>();

  @Override
  public void onEvent(SpecificRecord event) {
    if (event instanceof RunStarted started) {
      String customer = started.getEnvelope().getMigrationId();
      newest.put(
          customer,
          new Start(
              RunSpec.idOf(customer, started.getEnvelope().getRun()),
              started.getEnvelope().getOccurredAt()));
    }
  }

  /** When a run began; the beginning of time where it is not its customer's newest. */
  Instant of(String customer, String runId) {
    Start start = newest.get(customer);
    return start != null && start.runId().equals(runId) ? start.at() : Instant.EPOCH;
  }
}
