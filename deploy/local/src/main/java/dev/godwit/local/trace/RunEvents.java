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
    long from = topics.offsetAt(Topics.EVENTS, 0, startedAt.minus(MARGIN));
    long end = topics.end(Topics.EVENTS, 0);
    while (from < end) {
      long[] next = {end};
      TopicRange range =
          topics.read(
              Topics.EVENTS,
              0,
              from,
              end,
              record -> {
                next[0] = record.offset() + 1;
                if (Arrays.equals(record.key(), key)) {
                  topics.decode(record).ifPresent(run::take);
                }
                return false;
              });
      from = range.limited() ? next[0] : end;
    }
    return run;
  }
}
