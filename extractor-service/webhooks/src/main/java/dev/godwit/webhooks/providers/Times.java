package dev.godwit.webhooks.providers;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * Reads providers' times. A time that cannot be read, or that does not fit into microseconds since
 * 1970, is null: an event's own time decides nothing. Stateless.
 */
final class Times {
  private static final BigDecimal FURTHEST_SECONDS = BigDecimal.valueOf(9_000_000_000_000L);
  private static final int MICROS = 6;

  /** A longer text is no time, and its exponent could ask for a number of any size. */
  private static final int LONGEST = 40;

  private static final long MICROS_OF_SECOND = 1_000_000;

  private Times() {}

  /** Seconds since 1970, with or without a fraction. */
  static Instant ofEpoch(String seconds) {
    if (seconds == null || seconds.length() > LONGEST) {
      return null;
    }
    try {
      BigDecimal value = new BigDecimal(seconds.strip());
      if (Math.abs((long) value.scale()) > LONGEST || value.abs().compareTo(FURTHEST_SECONDS) > 0) {
        return null;
      }
      long micros =
          value.setScale(MICROS, RoundingMode.FLOOR).movePointRight(MICROS).longValueExact();
      return Instant.ofEpochSecond(
          Math.floorDiv(micros, MICROS_OF_SECOND), Math.floorMod(micros, MICROS_OF_SECOND) * 1_000);
    } catch (NumberFormatException | ArithmeticException e) {
      return null;
    }
  }

  /** ISO 8601 with an offset; truncated to microseconds. */
  static Instant ofIso(String text) {
    if (text == null) {
      return null;
    }
    try {
      Instant instant = OffsetDateTime.parse(text.strip()).toInstant();
      return ofEpoch(
          BigDecimal.valueOf(instant.getEpochSecond())
              .add(BigDecimal.valueOf(instant.getNano(), 9))
              .toPlainString());
    } catch (DateTimeException e) {
      return null;
    }
  }
}
