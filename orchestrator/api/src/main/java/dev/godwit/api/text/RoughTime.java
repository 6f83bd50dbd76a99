package dev.godwit.api.text;

/**
 * Writes an estimated duration no more exactly than an estimate is: whole seconds below a minute,
 * tens of seconds below ten minutes, minutes below an hour, tens of minutes above. Stateless.
 */
final class RoughTime {
  private static final long MINUTE = 60;
  private static final long HOUR = 3_600;
  private static final long TEN_SECONDS = 10;
  private static final long TEN_MINUTES = 600;

  private RoughTime() {}

  /** A duration, such as 45 s, 3 min 20 s, 25 min or 2 h 10 min. */
  static String of(double seconds) {
    long whole = Math.max(1, Math.round(seconds));
    if (whole < MINUTE) {
      return whole + " s";
    }
    if (whole < TEN_MINUTES) {
      long rounded = rounded(seconds, TEN_SECONDS);
      return parts(rounded / MINUTE, "min", rounded % MINUTE, "s");
    }
    if (whole < HOUR) {
      return rounded(seconds, MINUTE) / MINUTE + " min";
    }
    long rounded = rounded(seconds, TEN_MINUTES);
    return parts(rounded / HOUR, "h", rounded % HOUR / MINUTE, "min");
  }

  /** A range of durations; one of them where both are the same. */
  static String range(double shortest, double longest) {
    String from = of(shortest);
    String to = of(longest);
    return from.equals(to) ? from : from + " to " + to;
  }

  private static long rounded(double seconds, long to) {
    return Math.round(seconds / to) * to;
  }

  private static String parts(long great, String greatUnit, long small, String smallUnit) {
    return great + " " + greatUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
  }
}
