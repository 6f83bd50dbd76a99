package dev.godwit.sampledata;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Rows in PostgreSQL's binary COPY format (PostgreSQL manual, COPY, "Binary Format"), sent in
 * blocks of 64 KiB. Not thread-safe. To be closed, which ends the COPY; where {@link #done} was not
 * called, the COPY is given up.
 */
final class CopyRows implements AutoCloseable {
  /** Microseconds from 1970 to 2000, where PostgreSQL's time begins. */
  private static final long EPOCH_2000_MICROS = 946_684_800_000_000L;

  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
  };
  private static final int BLOCK = 1 << 16;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final CopyIn copy;
  private byte[] buffer = new byte[BLOCK + 8192];
  private int size;
  private boolean done;

  CopyRows(Connection connection, String table, String columns) throws SQLException {
    copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn("copy " + table + " (" + columns + ") from stdin (format binary)");
    System.arraycopy(SIGNATURE, 0, buffer, 0, SIGNATURE.length);
    size = SIGNATURE.length + 8;
  }

  void row(int fields) throws SQLException {
    if (size >= BLOCK) {
      copy.writeToCopy(buffer, 0, size);
      size = 0;
    }
    room(2);
    buffer[size++] = (byte) (fields >>> 8);
    buffer[size++] = (byte) fields;
  }

  void bigint(long value) {
    room(12);
    length(8);
    put(value);
  }

  /** Microseconds since 1970. */
  void timestamp(long micros) {
    bigint(micros - EPOCH_2000_MICROS);
  }

  /** The timestamp infinity. */
  void infinitelyLate() {
    bigint(Long.MAX_VALUE);
  }

  void none() {
    room(4);
    length(-1);
  }

  /** Text in UTF-8; null for NULL. */
  void text(byte[] value) {
    if (value == null) {
      none();
      return;
    }
    room(4 + value.length);
    length(value.length);
    System.arraycopy(value, 0, buffer, size, value.length);
    size += value.length;
  }

  /** Text; null for NULL. */
  void text(String value) {
    text(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
  }

  /** Text of a beginning, 16 hexadecimal digits, and an end. */
  void hexText(byte[] before, long value, byte[] after) {
    int length = before.length + 16 + after.length;
    room(4 + length);
    length(length);
    System.arraycopy(before, 0, buffer, size, before.length);
    size += before.length;
    for (int shift = 60; shift >= 0; shift -= 4) {
      buffer[size++] = HEX[(int) (value >>> shift) & 15];
    }
    System.arraycopy(after, 0, buffer, size, after.length);
    size += after.length;
  }

  void done() throws SQLException {
    room(2);
    buffer[size++] = -1;
    buffer[size++] = -1;
    copy.writeToCopy(buffer, 0, size);
    copy.endCopy();
    done = true;
  }

  @Override
  public void close() throws SQLException {
    if (!done && copy.isActive()) {
      copy.cancelCopy();
    }
  }

  private void length(int value) {
    buffer[size++] = (byte) (value >>> 24);
    buffer[size++] = (byte) (value >>> 16);
    buffer[size++] = (byte) (value >>> 8);
    buffer[size++] = (byte) value;
  }

  private void put(long value) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      buffer[size++] = (byte) (value >>> shift);
    }
  }

  private void room(int bytes) {
    if (size + bytes > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + bytes));
    }
  }
}
