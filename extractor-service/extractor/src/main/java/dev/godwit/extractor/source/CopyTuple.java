package dev.godwit.extractor.source;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One row of a binary COPY: where each column's bytes begin and end. Used again for the next row;
 * {@link #copy()} keeps one. Not thread-safe.
 */
public final class CopyTuple {
  private static final int NULL = -1;

  private byte[] bytes;
  private int[] starts = new int[16];
  private int[] lengths = new int[16];
  private int count;

  /** Reads a row that begins at a position; gives the position after it, or -1 at the end mark. */
  int read(byte[] data, int position) {
    bytes = data;
    int at = position;
    count = (short) ((data[at] & 0xff) << 8 | data[at + 1] & 0xff);
    at += Short.BYTES;
    if (count < 0) {
      count = 0;
      return -1;
    }
    if (count > starts.length) {
      starts = new int[count];
      lengths = new int[count];
    }
    for (int i = 0; i < count; i++) {
      int length = integer(data, at);
      at += Integer.BYTES;
      starts[i] = at;
      lengths[i] = length;
      if (length > 0) {
        at += length;
      }
    }
    return at;
  }

  private static int integer(byte[] data, int at) {
    return data[at] << 24
        | (data[at + 1] & 0xff) << 16
        | (data[at + 2] & 0xff) << 8
        | data[at + 3] & 0xff;
  }

  /** True where the column is NULL. */
  public boolean isNull(int column) {
    return lengths[column] == NULL;
  }

  /** The array that {@link #start} points into; valid until the next row. */
  public byte[] bytes() {
    return bytes;
  }

  /** First byte of a column. */
  public int start(int column) {
    return starts[column];
  }

  /** Number of bytes of a column, -1 for NULL. */
  public int length(int column) {
    return lengths[column];
  }

  /** An integer of two, four or eight bytes. */
  public long integer(int column) {
    long value = bytes[starts[column]];
    for (int i = 1; i < lengths[column]; i++) {
      value = value << Byte.SIZE | bytes[starts[column] + i] & 0xff;
    }
    return value;
  }

  /** A column of text, or null. */
  public String text(int column) {
    return isNull(column)
        ? null
        : new String(bytes, starts[column], lengths[column], StandardCharsets.UTF_8);
  }

  /** A column that is text or an integer, as text; or null. */
  public String text(SourceColumn column) {
    return switch (column.form()) {
      case SHORT, INTEGER, LONG ->
          isNull(column.index()) ? null : Long.toString(integer(column.index()));
      default -> text(column.index());
    };
  }

  /** A row of its own with the same content. */
  public CopyTuple copy() {
    CopyTuple kept = new CopyTuple();
    kept.bytes = bytes;
    kept.count = count;
    kept.starts = Arrays.copyOf(starts, Math.max(count, 1));
    kept.lengths = Arrays.copyOf(lengths, Math.max(count, 1));
    return kept;
  }
}
