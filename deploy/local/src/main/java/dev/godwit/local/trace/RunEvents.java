package dev.godwit.local.trace;

import dev.godwit.records.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * Reads the events of one run: from its begin to the end of {@code migration.events.v1}, since a
 * run has events after its end, such as those of later cuts. Stateless.
 */
final class RunEvents {
  /** Clocks of orchestrator and broker differ by less. */
  private static final Duration MARGIN = Duration.ofMinutes(10);

  private RunEvents() {}

  /**
   * The run.
   *
   * @param startedAt time of its first event
   * @return one that {@linkplain TracedRun#isKnown is not known} where its first event is missing
   */
  static TracedRun read(TopicReader topics, String customer, int number, Instant startedAt) {
    TracedRun run = new TracedRun(customer, number);
    byte[] key = customer.getBytes(StandardCharsets.UTF_8);
    topics.readWhole(
        Topics.EVENTS,
        0,
        topics.offsetAt(Topics.EVENTS, 0, startedAt.minus(MARGIN)),
        Long.MAX_VALUE,
        record -> {
          if (Arrays.equals(record.key(), key)) {
            topics.decode(record).ifPresent(run::take);
          }
          return false;
        });
    return run;
  }
}
