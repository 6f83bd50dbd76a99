package dev.godwit.pgcopy;

import java.util.Arrays;

/**
 * Tuples of one table, as {@link RowEncoder} writes them, one after another. Grows to the size of a
 * batch and serves the next batch too. Not thread-safe.
 *
 * <p>A writer without a {@link RowEncoder} puts a tuple itself: the number of its fields as 16
 * bits, then for each field its length as 32 bits (-1 for NULL) and its bytes.
 */
public final class CopyBuffer {
  private static final int FIRST_SIZE = 64 * 1024;
  private static final int MAX_SIZE = Integer.MAX_VALUE - 16;

  private byte[] bytes = new byte[FIRST_SIZE];
  private int size;

  /** The array that holds the tuples; valid until the next tuple is written. */
  public byte[] bytes() {
    return bytes;
  }

  /** Bytes written since {@link #clear()}. */
  public int size() {
    return size;
  }

  /** Drops all tuples. */
  public void clear() {
    size = 0;
  }

  /** Drops everything behind the first {@code toSize} bytes. */
  public void truncate(int toSize) {
    size = toSize;
  }

  void putByte(int value) {
    ensure(1);
    bytes[size++] = (byte) value;
  }

  /** Appends 16 bits. */
  public void putShort(int value) {
    ensure(2);
    CopyStream.SHORT.set(bytes, size, (short) value);
    size += 2;
  }

  /** Appends 32 bits. */
  public void putInt(int value) {
    ensure(4);
    CopyStream.INT.set(bytes, size, value);
    size += 4;
  }

  /** Writes 32 bits over what stands at {@code at}. */
  void setInt(int at, int value) {
    CopyStream.INT.set(bytes, at, value);
  }

  /** Writes 16 bits over what stands at {@code at}. */
  void setShort(int at, int value) {
    CopyStream.SHORT.set(bytes, at, (short) value);
  }

  /** Writes 64 bits over what stands at {@code at}. */
  void setLong(int at, long value) {
    CopyStream.LONG.set(bytes, at, value);
  }

  /** Appends 64 bits. */
  public void putLong(long value) {
    ensure(8);
    CopyStream.LONG.set(bytes, size, value);
    size += 8;
  }

  /** Appends bytes of an array. */
  public void putBytes(byte[] from, int offset, int length) {
    ensure(length);
    System.arraycopy(from, offset, bytes, size, length);
    size += length;
  }

  private void ensure(int more) {
    long needed = (long) size + more;
    if (needed > bytes.length) {
      if (needed > MAX_SIZE) {
        throw new IllegalStateException(
            "Expected the tuples of a batch to take less than 2 GiB, but they take more. Lower"
                + " godwit.load.batch-bytes.");
      }
      bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_SIZE, Math.max(needed, bytes.length * 2L)));
    }
  }
}
