package dev.godwit.transformer.entity;

import dev.godwit.canonical.CanonicalJson;
import dev.godwit.pack.FieldType;
import dev.godwit.records.QuarantineReason;
import dev.godwit.transformer.normalise.Micros;
import dev.godwit.transformer.normalise.StorableJson;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.transformer.quarantine.Violations;
import dev.godwit.transformer.shape.Fields;
import dev.godwit.wire.live.LiveTime;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * The fields of engagements that a target pack declares, as live events carry them: each is a text,
 * which must be a value of the field's type. A field that the pack does not declare, or does not
 * use, is not looked at. A text of white space is no value, except of text. Immutable and
 * thread-safe.
 */
final class LiveFields {
  /** A longer text is no number. */
  private static final int LONGEST_NUMBER = 1000;

  private record Field(String name, FieldType type, int place) {}

  private final List<Field> declared = new ArrayList<>();

  LiveFields(Fields fields) {
    for (String name : fields.declared()) {
      if (fields.uses(name)) {
        declared.add(new Field(name, fields.type(name), fields.position(name)));
      }
    }
  }

  /**
   * Puts the values of an event in their places; one that it does not carry becomes null.
   *
   * @param given texts by field; null for none
   * @param violations receives each text that is no value of its type; its place becomes null
   */
  void into(Map<String, String> given, Object[] values, Violations violations) {
    for (Field field : declared) {
      String text = given == null ? null : given.get(field.name());
      boolean isNone = text == null || (field.type() != FieldType.TEXT && text.isBlank());
      values[field.place()] = null;
      if (!isNone) {
        try {
          values[field.place()] = value(field, text);
        } catch (QuarantinedException e) {
          violations.add(field.place(), e);
        }
      }
    }
  }

  private static Object value(Field field, String text) throws QuarantinedException {
    try {
      return switch (field.type()) {
        case ID, TEXT -> text;
        case UUID -> UUID.fromString(text.strip()).toString();
        case INTEGER -> Long.valueOf(text.strip());
        case DECIMAL -> decimal(text.strip());
        case BOOLEAN -> bool(text.strip());
        case JSON -> StorableJson.of(text, field.name());
        case LIST -> list(text);
        case BYTES -> Base64.getDecoder().decode(text.strip());
        case INSTANT -> Micros.of(LiveTime.of(text), field.name());
        case DATE -> day(field, text.strip());
      };
    } catch (IllegalArgumentException e) {
      throw wrong(field, QuarantineReason.WRONG_TYPE, form(field.type()));
    }
  }

  private static String decimal(String text) {
    if (text.length() > LONGEST_NUMBER) {
      throw new NumberFormatException();
    }
    BigDecimal unused = new BigDecimal(text);
    return text;
  }

  private static Boolean bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException();
    };
  }

  private static List<String> list(String text) {
    if (!(CanonicalJson.read(text) instanceof List<?> items)) {
      throw new IllegalArgumentException();
    }
    List<String> texts = new ArrayList<>(items.size());
    for (Object item : items) {
      if (item == null || item instanceof Map<?, ?> || item instanceof List<?>) {
        throw new IllegalArgumentException();
      }
      texts.add(item instanceof String one ? one : CanonicalJson.write(item));
    }
    return texts;
  }

  private static Long day(Field field, String text) throws QuarantinedException {
    try {
      long day = LocalDate.parse(text).toEpochDay();
      if (day > Integer.MIN_VALUE && day < Integer.MAX_VALUE) {
        return day;
      }
    } catch (DateTimeException e) {
      // Said below.
    }
    throw wrong(field, QuarantineReason.BAD_DATE, "a date of ISO 8601");
  }

  private static String form(FieldType type) {
    return switch (type) {
      case LIST -> "a list of texts";
      case BYTES -> "bytes in base64";
      case BOOLEAN -> "true or false";
      default -> "a value of the type " + type.text();
    };
  }

  private static QuarantinedException wrong(Field field, QuarantineReason reason, String expected) {
    return new QuarantinedException(
        reason,
        field.name(),
        "Expected the live event to carry %s as %s, but found another value."
            .formatted(field.name(), expected));
  }
}
