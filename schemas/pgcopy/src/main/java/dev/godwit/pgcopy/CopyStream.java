package dev.godwit.pgcopy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Header and end of a binary COPY around its tuples, and its big-endian numbers. Stateless. */
final class CopyStream {
  static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** Stands where the number of a tuple's fields would: no tuple follows. */
  static final short END = -1;

  /** Length of a field that is NULL. */
  static final int NULL = -1;

  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0
  };
  private static final int FLAGS_AT = SIGNATURE.length;
  private static final int EXTENSION_LENGTH_AT = FLAGS_AT + Integer.BYTES;
  private static final int HEADER_BYTES = EXTENSION_LENGTH_AT + Integer.BYTES;

  /** Flags that a reader must know to understand the tuples; none is defined any more. */
  private static final int CRITICAL_FLAGS = 0xffff0000;

  private CopyStream() {}

  /** A header without flags and extension. */
  static byte[] header() {
    return Arrays.copyOf(SIGNATURE, HEADER_BYTES);
  }

  static byte[] trailer() {
    return new byte[] {(byte) 0xff, (byte) 0xff};
  }

  /**
   * Position of the first tuple in the first message.
   *
   * @throws CopyFormatException if the message does not begin with a header of the binary format
   */
  static int afterHeader(byte[] message) {
    if (message.length < HEADER_BYTES
        || !Arrays.equals(message, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
      throw new CopyFormatException(
          "Expected PostgreSQL's binary COPY, found another beginning; is the server a PostgreSQL?");
    }
    int flags = (int) INT.get(message, FLAGS_AT);
    if ((flags & CRITICAL_FLAGS) != 0) {
      throw new CopyFormatException(
          "Expected a binary COPY without critical flags, found flags %#x; is the server a PostgreSQL of version 12 or later?"
              .formatted(flags));
    }
    int extension = (int) INT.get(message, EXTENSION_LENGTH_AT);
    if (extension < 0 || extension > message.length - HEADER_BYTES) {
      throw new CopyFormatException(
          "Expected the extension of the COPY header within its message, found a length of %d bytes in %d."
              .formatted(extension, message.length - HEADER_BYTES));
    }
    return HEADER_BYTES + extension;
  }
}
