package dev.godwit.validator.verdict;

import dev.godwit.validator.differences.DifferenceSink.Kind;
import java.util.EnumMap;
import java.util.Map;

/** Counts the keys that differ. Not thread-safe. */
public final class DifferenceCounts {
  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);

  /** Counts one key. */
  public void count(Kind kind) {
    counts.merge(kind, 1L, Long::sum);
  }

  /** Keys counted of one kind. */
  public long of(Kind kind) {
    return counts.getOrDefault(kind, 0L);
  }

  /** Keys counted. */
  public long all() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
