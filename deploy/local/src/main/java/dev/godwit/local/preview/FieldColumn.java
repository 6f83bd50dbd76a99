package dev.godwit.local.preview;

import dev.godwit.pack.FieldType;
import dev.godwit.pack.Identifiers;
import dev.godwit.pack.SourceField;
import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * How a field of a source pack is selected from the pack's query, and read from the result as a
 * value of an extracted record.
 *
 * @param name name of the field
 * @param field the field
 * @param type its type
 * @param columnType PostgreSQL's name of the type of its column
 */
record FieldColumn(String name, SourceField field, FieldType type, String columnType) {
  private static final int MICROSECONDS = 1_000_000;

  /** The expression, of the query under the name q. */
  String expression() {
    String column = "q." + Identifiers.quote(field.column());
    return switch (type) {
      case INSTANT ->
          "case when isfinite(%1$s::timestamptz) then (extract(epoch from %1$s::timestamptz) * %2$d)::bigint end"
              .formatted(column, MICROSECONDS);
      case DATE -> "(" + column + " - date '1970-01-01')::int";
      case INTEGER -> column + "::bigint";
      case BOOLEAN, BYTES -> column;
      case LIST -> column + (columnType.startsWith("_") ? "::text[]" : "::text");
      case ID, TEXT, JSON, DECIMAL, UUID -> column + "::text";
    };
  }

  /** The value as an Avro record has it; null for none, but an empty list. */
  Object read(ResultSet row, int position) throws SQLException {
    Object value =
        switch (type) {
          case INSTANT, INTEGER -> row.getLong(position);
          case DATE -> row.getInt(position);
          case BOOLEAN -> row.getBoolean(position);
          case BYTES -> bytes(row.getBytes(position));
          case LIST -> list(row, position);
          case ID, TEXT, JSON, DECIMAL, UUID -> row.getString(position);
        };
    return type != FieldType.LIST && row.wasNull() ? null : value;
  }

  /** For people; null for no value. */
  String text(Object value) {
    return switch (value) {
      case null -> null;
      case ByteBuffer bytes -> bytes.remaining() + " bytes";
      case Long micros when type == FieldType.INSTANT ->
          Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
      case Integer day -> LocalDate.ofEpochDay(day).toString();
      default -> value.toString();
    };
  }

  private static ByteBuffer bytes(byte[] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }

  private List<String> list(ResultSet row, int position) throws SQLException {
    if (columnType.startsWith("_")) {
      Array array = row.getArray(position);
      return array == null
          ? List.of()
          : Arrays.stream((Object[]) array.getArray())
              .filter(Objects::nonNull)
              .map(Object::toString)
              .toList();
    }
    String text = row.getString(position);
    return text == null || text.isEmpty()
        ? List.of()
        : List.of(text.split(Pattern.quote(field.split()), -1));
  }
}
