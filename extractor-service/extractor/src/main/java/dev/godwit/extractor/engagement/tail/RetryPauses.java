package dev.godwit.extractor.engagement.tail;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Remembers which items must not be retried yet. Not thread-safe. */
final class RetryPauses<K> {
  private final Map<K, Long> ends = new HashMap<>();
  private final LongSupplier nanoTime;

  /**
   * @param nanoTime as {@link System#nanoTime()}
   */
  RetryPauses(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Forbids retries of an item for a time. */
  void begin(K item, Duration pause) {
    ends.put(item, nanoTime.getAsLong() + pause.toNanos());
  }

  /** True where the item may be tried now. */
  boolean isOver(K item) {
    Long end = ends.get(item);
    return end == null || nanoTime.getAsLong() - end >= 0;
  }

  /** Forgets items that are not needed any more. */
  void forget(Predicate<K> over) {
    ends.keySet().removeIf(over);
  }
}
