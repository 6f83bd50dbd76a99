package dev.godwit.loader.replay;

import dev.godwit.worker.run.ReplayControl;
import io.github.bucket4j.Bucket;
import java.time.Duration;

/**
 * Keeps a replay to its rate: after each step it says how long to wait. A changed rate counts from
 * the change on. Not thread-safe.
 */
final class ReplayPace {
  private static final int MOST_AT_ONCE = 1_000_000;

  private Bucket bucket;
  private int rate;
  private long freeAtNanos = System.nanoTime();

  /** Most records of the next step. */
  int most(ReplayControl control, int batchRecords) {
    return control.rate() == 0 ? batchRecords : Math.min(batchRecords, control.rate());
  }

  /** Counts the records of a step. */
  void took(ReplayControl control, int records) {
    follow(control);
    if (bucket != null && records > 0) {
      freeAtNanos = System.nanoTime() + bucket.consumeIgnoringRateLimits(records);
    }
  }

  /** How long to wait before the next step; zero or less for not at all. */
  Duration untilNext(ReplayControl control) {
    follow(control);
    return Duration.ofNanos(freeAtNanos - System.nanoTime());
  }

  private void follow(ReplayControl control) {
    if (control.rate() == rate) {
      return;
    }
    rate = control.rate();
    freeAtNanos = System.nanoTime();
    bucket =
        rate == 0
            ? null
            : Bucket.builder()
                .addLimit(
                    limit ->
                        limit
                            .capacity(Math.min(rate, MOST_AT_ONCE))
                            .refillGreedy(rate, Duration.ofSeconds(1)))
                .build();
  }
}
