package dev.godwit.local.preview;

import dev.godwit.pack.FieldType;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Values of extracted records as people read them. Stateless. */
final class FieldValue {
  private static final String INFINITY = "infinity";

  private FieldValue() {}

  /**
   * The value as text; null for null.
   *
   * @param value as Avro's generic records have it
   */
  static String text(FieldType type, Object value) {
    return switch (value) {
      case null -> null;
      case ByteBuffer bytes -> bytes.remaining() + " bytes";
      case Long micros when type == FieldType.INSTANT -> instant(micros);
      case Integer day when type == FieldType.DATE -> date(day);
      case List<?> list -> List.copyOf(list).toString();
      default -> value.toString();
    };
  }

  /** The ends of the scale stand for what is no time on it. */
  private static String instant(long micros) {
    if (micros == Long.MIN_VALUE) {
      return "no time";
    }
    return micros == Long.MAX_VALUE
        ? INFINITY
        : Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
  }

  private static String date(int day) {
    if (day == Integer.MIN_VALUE) {
      return "-" + INFINITY;
    }
    return day == Integer.MAX_VALUE ? INFINITY : LocalDate.ofEpochDay(day).toString();
  }
}
