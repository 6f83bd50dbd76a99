package dev.godwit.validator.readback;

import java.sql.SQLException;
import java.util.Arrays;
import org.postgresql.copy.CopyOut;

/**
 * The rows of a running binary COPY, one after another. The server sends each row as a message of
 * its own; the header comes with the first one. Not thread-safe.
 */
final class CopiedRows {
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
  };
  private static final int FLAGS_AND_EXTENSION_BYTES = 8;
  private static final short END = -1;

  private final CopyOut copy;
  private final BinaryRow row;
  private boolean headerRead;
  private boolean ended;

  CopiedRows(CopyOut copy, int columns) {
    this.copy = copy;
    this.row = new BinaryRow(columns);
  }

  /** The next row, valid until the next call; null after the last. */
  BinaryRow next() throws SQLException {
    byte[] message = copy.readFromCopy();
    while (message != null) {
      int at = headerRead ? 0 : afterHeader(message);
      if (ended) {
        throw new ReadBackException("Expected nothing after the end of the rows, found more");
      }
      if (at < message.length) {
        if (message.length - at == Short.BYTES && BinaryRow.shortAt(message, at) == END) {
          ended = true;
        } else {
          row.point(message, at);
          return row;
        }
      }
      message = copy.readFromCopy();
    }
    if (!ended) {
      throw new ReadBackException(
          "Expected the mark of the end after the rows, found none; the answer is incomplete");
    }
    return null;
  }

  private int afterHeader(byte[] message) {
    int header = SIGNATURE.length + FLAGS_AND_EXTENSION_BYTES;
    if (message.length < header
        || !Arrays.equals(message, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
      throw new ReadBackException(
          "Expected PostgreSQL's binary COPY, found another beginning; is the server a PostgreSQL?");
    }
    headerRead = true;
    return header + BinaryRow.intAt(message, SIGNATURE.length + Integer.BYTES);
  }
}
