package dev.godwit.orchestrator.view.progress;

import java.util.NavigableMap;
import java.util.TreeMap;

/** Rows done in each of the last seconds, from which the speed is computed. Immutable. */
public final class Speed {
  /** Seconds over which a speed is computed. */
  public static final int WINDOW_SECONDS = 10;

  private static final Speed NONE = new Speed(new TreeMap<>());

  /** Rows by second since 1970. */
  private final NavigableMap<Long, Long> rows;

  private Speed(NavigableMap<Long, Long> rows) {
    this.rows = rows;
  }

  /** Nothing done yet. */
  public static Speed none() {
    return NONE;
  }

  /**
   * From the kept arrays; both may be null.
   *
   * @param seconds seconds since 1970, rising
   * @param rows rows in each
   */
  public static Speed of(long[] seconds, long[] rows) {
    if (seconds == null || rows == null || seconds.length != rows.length) {
      return NONE;
    }
    NavigableMap<Long, Long> kept = new TreeMap<>();
    for (int i = 0; i < seconds.length; i++) {
      kept.put(seconds[i], rows[i]);
    }
    return new Speed(kept);
  }

  /** Adds rows done in a second; drops seconds that are older than the window. */
  public Speed did(long second, long count) {
    NavigableMap<Long, Long> after = new TreeMap<>(rows);
    after.merge(second, count, Long::sum);
    return new Speed(after.tailMap(after.lastKey() - WINDOW_SECONDS, false));
  }

  /**
   * Rows a second over the window that ends now.
   *
   * @param nowMillis now, milliseconds since 1970
   * @param begunMillis begin of the work; the window does not reach before it
   */
  public double perSecond(long nowMillis, long begunMillis) {
    long from = Math.floorDiv(nowMillis, 1000) - WINDOW_SECONDS;
    long sum = rows.tailMap(from, false).values().stream().mapToLong(Long::longValue).sum();
    return sum / Math.clamp((nowMillis - begunMillis) / 1000.0, 1.0, WINDOW_SECONDS);
  }

  /** Seconds, as kept. */
  public long[] seconds() {
    return rows.keySet().stream().mapToLong(Long::longValue).toArray();
  }

  /** Rows, as kept. */
  public long[] rows() {
    return rows.values().stream().mapToLong(Long::longValue).toArray();
  }
}
