package dev.godwit.orchestrator.view.progress;

import java.util.Arrays;

/** Rows done in each of the last seconds, from which the speed is computed. Immutable. */
public final class Speed {
  /** Seconds over which a speed is computed. */
  public static final int WINDOW_SECONDS = 10;

  private static final Speed NONE = new Speed(new long[0], new long[0]);

  private final long[] seconds;
  private final long[] rows;

  private Speed(long[] seconds, long[] rows) {
    this.seconds = seconds;
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
    return seconds == null || rows == null || seconds.length != rows.length
        ? NONE
        : new Speed(seconds, rows);
  }

  /** Adds rows done in a second; drops seconds that are older than the window. */
  public Speed did(long second, long count) {
    long newest = seconds.length == 0 ? second : Math.max(second, seconds[seconds.length - 1]);
    long[] s = new long[seconds.length + 1];
    long[] r = new long[seconds.length + 1];
    int n = 0;
    boolean placed = false;
    for (int i = 0; i < seconds.length; i++) {
      if (seconds[i] <= newest - WINDOW_SECONDS) {
        continue;
      }
      s[n] = seconds[i];
      r[n] = rows[i] + (seconds[i] == second ? count : 0);
      placed |= seconds[i] == second;
      n++;
    }
    if (!placed && second > newest - WINDOW_SECONDS) {
      int at = n;
      while (at > 0 && s[at - 1] > second) {
        s[at] = s[at - 1];
        r[at] = r[at - 1];
        at--;
      }
      s[at] = second;
      r[at] = count;
      n++;
    }
    return new Speed(Arrays.copyOf(s, n), Arrays.copyOf(r, n));
  }

  /**
   * Rows a second over the window that ends now.
   *
   * @param nowMillis now, milliseconds since 1970
   * @param begunMillis begin of the work; the window does not reach before it
   */
  public double perSecond(long nowMillis, long begunMillis) {
    long now = Math.floorDiv(nowMillis, 1000);
    long sum = 0;
    for (int i = 0; i < seconds.length; i++) {
      if (seconds[i] > now - WINDOW_SECONDS) {
        sum += rows[i];
      }
    }
    double span = Math.clamp((nowMillis - begunMillis) / 1000.0, 1.0, WINDOW_SECONDS);
    return sum / span;
  }

  /** Seconds, as kept. */
  public long[] seconds() {
    return seconds.clone();
  }

  /** Rows, as kept. */
  public long[] rows() {
    return rows.clone();
  }
}
