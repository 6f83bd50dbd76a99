package dev.godwit.loader.load;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Bytes of binary {@code COPY} tuples of one table, one tuple after another. Grows to what a batch
 * needs and is used again for the next one. Not thread-safe.
 */
final class CopyBuffer {
  private static final int FIRST_SIZE = 64 * 1024;
  private static final int MAX_SIZE = Integer.MAX_VALUE - 16;
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] bytes = new byte[FIRST_SIZE];
  private int size;

  /** The backing array; valid until the next {@code put}. */
  byte[] bytes() {
    return bytes;
  }

  /** Bytes written since {@link #clear()}. */
  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  /** Forgets everything behind {@code size}: a tuple that was begun and could not be finished. */
  void truncate(int toSize) {
    size = toSize;
  }

  void putByte(int value) {
    ensure(1);
    bytes[size++] = (byte) value;
  }

  void putShort(int value) {
    ensure(2);
    SHORT.set(bytes, size, (short) value);
    size += 2;
  }

  void putInt(int value) {
    ensure(4);
    INT.set(bytes, size, value);
    size += 4;
  }

  void putLong(long value) {
    ensure(8);
    LONG.set(bytes, size, value);
    size += 8;
  }

  void putBytes(byte[] from, int offset, int length) {
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
