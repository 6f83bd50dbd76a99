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
public final class CopyRows implements AutoCloseable {
  private static final int BLOCK_BYTES = 1 << 16;
  private static final int NULL = -1;
  private static final byte[] JSONB_VERSION = {1};

  private final CopyWriter copy;
  private final CopyBuffer buffer = new CopyBuffer();

  /**
   * Starts a COPY; the connection serves nothing else until this is closed.
   *
   * @param columns names of the columns, separated by commas, in the order of the fields
   */
  public CopyRows(Connection connection, String table, String columns) throws SQLException {
    copy =
        CopyWriter.open(
            connection, "copy " + table + " (" + columns + ") from stdin (format binary)");
  }

  /** Starts a row, whose fields follow. */
  public void row(int fields) throws SQLException {
    if (buffer.size() >= BLOCK_BYTES) {
      flush();
    }
    buffer.putShort(fields);
  }

  /** A field of type bigint. */
  public void bigint(long value) {
    buffer.putInt(Long.BYTES);
    buffer.putLong(value);
  }

  /** A field of type integer. */
  public void integer(int value) {
    buffer.putInt(Integer.BYTES);
    buffer.putInt(value);
  }

  /** A field of type smallint. */
  public void smallint(int value) {
    buffer.putInt(Short.BYTES);
    buffer.putShort(value);
  }

  /** A field of type boolean. */
  public void bool(boolean value) {
    buffer.putInt(1);
    buffer.putBytes(new byte[] {(byte) (value ? 1 : 0)}, 0, 1);
  }

  /** A field of type uuid, from its upper and lower half. */
  public void uuid(long upper, long lower) {
    buffer.putInt(Long.BYTES * 2);
    buffer.putLong(upper);
    buffer.putLong(lower);
  }

  /** A field of type jsonb, from its text; null for NULL. */
  public void jsonb(String value) {
    if (value == null) {
      none();
      return;
    }
    byte[] text = Words.utf8(value);
    buffer.putInt(1 + text.length);
    buffer.putBytes(JSONB_VERSION, 0, 1);
    buffer.putBytes(text, 0, text.length);
  }

  /** A field of type timestamp or timestamptz; microseconds since 1970. */
  public void timestamp(long micros) {
    bigint(PostgresTime.micros(micros));
  }

  /** The timestamp infinity. */
  public void infinitelyLate() {
    bigint(Long.MAX_VALUE);
  }

  /** A field that is NULL. */
  public void none() {
    buffer.putInt(NULL);
  }

  /** Text in UTF-8, or the bytes of a bytea; null for NULL. */
  public void text(byte[] value) {
    if (value == null) {
      none();
    } else {
      buffer.putInt(value.length);
      buffer.putBytes(value, 0, value.length);
    }
  }

  /** Text; null for NULL. */
  public void text(String value) {
    text(Words.utf8(value));
  }

  /** Text of a beginning, 16 hexadecimal digits, and an end. */
  public void hexText(byte[] before, long value, byte[] after) {
    byte[] digits = HexFormat.of().toHexDigits(value).getBytes(StandardCharsets.US_ASCII);
    buffer.putInt(before.length + digits.length + after.length);
    for (byte[] part : new byte[][] {before, digits, after}) {
      buffer.putBytes(part, 0, part.length);
    }
  }

  /** Ends the COPY, so that its rows are in the table. */
  public void done() throws SQLException {
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
