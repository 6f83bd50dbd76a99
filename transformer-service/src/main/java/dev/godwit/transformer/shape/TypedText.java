package dev.godwit.transformer.shape;

import dev.godwit.canonical.CalendarInterval;
import dev.godwit.canonical.CanonicalJson;
import dev.godwit.canonical.DerivedId;
import dev.godwit.canonical.NetworkAddress;
import dev.godwit.canonical.NumberText;
import dev.godwit.canonical.SecondDigits;
import dev.godwit.canonical.TimeOfDay;
import dev.godwit.pack.TargetColumn;
import dev.godwit.records.QuarantineReason;
import dev.godwit.transformer.limit.CloseLimit;
import dev.godwit.transformer.normalise.Micros;
import dev.godwit.transformer.normalise.TextForm;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.transformer.quarantine.StorableText;
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
   * @param of the column, with its type from the catalogue
   * @param column {@code table.column}, for errors
   * @param isJson true where the texts are JSON in canonical form
   */
  static TypedText of(TargetColumn of, String column, boolean isJson) {
    return of(of, column, isJson, false);
  }

  /**
   * As above.
   *
   * @param notes whether texts that come close to a limit of the column are noted: those whose
   *     length the source decides
   */
  static TypedText of(TargetColumn of, String column, boolean isJson, boolean notes) {
    Integer digits = of.secondDigits();
    boolean rounds = digits != null && digits < SecondDigits.MOST;
    return switch (of.type()) {
      case TEXT, CITEXT -> text(column, of.maxLength(), notes);
      case JSON, JSONB ->
          isJson
              ? (text, row) -> CellForm.writeText(text, row.out)
              : (text, row) ->
                  CellForm.writeText(
                      CanonicalJson.write(StorableText.checked(text, column)), row.out);
      case BYTES ->
          (text, row) -> CellForm.writeBytes(text.getBytes(StandardCharsets.UTF_8), row.out);
      case UUID -> parsed(column, "a UUID", TypedText::writeUuid);
      case SHORT -> integer(column, Short.MIN_VALUE, Short.MAX_VALUE, notes);
      case INTEGER -> integer(column, Integer.MIN_VALUE, Integer.MAX_VALUE, notes);
      case LONG -> integer(column, Long.MIN_VALUE, Long.MAX_VALUE, notes);
      case DOUBLE ->
          parsed(
              column,
              "a number",
              (text, row) -> CellForm.writeDouble(NumberText.ofDouble(text), row.out));
      case FLOAT ->
          parsed(
              column,
              "a number",
              (text, row) -> CellForm.writeDouble(NumberText.ofReal(text), row.out));
      case NUMERIC ->
          parsed(
              column,
              "a number",
              (text, row) -> CellForm.writeText(NumberText.numeric(text).toPlainString(), row.out));
      case BOOLEAN -> parsed(column, "true or false", TypedText::writeBoolean);
      case TIMESTAMP, TIMESTAMPTZ ->
          parsed(
              column,
              "a time of ISO 8601",
              rounds
                  ? (text, row) ->
                      CellForm.writeLong(
                          SecondDigits.roundInstant(Micros.of(instant(text), column), digits),
                          row.out)
                  : (text, row) -> CellForm.writeLong(Micros.of(instant(text), column), row.out));
      case TIME ->
          parsed(
              column,
              "a time of day of ISO 8601, without a zone",
              rounds
                  ? (text, row) ->
                      CellForm.writeLong(
                          SecondDigits.round(TimeOfDay.micros(text), digits), row.out)
                  : (text, row) -> CellForm.writeLong(TimeOfDay.micros(text), row.out));
      case INTERVAL ->
          parsed(
              column,
              "a duration or period of ISO 8601",
              rounds
                  ? (text, row) ->
                      CellForm.writeText(
                          CalendarInterval.parse(text).rounded(digits).text(), row.out)
                  : (text, row) ->
                      CellForm.writeText(CalendarInterval.parse(text).text(), row.out));
      case INET -> network(column, "an address of IPv4 or IPv6", false);
      case CIDR -> network(column, "a network of IPv4 or IPv6", true);
      case DATE ->
          parsed(
              column,
              "a date of ISO 8601",
              (text, row) ->
                  CellForm.writeLong(
                      Micros.checkedDay(LocalDate.parse(text).toEpochDay(), column), row.out));
      case TEXT_ARRAY, VARCHAR_ARRAY, INTEGER_ARRAY, LONG_ARRAY, UUID_ARRAY -> {
        ArrayText array = new ArrayText(of, column, notes);
        yield parsed(column, "a JSON array", array::writeJson);
      }
    };
  }

  private static TypedText network(String column, String expected, boolean network) {
    return parsed(
        column,
        expected,
        (text, row) -> CellForm.writeText(NetworkAddress.parse(text, network).text(), row.out));
  }

  private static TypedText text(String column, Long maxLength, boolean notes) {
    if (maxLength == null) {
      return (text, row) -> CellForm.writeText(StorableText.checked(text, column), row.out);
    }
    CloseLimit close = notes ? CloseLimit.ofLength(column, maxLength) : null;
    return (text, row) -> {
      checkText(text, maxLength, column);
      if (close != null) {
        close.note(text, row.close);
      }
      CellForm.writeText(text, row.out);
    };
  }

  /**
   * Checks a text's length in characters, and that a database can hold it.
   *
   * @param limit null for none
   * @throws QuarantinedException with both, where both are wrong
   */
  static void checkText(String text, Long limit, String column) throws QuarantinedException {
    try {
      checkLength(text, limit, column);
    } catch (QuarantinedException tooLong) {
      try {
        StorableText.checked(text, column);
      } catch (QuarantinedException character) {
        throw tooLong.and(character);
      }
      throw tooLong;
    }
    StorableText.checked(text, column);
  }

  /**
   * Checks a text's length in characters.
   *
   * @param limit null for none
   */
  static void checkLength(String text, Long limit, String column) throws QuarantinedException {
    if (limit != null && text.length() > limit) {
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
  }

  private static TypedText integer(String column, long least, long greatest, boolean notes) {
    CloseLimit close = notes ? CloseLimit.ofRange(column, least, greatest) : null;
    return parsed(
        column,
        "a whole number from " + least + " to " + greatest,
        (text, row) -> {
          long value = Long.parseLong(text);
          if (value < least || value > greatest) {
            throw new NumberFormatException("out of range");
          }
          if (close != null) {
            close.note(value, row.close);
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
