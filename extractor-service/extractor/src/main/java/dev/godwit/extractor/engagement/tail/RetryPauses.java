package dev.godwit.extractor.engagement.tail;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** What is not to be tried again before a moment, by what it is. Not thread-safe. */
final class RetryPauses<K> {
  private final Map<K, Long> ends = new HashMap<>();
  private final LongSupplier nanoTime;

  /** By a clock as {@link System#nanoTime()}. */
  RetryPauses(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Not again for so long. */
  void begin(K what, Duration pause) {
    ends.put(what, nanoTime.getAsLong() + pause.toNanos());
  }

  /** True where it may be tried now. */
  boolean isOver(K what) {
    Long end = ends.get(what);
    return end == null || nanoTime.getAsLong() - end >= 0;
  }

  /** What is of no interest any more. */
  void forget(Predicate<K> over) {
    ends.keySet().removeIf(over);
  }
}
