package dev.godwit.pgcopy;

import dev.godwit.canonical.CalendarInterval;

/**
 * PostgreSQL's binary {@code interval}: microseconds in 64 bits, days in 32, months in 32 (source:
 * {@code interval_send} in PostgreSQL's timestamp.c). Stateless.
 */
final class BinaryInterval {
  private static final int BYTES = Long.BYTES + 2 * Integer.BYTES;

  private BinaryInterval() {}

  /**
   * The canonical text.
   *
   * @throws CopyFormatException if the bytes are not one interval
   */
  static String text(byte[] bytes, int start, int length) {
    if (length != BYTES) {
      throw new CopyFormatException(
          "Expected %d bytes of an interval, found %d.".formatted(BYTES, length));
    }
    long micros = (long) CopyStream.LONG.get(bytes, start);
    int days = (int) CopyStream.INT.get(bytes, start + Long.BYTES);
    int months = (int) CopyStream.INT.get(bytes, start + Long.BYTES + Integer.BYTES);
    return new CalendarInterval(months, days, micros).text();
  }

  /**
   * Writes length and value.
   *
   * @throws IllegalArgumentException where the text is no interval
   * @throws ArithmeticException where it is out of range
   */
  static void write(String text, CopyBuffer out) {
    CalendarInterval interval = CalendarInterval.parse(text);
    out.putInt(BYTES);
    out.putLong(interval.micros());
    out.putInt(interval.days());
    out.putInt(interval.months());
  }
}
