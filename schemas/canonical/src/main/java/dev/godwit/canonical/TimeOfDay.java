package dev.godwit.canonical;

import java.time.LocalTime;
import java.util.regex.Pattern;

/**
 * Times of day as microseconds since midnight, from 0 to those of {@code 24:00}, which PostgreSQL's
 * {@code time} has too. Stateless.
 */
public final class TimeOfDay {
  /** Microseconds of {@code 24:00}, the greatest time of day. */
  public static final long MIDNIGHT_AFTER = 86_400_000_000L;

  private static final Pattern MIDNIGHT_AFTER_TEXT = Pattern.compile("24:00(:00(\\.0+)?)?");

  private TimeOfDay() {}

  /**
   * Microseconds of a text of ISO 8601 without a zone; what is below a microsecond is dropped.
   *
   * @throws IllegalArgumentException where the text is none; its message does not quote it
   */
  public static long micros(String text) {
    if (MIDNIGHT_AFTER_TEXT.matcher(text).matches()) {
      return MIDNIGHT_AFTER;
    }
    try {
      return LocalTime.parse(text).toNanoOfDay() / 1_000;
    } catch (java.time.DateTimeException e) {
      throw new IllegalArgumentException(
          "Expected a time of day as ISO 8601 writes it, but found another text.", e);
    }
  }

  /** The text of ISO 8601. */
  public static String text(long micros) {
    return micros == MIDNIGHT_AFTER ? "24:00" : LocalTime.ofNanoOfDay(micros * 1_000).toString();
  }
}
