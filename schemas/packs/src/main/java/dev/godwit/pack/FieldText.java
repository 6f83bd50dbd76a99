package dev.godwit.pack;

import dev.godwit.canonical.CanonicalJson;
import dev.godwit.canonical.NumberText;
import dev.godwit.canonical.TimeRange;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Values of fields that a pack has as a text. Stateless. */
final class FieldText {
  private static final int UUID_CHARACTERS = 36;

  private FieldText() {}

  /**
   * The value in the form in which the transformer holds fields of a type.
   *
   * @return a Long of an instant (microseconds since 1970 UTC), a date (days since 1970) or an
   *     integer; a Boolean; else a text
   * @throws IllegalArgumentException where the text is no value of the type
   */
  static Object value(FieldType type, String text) {
    try {
      return switch (type) {
        case ID, TEXT -> text;
        case JSON -> CanonicalJson.of(text);
        case DECIMAL -> decimal(text);
        case UUID -> uuid(text);
        case INSTANT -> micros(text);
        case DATE -> day(text);
        case INTEGER -> Long.parseLong(text);
        case BOOLEAN -> bool(text);
        case LIST, BYTES ->
            throw new IllegalArgumentException("no text stands for a value of " + type.text());
      };
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException("no value of " + type.text(), e);
    }
  }

  /** A number of more digits than the type has would take all memory when it is written out. */
  private static String decimal(String text) {
    NumberText.numeric(text);
    return new BigDecimal(text).toPlainString();
  }

  private static Long micros(String text) {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, instant(text));
    if (!TimeRange.hasInstant(micros)) {
      throw new IllegalArgumentException("no time that a database has");
    }
    return micros;
  }

  private static Long day(String text) {
    long day = LocalDate.parse(text).toEpochDay();
    if (!TimeRange.hasDate(day)) {
      throw new IllegalArgumentException("no day that a database has");
    }
    return day;
  }

  private static String uuid(String text) {
    if (text.length() != UUID_CHARACTERS) {
      throw new IllegalArgumentException("not 36 characters");
    }
    return UUID.fromString(text).toString();
  }

  private static Boolean bool(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException("neither true nor false");
    }
    return Boolean.valueOf(text);
  }

  private static Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    }
  }
}
