package dev.godwit.pgcopy;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Writes tuples as a binary {@code COPY … FROM STDIN}. Short runs of tuples are gathered, long ones
 * go out from where they are. Nothing is written unless {@link #end} returns: closing the writer
 * before cancels the COPY, which fails the transaction back to its last savepoint. Not thread-safe.
 */
public final class CopyWriter implements AutoCloseable {
  private static final int PIECE_BYTES = 256 * 1024;
  private static final int GATHERED_BYTES = 64 * 1024;
  private static final byte[] HEADER = CopyStream.header();
  private static final byte[] TRAILER = CopyStream.trailer();

  private final CopyIn copy;
  private final byte[] gathered = new byte[GATHERED_BYTES];
  private int size;

  CopyWriter(CopyIn copy) {
    this.copy = copy;
    System.arraycopy(HEADER, 0, gathered, 0, HEADER.length);
    this.size = HEADER.length;
  }

  /**
   * Starts a COPY. The connection serves nothing else until the writer is closed.
   *
   * @param statement a {@code COPY … FROM STDIN (FORMAT binary)}
   * @throws SQLException as the server classifies it
   */
  public static CopyWriter open(Connection connection, String statement) throws SQLException {
    return new CopyWriter(connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement));
  }

  /**
   * Adds whole tuples.
   *
   * @param bytes holds them as {@link RowEncoder} wrote them
   * @throws SQLException as the server classifies it
   */
  public void write(byte[] bytes, int start, int end) throws SQLException {
    if (end - start <= gathered.length - size) {
      System.arraycopy(bytes, start, gathered, size, end - start);
      size += end - start;
      return;
    }
    flush();
    for (int at = start; at < end; at += PIECE_BYTES) {
      copy.writeToCopy(bytes, at, Math.min(PIECE_BYTES, end - at));
    }
  }

  /**
   * Ends the COPY.
   *
   * @return number of rows that the server has written
   * @throws SQLException as the server classifies it, for instance a violated constraint
   */
  public long end() throws SQLException {
    write(TRAILER, 0, TRAILER.length);
    flush();
    return copy.endCopy();
  }

  private void flush() throws SQLException {
    if (size > 0) {
      copy.writeToCopy(gathered, 0, size);
      size = 0;
    }
  }

  /** Cancels the COPY if it has not ended. */
  @Override
  public void close() throws SQLException {
    if (copy.isActive()) {
      copy.cancelCopy();
    }
  }
}
