package dev.godwit.validator.readback;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * One row of a binary COPY, as the server sent it: where each field begins and how long it is.
 * Nothing is copied. A new row replaces the one before. Not thread-safe.
 *
 * <p>Format: PostgreSQL documentation, COPY, "Binary Format".
 */
final class BinaryRow {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int NULL_LENGTH = -1;

  private final int[] offsets;
  private final int[] lengths;
  private byte[] bytes;

  BinaryRow(int columns) {
    this.offsets = new int[columns];
    this.lengths = new int[columns];
  }

  /**
   * Points at the row that begins at {@code from}.
   *
   * @throws ReadBackException if it is not a whole row of the expected number of fields
   */
  void point(byte[] message, int from) {
    bytes = message;
    int at = from + Short.BYTES;
    int fields = message.length < at ? 0 : shortAt(message, from);
    if (fields != offsets.length) {
      throw new ReadBackException(
          "Expected a row of "
              + offsets.length
              + " fields, found "
              + fields
              + "; check the read-back statement of the table");
    }
    for (int i = 0; i < fields; i++) {
      if (at + Integer.BYTES > message.length) {
        throw cutOff();
      }
      int length = intAt(message, at);
      at += Integer.BYTES;
      offsets[i] = at;
      lengths[i] = length;
      if (length > 0) {
        at += length;
      }
      if (at > message.length) {
        throw cutOff();
      }
    }
    if (at != message.length) {
      throw new ReadBackException(
          "Expected one row in a message of the server, found "
              + (message.length - at)
              + " bytes after it; is the server a PostgreSQL?");
    }
  }

  private static ReadBackException cutOff() {
    return new ReadBackException(
        "Expected a whole row in a message of the server, found its beginning only; is the server a"
            + " PostgreSQL?");
  }

  byte[] bytes() {
    return bytes;
  }

  boolean isNull(int column) {
    return lengths[column] == NULL_LENGTH;
  }

  int offset(int column) {
    return offsets[column];
  }

  int length(int column) {
    return lengths[column];
  }

  static short shortAt(byte[] bytes, int at) {
    return (short) SHORT.get(bytes, at);
  }

  static int intAt(byte[] bytes, int at) {
    return (int) INT.get(bytes, at);
  }

  static long longAt(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at);
  }
}
