package dev.godwit.canonical;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * Hash of one row of the target, over the canonical form of its cells. The loader, which writes a
 * row, and the validator, which reads it back, get the same hash exactly when all cells are equal.
 *
 * <p>Canonical form of a row: its cells one after another in the pack's column order; each cell is
 * one tag byte and what follows it. All numbers are big-endian.
 *
 * <table>
 *   <caption>Cells</caption>
 *   <tr><th>cell</th><th>tag</th><th>then</th></tr>
 *   <tr><td>null</td><td>0</td><td>nothing</td></tr>
 *   <tr><td>boolean</td><td>1</td><td>1 byte, 0 or 1</td></tr>
 *   <tr><td>integers of any width, timestamps (microseconds since 1970 UTC), dates (days since
 *       1970), times of day (microseconds)</td><td>2</td><td>8 bytes, two's complement</td></tr>
 *   <tr><td>floating point of any width</td><td>3</td><td>8 bytes, {@link
 *       Double#doubleToLongBits}: all NaN are one, -0.0 is not 0.0</td></tr>
 *   <tr><td>text; numeric as plain decimal text; JSON and arrays as {@link CanonicalJson} writes
 *       them; intervals as {@link CalendarInterval}, addresses as {@link NetworkAddress}</td>
 *       <td>4</td><td>length in bytes as 4 bytes, then UTF-8</td></tr>
 *   <tr><td>bytes; a UUID as its 16 bytes</td><td>5</td><td>length as 4 bytes, then the bytes</td>
 *       </tr>
 * </table>
 *
 * <p>Every cell says where it ends, so moving a character from one column to the next, or a null to
 * an empty text, changes the row's hash. The key hash is the hash of the canonical form of the key
 * cells alone, in the order of the key; its low 8 bits are the row's bucket in {@link
 * BucketDigest}.
 *
 * <p>Two ways to use it: with a list of cells ({@link #hash(List)}, {@link #keyHash(List, int[])}),
 * or without making objects: {@link #begin()}, one {@code add…} per cell, then {@link #rowHash()}
 * and {@link #keyHash(int[])}.
 *
 * <p>Keeps a buffer that grows to the largest row seen. Not thread-safe: one per thread.
 */
public final class RowDigest {
  static final byte NULL = 0;
  static final byte BOOLEAN = 1;
  static final byte LONG = 2;
  static final byte DOUBLE = 3;
  static final byte TEXT = 4;
  static final byte BYTES = 5;

  private static final VarHandle LONG_AT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT_AT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final int MAX_BUFFER = Integer.MAX_VALUE - 16;

  private static final int[] NONE = {};

  private byte[] buffer = new byte[512];
  private int end;
  private int[] starts = new int[32];
  private int cells;

  public RowDigest() {}

  /**
   * Hash of a whole row.
   *
   * @param row cells in column order: null, {@link Boolean}, an integer type, {@link Double},
   *     {@link Float}, {@link CharSequence}, {@link UUID}, {@link ByteBuffer} (its position does
   *     not move) or {@code byte[]}
   * @throws IllegalArgumentException when a cell is of another type
   */
  public long hash(List<?> row) {
    return hash(row, NONE);
  }

  /**
   * Hash of a row without some of its cells, which count as null.
   *
   * @param row as in {@link #hash(List)}
   * @param omitted positions of the cells, from 0, ascending
   */
  public long hash(List<?> row, int[] omitted) {
    begin();
    for (int i = 0; i < row.size(); i++) {
      add(row.get(i));
    }
    omit(omitted);
    return rowHash();
  }

  /**
   * Hash of the key of a row.
   *
   * @param row as in {@link #hash(List)}
   * @param keyPositions positions of the key cells in the row, from 0, in the order of the key
   */
  public long keyHash(List<?> row, int[] keyPositions) {
    begin();
    for (int position : keyPositions) {
      add(row.get(position));
    }
    return rowHash();
  }

  /** Begins a new row: the next cells are its. */
  public RowDigest begin() {
    end = 0;
    cells = 0;
    return this;
  }

  public void addNull() {
    startCell(NULL, 0);
  }

  public void addBoolean(boolean value) {
    int at = startCell(BOOLEAN, 1);
    buffer[at] = (byte) (value ? 1 : 0);
  }

  public void addLong(long value) {
    int at = startCell(LONG, 8);
    LONG_AT.set(buffer, at, value);
  }

  public void addDouble(double value) {
    int at = startCell(DOUBLE, 8);
    LONG_AT.set(buffer, at, Double.doubleToLongBits(value));
  }

  /** A text cell; unpaired surrogates, which no database holds, count as '?'. */
  public void addText(CharSequence text) {
    byte[] utf8 = text.toString().getBytes(StandardCharsets.UTF_8);
    addText(utf8, 0, utf8.length);
  }

  /** A text cell that is there as UTF-8 already, as in a binary {@code COPY}. */
  public void addText(byte[] utf8, int offset, int length) {
    addSized(TEXT, utf8, offset, length);
  }

  public void addBytes(byte[] bytes, int offset, int length) {
    addSized(BYTES, bytes, offset, length);
  }

  public void addUuid(UUID id) {
    int at = startCell(BYTES, 20);
    INT_AT.set(buffer, at, 16);
    LONG_AT.set(buffer, at + 4, id.getMostSignificantBits());
    LONG_AT.set(buffer, at + 12, id.getLeastSignificantBits());
  }

  /**
   * Makes some of the cells added since {@link #begin()} null.
   *
   * @param omitted positions of the cells, from 0, ascending
   */
  public void omit(int[] omitted) {
    for (int i = omitted.length - 1; i >= 0; i--) {
      int cell = omitted[i];
      int next = endOf(cell);
      int after = starts[cell] + 1;
      System.arraycopy(buffer, next, buffer, after, end - next);
      buffer[starts[cell]] = NULL;
      end -= next - after;
      for (int later = cell + 1; later < cells; later++) {
        starts[later] -= next - after;
      }
    }
  }

  /** Hash of the cells added since {@link #begin()}. */
  public long rowHash() {
    return ByteDigest.hash(buffer, 0, end);
  }

  /**
   * Hash of some of the cells added since {@link #begin()}: the row's key.
   *
   * @param keyPositions positions of the key cells in the order of the key
   */
  public long keyHash(int[] keyPositions) {
    if (keyPositions.length == 1) {
      int cell = keyPositions[0];
      return ByteDigest.hash(buffer, starts[cell], endOf(cell) - starts[cell]);
    }
    int length = 0;
    for (int cell : keyPositions) {
      length += endOf(cell) - starts[cell];
    }
    ensure(length);
    int at = end;
    for (int cell : keyPositions) {
      int size = endOf(cell) - starts[cell];
      System.arraycopy(buffer, starts[cell], buffer, at, size);
      at += size;
    }
    return ByteDigest.hash(buffer, end, length);
  }

  private int endOf(int cell) {
    return cell + 1 == cells ? end : starts[cell + 1];
  }

  private void add(Object cell) {
    switch (cell) {
      case null -> addNull();
      case CharSequence text -> addText(text);
      case Long number -> addLong(number);
      case ByteBuffer bytes -> addBuffer(bytes);
      case byte[] bytes -> addBytes(bytes, 0, bytes.length);
      case Boolean value -> addBoolean(value);
      case Double number -> addDouble(number);
      case UUID id -> addUuid(id);
      case Integer number -> addLong(number);
      case Short number -> addLong(number);
      case Float number -> addDouble(number);
      default ->
          throw new IllegalArgumentException(
              "Expected a cell of null, boolean, integer, floating point, text, UUID or bytes, but"
                  + " found one of "
                  + cell.getClass().getName()
                  + ". Convert it to its canonical form first.");
    }
  }

  private void addBuffer(ByteBuffer bytes) {
    int length = bytes.remaining();
    int at = startCell(BYTES, 4 + length);
    INT_AT.set(buffer, at, length);
    bytes.get(bytes.position(), buffer, at + 4, length);
  }

  private void addSized(byte tag, byte[] bytes, int offset, int length) {
    int at = startCell(tag, 4 + length);
    INT_AT.set(buffer, at, length);
    System.arraycopy(bytes, offset, buffer, at + 4, length);
  }

  private int startCell(byte tag, int size) {
    ensure(1 + size);
    if (cells == starts.length) {
      starts = Arrays.copyOf(starts, cells * 2);
    }
    starts[cells++] = end;
    buffer[end] = tag;
    int at = end + 1;
    end = at + size;
    return at;
  }

  private void ensure(int more) {
    long needed = (long) end + more;
    if (needed > buffer.length) {
      if (needed > MAX_BUFFER) {
        throw new IllegalArgumentException("Expected a row of less than 2 GiB, but found more.");
      }
      buffer = Arrays.copyOf(buffer, (int) Math.min(MAX_BUFFER, Math.max(needed, end * 2L)));
    }
  }
}
