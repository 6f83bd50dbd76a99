package dev.godwit.pgcopy;

/**
 * PostgreSQL's times and dates, which count from 2000-01-01, as numbers that count from 1970-01-01
 * UTC. PostgreSQL's {@code infinity} and {@code -infinity} are the greatest and the least number of
 * its type and stay these. Stateless.
 */
public final class PostgresTime {
  private static final long EPOCH_MICROS = 946_684_800_000_000L;
  private static final int EPOCH_DAYS = 10_957;

  private PostgresTime() {}

  /**
   * Microseconds since 1970 of microseconds since 2000. Times in the last thirty years before the
   * end of PostgreSQL's range (year 294,276) count as infinity.
   */
  public static long unixMicros(long since2000) {
    if (since2000 == Long.MIN_VALUE) {
      return since2000;
    }
    return since2000 > Long.MAX_VALUE - EPOCH_MICROS ? Long.MAX_VALUE : since2000 + EPOCH_MICROS;
  }

  /** Days since 1970 of days since 2000. */
  static long unixDays(int since2000) {
    return since2000 == Integer.MAX_VALUE || since2000 == Integer.MIN_VALUE
        ? since2000
        : (long) since2000 + EPOCH_DAYS;
  }

  /**
   * Microseconds since 2000 of microseconds since 1970.
   *
   * @throws ArithmeticException where they are out of range
   */
  public static long micros(long unixMicros) {
    return Math.subtractExact(unixMicros, EPOCH_MICROS);
  }

  /**
   * Days since 2000 of days since 1970.
   *
   * @throws ArithmeticException where they are out of range
   */
  static int days(long unixDays) {
    return Math.toIntExact(Math.subtractExact(unixDays, EPOCH_DAYS));
  }
}
