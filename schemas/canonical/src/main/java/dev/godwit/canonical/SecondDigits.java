package dev.godwit.canonical;

/**
 * Rounds microseconds to the fractional digits of a second that a column keeps, as PostgreSQL does
 * when it stores a {@code timestamp(p)}, {@code time(p)} or {@code interval(p)}: half away from
 * zero, where zero is 2000-01-01 for a point in time (source: {@code AdjustTimestampForTypmod},
 * {@code AdjustTimeForTypmod} and {@code AdjustIntervalForTypmod} of PostgreSQL). Stateless.
 */
public final class SecondDigits {
  /** All that PostgreSQL keeps: microseconds. */
  public static final int MOST = 6;

  private static final long EPOCH_2000 = 946_684_800_000_000L;
  private static final long[] UNITS = {1_000_000, 100_000, 10_000, 1_000, 100, 10, 1};

  private SecondDigits() {}

  /**
   * Rounds a length of time, or a time of day.
   *
   * @param micros microseconds
   * @param digits digits that stay, from 0 to {@link #MOST}
   * @throws ArithmeticException where the result is out of range
   */
  public static long round(long micros, int digits) {
    long unit = UNITS[digits];
    long half = unit / 2;
    long moved = micros < 0 ? Math.subtractExact(micros, half) : Math.addExact(micros, half);
    return moved - moved % unit;
  }

  /**
   * Rounds a point in time.
   *
   * @param unixMicros microseconds since 1970 UTC
   * @param digits digits that stay, from 0 to {@link #MOST}
   * @throws ArithmeticException where the result is out of range
   */
  public static long roundInstant(long unixMicros, int digits) {
    return Math.addExact(round(Math.subtractExact(unixMicros, EPOCH_2000), digits), EPOCH_2000);
  }
}
