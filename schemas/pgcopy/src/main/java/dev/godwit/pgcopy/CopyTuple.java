package dev.godwit.pgcopy;

import java.nio.charset.StandardCharsets;

/**
 * One tuple of a binary COPY: where the bytes of each column begin and how many there are. Points
 * into the server's message without copying it. The reader points the same object at the next
 * tuple; {@link #copy()} keeps one. Columns count from 0. Not thread-safe.
 *
 * <p>The values' methods check the number of bytes and throw {@link CopyFormatException} where it
 * is not one of the type's. They must not be called for a column that is NULL, except {@link
 * #text}.
 */
public final class CopyTuple {
  /** First byte of every {@code jsonb}. */
  static final int JSONB_VERSION = 1;

  private final int[] starts;
  private final int[] lengths;
  private byte[] bytes;

  CopyTuple(int columns) {
    this.starts = new int[columns];
    this.lengths = new int[columns];
  }

  private CopyTuple(byte[] bytes, int[] starts, int[] lengths) {
    this.bytes = bytes;
    this.starts = starts;
    this.lengths = lengths;
  }

  /**
   * Points at the tuple that begins at {@code from}.
   *
   * @return the position after it; -1 where the end mark stands
   * @throws CopyFormatException if it is not a whole tuple of the expected number of columns
   */
  int point(byte[] message, int from) {
    int end = message.length;
    if (end - from < Short.BYTES) {
      throw cutOff();
    }
    int fields = (short) CopyStream.SHORT.get(message, from);
    int at = from + Short.BYTES;
    if (fields == CopyStream.END) {
      if (at != end) {
        throw new CopyFormatException(
            "Expected nothing after the end mark of the rows, found %d bytes.".formatted(end - at));
      }
      return -1;
    }
    if (fields != starts.length) {
      throw new CopyFormatException(
          "Expected a row of %d fields, found %d; check the columns that the statement selects."
              .formatted(starts.length, fields));
    }
    bytes = message;
    for (int i = 0; i < fields; i++) {
      if (end - at < Integer.BYTES) {
        throw cutOff();
      }
      int length = (int) CopyStream.INT.get(message, at);
      at += Integer.BYTES;
      starts[i] = at;
      lengths[i] = length;
      if (length > end - at) {
        throw cutOff();
      }
      if (length > 0) {
        at += length;
      } else if (length < CopyStream.NULL) {
        throw new CopyFormatException(
            "Expected a length of at least 0 bytes in field %d, found %d; is the server a PostgreSQL?"
                .formatted(i + 1, length));
      }
    }
    return at;
  }

  private static CopyFormatException cutOff() {
    return new CopyFormatException(
        "Expected a whole row in a message of the server, found its beginning only; is the server a"
            + " PostgreSQL?");
  }

  /** True where the column is NULL. */
  public boolean isNull(int column) {
    return lengths[column] == CopyStream.NULL;
  }

  /** The array that {@link #start} points into; valid until the next tuple. */
  public byte[] bytes() {
    return bytes;
  }

  /** Position of the column's first byte. */
  public int start(int column) {
    return starts[column];
  }

  /** Number of the column's bytes; -1 for NULL. */
  public int length(int column) {
    return lengths[column];
  }

  /** Number of bytes of all columns together. */
  public long size() {
    long size = 0;
    for (int length : lengths) {
      size += Math.max(0, length);
    }
    return size;
  }

  /** An integer of two, four or eight bytes. */
  public long integer(int column) {
    int at = starts[column];
    return switch (lengths[column]) {
      case Short.BYTES -> (short) CopyStream.SHORT.get(bytes, at);
      case Integer.BYTES -> (int) CopyStream.INT.get(bytes, at);
      case Long.BYTES -> (long) CopyStream.LONG.get(bytes, at);
      default -> throw unexpected(column, "2, 4 or 8 bytes of an integer");
    };
  }

  /** A floating point number of four or eight bytes. */
  public double floating(int column) {
    int at = starts[column];
    return switch (lengths[column]) {
      case Float.BYTES -> Float.intBitsToFloat((int) CopyStream.INT.get(bytes, at));
      case Double.BYTES -> Double.longBitsToDouble((long) CopyStream.LONG.get(bytes, at));
      default -> throw unexpected(column, "4 or 8 bytes of a floating point number");
    };
  }

  /** A boolean. */
  public boolean bool(int column) {
    require(column, 1, "1 byte of a boolean");
    return bytes[starts[column]] != 0;
  }

  /** A timestamp, in microseconds since 1970 UTC; the infinities as {@link PostgresTime} says. */
  public long unixMicros(int column) {
    require(column, Long.BYTES, "8 bytes of a timestamp");
    return PostgresTime.unixMicros((long) CopyStream.LONG.get(bytes, starts[column]));
  }

  /** A date, in days since 1970; the infinities as {@link PostgresTime} says. */
  public long unixDays(int column) {
    require(column, Integer.BYTES, "4 bytes of a date");
    return PostgresTime.unixDays((int) CopyStream.INT.get(bytes, starts[column]));
  }

  /** A numeric as plain decimal text without trailing zeros; {@code NaN} and infinities by name. */
  public String numeric(int column) {
    return BinaryNumeric.text(bytes, starts[column], lengths[column]);
  }

  /** Text, or JSON as it was written; null for NULL. */
  public String text(int column) {
    return isNull(column)
        ? null
        : new String(bytes, starts[column], lengths[column], StandardCharsets.UTF_8);
  }

  /** The text of a {@code jsonb}. */
  public String jsonb(int column) {
    int length = lengths[column];
    if (length < 1 || bytes[starts[column]] != JSONB_VERSION) {
      throw unexpected(column, "version %d of jsonb".formatted(JSONB_VERSION));
    }
    return new String(bytes, starts[column] + 1, length - 1, StandardCharsets.UTF_8);
  }

  /** Requires a column's number of bytes. */
  void require(int column, int length, String expected) {
    if (lengths[column] != length) {
      throw unexpected(column, expected);
    }
  }

  private CopyFormatException unexpected(int column, String expected) {
    return new CopyFormatException(
        "Expected %s in field %d, found %d bytes of something else; check the columns that the statement selects."
            .formatted(expected, column + 1, lengths[column]));
  }

  /** A tuple of its own with the same content. */
  public CopyTuple copy() {
    return new CopyTuple(bytes, starts.clone(), lengths.clone());
  }
}
