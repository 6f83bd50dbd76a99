package dev.godwit.canonical;

/** Points in time and days that PostgreSQL's types have, without infinity. Stateless. */
public final class TimeRange {
  private static final long MICROS_A_DAY = 86_400_000_000L;

  /** 24 November 4714 BC, the first day of {@code date} and {@code timestamp}. */
  private static final long FIRST_DAY = -2_440_588;

  /** 1 January 5874898, the first day that {@code date} does not have. */
  private static final long AFTER_LAST_DAY = 2_145_042_906L;

  /** Year 290,000, below the marks that stand for infinity. */
  private static final long AFTER_LAST_MICROS = 9_090_000_000_000_000_000L;

  private TimeRange() {}

  /**
   * Whether {@code timestamp} and {@code timestamptz} have a point in time.
   *
   * @param unixMicros microseconds since 1970 UTC
   */
  public static boolean hasInstant(long unixMicros) {
    return unixMicros >= FIRST_DAY * MICROS_A_DAY && unixMicros < AFTER_LAST_MICROS;
  }

  /**
   * Whether {@code date} has a day.
   *
   * @param unixDays days since 1970
   */
  public static boolean hasDate(long unixDays) {
    return unixDays >= FIRST_DAY && unixDays < AFTER_LAST_DAY;
  }

  /**
   * Microseconds since 1970 UTC at which a day begins; the greatest long where they are none.
   *
   * @param unixDays days since 1970
   */
  public static long micros(long unixDays) {
    long most = Long.MAX_VALUE / MICROS_A_DAY;
    return unixDays > most || unixDays < -most ? Long.MAX_VALUE : unixDays * MICROS_A_DAY;
  }
}
