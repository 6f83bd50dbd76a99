package dev.godwit.extractor.source;

import dev.godwit.pack.FieldType;
import java.sql.Types;

/**
 * The form of a column in PostgreSQL's binary COPY (PostgreSQL documentation, COPY, "Binary
 * Format"). The database casts types without a form of their own to text.
 */
public enum ColumnForm {
  /** UTF-8. */
  TEXT,
  /** Two bytes, big-endian. */
  SHORT,
  /** Four bytes, big-endian. */
  INTEGER,
  /** Eight bytes, big-endian. */
  LONG,
  /** Microseconds since 2000 in eight bytes, big-endian; the greatest and least are infinity. */
  TIMESTAMP,
  /** Days since 2000 in four bytes, big-endian; the greatest and least are infinity. */
  DAY,
  /** One byte, 0 or 1. */
  BOOLEAN,
  /** Bytes as they are. */
  BYTES,
  /** UTF-8, elements joined by U+001F. */
  LIST;

  /** Separator of {@link #LIST}. */
  public static final byte LIST_SEPARATOR = 0x1f;

  /** True where a value can have any length. */
  boolean isUnbounded() {
    return this == TEXT || this == LIST || this == BYTES;
  }

  /** Form of the column of a field whose type the pack declares. */
  static ColumnForm of(FieldType declared, int jdbcType, String typeName) {
    return switch (declared) {
      case DATE -> DAY;
      case BOOLEAN -> BOOLEAN;
      case BYTES -> BYTES;
      case DECIMAL, JSON, UUID -> TEXT;
      case ID, TEXT, INSTANT, INTEGER, LIST -> of(jdbcType, typeName);
    };
  }

  /** Form of a column by its type in {@link Types} and its name in the database. */
  static ColumnForm of(int jdbcType, String typeName) {
    return switch (jdbcType) {
      case Types.SMALLINT -> SHORT;
      case Types.INTEGER -> INTEGER;
      case Types.BIGINT -> typeName.equals("oid") ? TEXT : LONG;
      case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE, Types.DATE -> TIMESTAMP;
      case Types.ARRAY -> LIST;
      default -> TEXT;
    };
  }

  /** The column as it must be selected to travel in this form. */
  String expression(String quotedColumn, String typeName) {
    return switch (this) {
      case SHORT, INTEGER, LONG, DAY, BOOLEAN, BYTES -> quotedColumn;
      case TIMESTAMP ->
          typeName.equals("date") ? "cast(" + quotedColumn + " as timestamp)" : quotedColumn;
      case LIST -> "array_to_string(" + quotedColumn + ", U&'\\001F')";
      case TEXT ->
          typeName.equals("text") || typeName.equals("varchar")
              ? quotedColumn
              : "cast(" + quotedColumn + " as text)";
    };
  }
}
