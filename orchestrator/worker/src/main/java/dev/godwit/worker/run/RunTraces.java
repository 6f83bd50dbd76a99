package dev.godwit.worker.run;

import dev.godwit.event.v1.Envelope;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The trace context of each customer's newest run, as the headers of its newest event have it; for
 * work that follows from a run and from no task that is at hand. {@link RunRegistry} reads all
 * events at each start, so nothing is stored. Thread-safe.
 */
@ApplicationScoped
public class RunTraces {
  private static final int ENVELOPE = 0;
  private static final Set<String> CONTEXT = Set.of("traceparent", "tracestate");

  private record RunTrace(int run, List<Header> headers) {}

  private final Map<String, RunTrace> newest = new ConcurrentHashMap<>();

  /** Keeps the trace headers of an event; forgets the run's where the event has none. */
  void apply(SpecificRecord event, Headers headers) {
    if (!(event.get(ENVELOPE) instanceof Envelope envelope) || envelope.getRun() == 0) {
      return;
    }
    List<Header> context =
        Arrays.stream(headers.toArray()).filter(header -> CONTEXT.contains(header.key())).toList();
    if (context.isEmpty()) {
      newest.remove(envelope.getMigrationId());
    } else {
      newest.put(envelope.getMigrationId(), new RunTrace(envelope.getRun(), context));
    }
  }

  /** Trace headers of a run; empty where it has none, or is not the customer's newest. */
  public List<Header> headers(String migrationId, int run) {
    RunTrace known = newest.get(migrationId);
    return known != null && known.run() == run ? known.headers() : List.of();
  }
}
