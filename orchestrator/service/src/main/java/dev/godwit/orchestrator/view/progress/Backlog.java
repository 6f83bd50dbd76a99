package dev.godwit.orchestrator.view.progress;

import java.util.Arrays;

/**
 * Times at which a stage passed on its records, for as long as the next stage has not processed
 * them: pairs of a cumulative count and the time at which it was reached. Bounded: neighbours are
 * merged and keep the earlier time, so an age is never too low. Immutable.
 */
public final class Backlog {
  static final int MOST = 256;
  private static final Backlog EMPTY = new Backlog(new long[0], new long[0]);

  private final long[] counts;
  private final long[] millis;

  private Backlog(long[] counts, long[] millis) {
    this.counts = counts;
    this.millis = millis;
  }

  /** Nothing passed on. */
  public static Backlog empty() {
    return EMPTY;
  }

  /**
   * From the kept arrays; both may be null.
   *
   * @param counts cumulative counts, rising
   * @param millis times, milliseconds since 1970
   */
  public static Backlog of(long[] counts, long[] millis) {
    return counts == null || millis == null || counts.length != millis.length || counts.length == 0
        ? EMPTY
        : new Backlog(counts, millis);
  }

  /** With a cumulative count reached at a time; unchanged where it is no greater than the last. */
  public Backlog reached(long count, long atMillis) {
    int n = counts.length;
    if (n > 0 && counts[n - 1] >= count) {
      return this;
    }
    if (n >= MOST) {
      return merged().reached(count, atMillis);
    }
    long[] c = Arrays.copyOf(counts, n + 1);
    long[] m = Arrays.copyOf(millis, n + 1);
    c[n] = count;
    m[n] = atMillis;
    return new Backlog(c, m);
  }

  /** Without the processed records. */
  public Backlog processed(long count) {
    int from = 0;
    while (from < counts.length && counts[from] <= count) {
      from++;
    }
    return from == 0
        ? this
        : of(
            Arrays.copyOfRange(counts, from, counts.length),
            Arrays.copyOfRange(millis, from, millis.length));
  }

  /**
   * Age of the oldest record that is not processed, in seconds; 0 where all are.
   *
   * @param count how many are processed
   * @param nowMillis now, milliseconds since 1970
   */
  public double ageSeconds(long count, long nowMillis) {
    long oldest = Long.MAX_VALUE;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > count) {
        oldest = Math.min(oldest, millis[i]);
      }
    }
    return oldest == Long.MAX_VALUE ? 0 : Math.max(0, nowMillis - oldest) / 1000.0;
  }

  /** Cumulative counts, as kept. */
  public long[] counts() {
    return counts.clone();
  }

  /** Times, as kept, milliseconds since 1970. */
  public long[] millis() {
    return millis.clone();
  }

  private Backlog merged() {
    int n = (counts.length + 1) / 2;
    long[] c = new long[n];
    long[] m = new long[n];
    for (int i = 0; i < n; i++) {
      int second = Math.min(2 * i + 1, counts.length - 1);
      c[i] = counts[second];
      m[i] = Math.min(millis[2 * i], millis[second]);
    }
    return new Backlog(c, m);
  }
}
