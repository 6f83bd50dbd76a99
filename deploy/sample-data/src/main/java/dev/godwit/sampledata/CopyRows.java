package dev.godwit.sampledata;

import dev.godwit.pgcopy.CopyBuffer;
import dev.godwit.pgcopy.CopyWriter;
import dev.godwit.pgcopy.PostgresTime;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;

/**
 * Writes rows of one table by binary COPY, field by field. Not thread-safe. Closing it before
 * {@link #done} cancels the COPY.
 */
final class CopyRows implements AutoCloseable {
  private static final int BLOCK_BYTES = 1 << 16;
  private static final int NULL = -1;

  private final CopyWriter copy;
  private final CopyBuffer buffer = new CopyBuffer();

  CopyRows(Connection connection, String table, String columns) throws SQLException {
    copy =
        CopyWriter.open(
            connection, "copy " + table + " (" + columns + ") from stdin (format binary)");
  }

  /** Starts a row, whose fields follow. */
  void row(int fields) throws SQLException {
    if (buffer.size() >= BLOCK_BYTES) {
      flush();
    }
    buffer.putShort(fields);
  }

  void bigint(long value) {
    buffer.putInt(Long.BYTES);
    buffer.putLong(value);
  }

  /** Microseconds since 1970. */
  void timestamp(long micros) {
    bigint(PostgresTime.micros(micros));
  }

  /** The timestamp infinity. */
  void infinitelyLate() {
    bigint(Long.MAX_VALUE);
  }

  void none() {
    buffer.putInt(NULL);
  }

  /** Text in UTF-8; null for NULL. */
  void text(byte[] value) {
    if (value == null) {
      none();
    } else {
      buffer.putInt(value.length);
      buffer.putBytes(value, 0, value.length);
    }
  }

  /** Text; null for NULL. */
  void text(String value) {
    text(Words.utf8(value));
  }

  /** Text of a beginning, 16 hexadecimal digits, and an end. */
  void hexText(byte[] before, long value, byte[] after) {
    byte[] digits = HexFormat.of().toHexDigits(value).getBytes(StandardCharsets.US_ASCII);
    buffer.putInt(before.length + digits.length + after.length);
    for (byte[] part : new byte[][] {before, digits, after}) {
      buffer.putBytes(part, 0, part.length);
    }
  }

  void done() throws SQLException {
    flush();
    copy.end();
  }

  private void flush() throws SQLException {
    copy.write(buffer.bytes(), 0, buffer.size());
    buffer.clear();
  }

  @Override
  public void close() throws SQLException {
    copy.close();
  }
}
