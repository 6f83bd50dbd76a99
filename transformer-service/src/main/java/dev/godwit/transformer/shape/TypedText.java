package dev.godwit.transformer.shape;

import dev.godwit.canonical.CanonicalJson;
import dev.godwit.canonical.DerivedId;
import dev.godwit.pack.ColumnType;
import dev.godwit.records.QuarantineReason;
import dev.godwit.transformer.normalise.Micros;
import dev.godwit.transformer.normalise.TextForm;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.transformer.quarantine.StorableText;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.UUID;

/** Writes a text as a cell of a column's type, in the canonical form of that type. */
interface TypedText {
  /**
   * Writes the text.
   *
   * @throws QuarantinedException where the type cannot hold it
   */
  void write(String text, Shaping row) throws QuarantinedException;

  /**
   * The way to write texts of a column.
   *
   * @param column {@code table.column}, for errors
   * @param maxLength limit in characters, for text; null for none
   * @param isJson true where the texts are JSON in canonical form
   */
  static TypedText of(ColumnType type, String column, Long maxLength, boolean isJson) {
    return switch (type) {
      case TEXT -> text(column, maxLength);
      case JSON, JSONB ->
          isJson
              ? (text, row) -> CellForm.writeText(text, row.out)
              : (text, row) ->
                  CellForm.writeText(
                      CanonicalJson.write(StorableText.checked(text, column)), row.out);
      case BYTES ->
          (text, row) -> CellForm.writeBytes(text.getBytes(StandardCharsets.UTF_8), row.out);
      case UUID -> parsed(column, "a UUID", TypedText::writeUuid);
      case SHORT -> integer(column, Short.MIN_VALUE, Short.MAX_VALUE);
      case INTEGER -> integer(column, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case LONG -> integer(column, Long.MIN_VALUE, Long.MAX_VALUE);
      case DOUBLE ->
          parsed(
              column,
              "a number",
              (text, row) -> CellForm.writeDouble(Double.parseDouble(text), row.out));
      case NUMERIC -> parsed(column, "a number", TypedText::writeNumeric);
      case BOOLEAN -> parsed(column, "true or false", TypedText::writeBoolean);
      case TIMESTAMP, TIMESTAMPTZ ->
          parsed(
              column,
              "a time of ISO 8601",
              (text, row) -> CellForm.writeLong(Micros.of(instant(text), column), row.out));
      case DATE ->
          parsed(
              column,
              "a date of ISO 8601",
              (text, row) -> CellForm.writeLong(LocalDate.parse(text).toEpochDay(), row.out));
    };
  }

  private static TypedText text(String column, Long maxLength) {
    if (maxLength == null) {
      return (text, row) -> CellForm.writeText(StorableText.checked(text, column), row.out);
    }
    long limit = maxLength;
    return (text, row) -> {
      if (text.length() > limit) {
        int length = text.codePointCount(0, text.length());
        if (length > limit) {
          throw new QuarantinedException(
              QuarantineReason.LIMIT_EXCEEDED,
              column,
              limit,
              (long) length,
              "Expected at most " + limit + " characters, but found " + length + ".");
        }
      }
      CellForm.writeText(StorableText.checked(text, column), row.out);
    };
  }

  private static TypedText integer(String column, long least, long greatest) {
    return parsed(
        column,
        "a whole number from " + least + " to " + greatest,
        (text, row) -> {
          long value = Long.parseLong(text);
          if (value < least || value > greatest) {
            throw new NumberFormatException("out of range");
          }
          CellForm.writeLong(value, row.out);
        });
  }

  private static void writeUuid(String text, Shaping row) {
    if (text.length() != 36) {
      throw new IllegalArgumentException("not 36 characters");
    }
    CellForm.writeBytes(DerivedId.bytes(UUID.fromString(text)), row.out);
  }

  private static void writeNumeric(String text, Shaping row) {
    BigDecimal value = new BigDecimal(text);
    if (value.precision() - value.scale() > 131_072L || value.scale() > 16_383) {
      throw new NumberFormatException("out of range");
    }
    BigDecimal stripped = value.stripTrailingZeros();
    CellForm.writeText(stripped.toPlainString(), row.out);
  }

  private static void writeBoolean(String text, Shaping row) {
    boolean value =
        switch (text.toLowerCase(Locale.ROOT)) {
          case "true", "t", "yes", "y", "on", "1" -> true;
          case "false", "f", "no", "n", "off", "0" -> false;
          default -> throw new IllegalArgumentException("neither");
        };
    CellForm.writeBoolean(value, row.out);
  }

  private static Instant instant(String text) {
    if (text.length() > 10 && text.charAt(10) == ' ') {
      return instant(text.substring(0, 10) + "T" + text.substring(11));
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    }
  }

  private static TypedText parsed(String column, String expected, TypedText write) {
    return (text, row) -> {
      try {
        write.write(TextForm.strip(text), row);
      } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
        throw new QuarantinedException(
            QuarantineReason.WRONG_TYPE,
            column,
            "Expected " + expected + ", but found a text that is none.");
      }
    };
  }
}
