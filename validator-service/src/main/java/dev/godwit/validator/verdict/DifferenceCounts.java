package dev.godwit.validator.verdict;

import dev.godwit.validator.differences.DifferenceSink.Kind;

/** Counts the keys that differ. Not thread-safe. */
public final class DifferenceCounts {
  private final long[] counts = new long[Kind.values().length];

  /** Counts one key. */
  public void count(Kind kind) {
    counts[kind.ordinal()]++;
  }

  /** Keys counted of one kind. */
  public long of(Kind kind) {
    return counts[kind.ordinal()];
  }

  /** Keys counted. */
  public long all() {
    long all = 0;
    for (long count : counts) {
      all += count;
    }
    return all;
  }
}
