package dev.godwit.pgcopy;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Reads the tuples of a binary {@code COPY … TO STDOUT} as the server sends them. One message of
 * the server is in memory at a time; the server waits while the reader works. A tuple never spans
 * two messages. Not thread-safe.
 */
public final class CopyReader implements AutoCloseable {
  private static final byte[] NOTHING = {};

  private final CopyOut copy;
  private final CopyTuple tuple;
  private byte[] message = NOTHING;
  private int position;
  private boolean headerRead;
  private boolean ended;

  CopyReader(CopyOut copy, int columns) {
    this.copy = copy;
    this.tuple = new CopyTuple(columns);
  }

  /**
   * Starts a COPY. The connection serves nothing else until the reader is closed.
   *
   * @param statement a {@code COPY … TO STDOUT (FORMAT binary)}
   * @param columns number of columns that the statement selects
   * @throws SQLException as the server classifies it
   */
  public static CopyReader open(Connection connection, String statement, int columns)
      throws SQLException {
    return new CopyReader(
        connection.unwrap(PGConnection.class).getCopyAPI().copyOut(statement), columns);
  }

  /**
   * The next tuple, valid until the next call; null after the last one.
   *
   * @throws SQLException retriable where the database went away
   * @throws CopyFormatException where the bytes are not a whole tuple of the expected columns, or
   *     the stream ends without its end mark
   */
  public CopyTuple next() throws SQLException {
    while (!ended) {
      if (position < message.length) {
        position = tuple.point(message, position);
        if (position >= 0) {
          return tuple;
        }
        requireNothingAfterEnd();
        ended = true;
      } else {
        message = copy.readFromCopy();
        if (message == null) {
          throw new CopyFormatException(
              "Expected the end mark after the rows, found none; the answer is incomplete.");
        }
        position = headerRead ? 0 : CopyStream.afterHeader(message);
        headerRead = true;
      }
    }
    return null;
  }

  private void requireNothingAfterEnd() throws SQLException {
    byte[] more = copy.readFromCopy();
    if (more != null) {
      throw new CopyFormatException(
          "Expected nothing after the end mark of the rows, found %d bytes."
              .formatted(more.length));
    }
  }

  /** Cancels the COPY if the last tuple was not read. */
  @Override
  public void close() throws SQLException {
    if (copy.isActive()) {
      copy.cancelCopy();
    }
  }
}
