package dev.godwit.pack.check;

import dev.godwit.canonical.CalendarInterval;
import dev.godwit.canonical.CanonicalJson;
import dev.godwit.canonical.NetworkAddress;
import dev.godwit.canonical.NumberText;
import dev.godwit.canonical.TimeOfDay;
import dev.godwit.canonical.TimeRange;
import dev.godwit.pack.ColumnType;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Whether a text that the pack fixes is a value of a column's type, by the rules by which the
 * transformer reads it: else a run would stop when it compiles the pack. Stateless.
 */
final class FixedText {
  private FixedText() {}

  static boolean fits(ColumnType type, String text) {
    try {
      return read(type, text.strip());
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
      return false;
    }
  }

  private static boolean read(ColumnType type, String text) {
    switch (type) {
      case BOOLEAN -> {
        return text.toLowerCase(java.util.Locale.ROOT)
            .matches("true|t|yes|y|on|1|false|f|no|n|off|0");
      }
      case SHORT -> Short.parseShort(text);
      case INTEGER -> Integer.parseInt(text);
      case LONG -> Long.parseLong(text);
      case FLOAT -> NumberText.ofReal(text);
      case DOUBLE -> NumberText.ofDouble(text);
      case NUMERIC -> NumberText.numeric(text);
      case UUID -> {
        return text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
      }
      case DATE -> {
        return TimeRange.hasDate(LocalDate.parse(text).toEpochDay());
      }
      case TIMESTAMP, TIMESTAMPTZ -> {
        return TimeRange.hasInstant(ChronoUnit.MICROS.between(Instant.EPOCH, instant(text)));
      }
      case TIME -> TimeOfDay.micros(text);
      case INTERVAL -> CalendarInterval.parse(text);
      case INET -> NetworkAddress.parse(text, false);
      case CIDR -> NetworkAddress.parse(text, true);
      case JSON, JSONB -> CanonicalJson.read(text);
      case TEXT_ARRAY, VARCHAR_ARRAY, INTEGER_ARRAY, LONG_ARRAY, UUID_ARRAY -> {
        return CanonicalJson.read(text) instanceof List<?> items
            && items.stream().allMatch(item -> isItem(type, item));
      }
      case TEXT, CITEXT, BYTES -> {
        return true;
      }
    }
    return true;
  }

  private static boolean isItem(ColumnType array, Object item) {
    return switch (array) {
      case INTEGER_ARRAY ->
          item instanceof BigDecimal n && fits(ColumnType.INTEGER, n.toPlainString());
      case LONG_ARRAY -> item instanceof BigDecimal n && fits(ColumnType.LONG, n.toPlainString());
      case UUID_ARRAY -> item instanceof String text && fits(ColumnType.UUID, text);
      default -> item instanceof String;
    };
  }

  private static Instant instant(String text) {
    boolean spaced = text.length() > 10 && text.charAt(10) == ' ';
    String iso = spaced ? text.substring(0, 10) + "T" + text.substring(11) : text;
    try {
      return OffsetDateTime.parse(iso).toInstant();
    } catch (DateTimeException e) {
      return LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    }
  }
}
