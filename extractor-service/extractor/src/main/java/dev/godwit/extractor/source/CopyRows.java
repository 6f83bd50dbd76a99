package dev.godwit.extractor.source;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Rows of a binary COPY as the server sends them: one row in memory at a time, and the server waits
 * while the reader does. Not thread-safe.
 */
public final class CopyRows implements AutoCloseable {
  private static final int SIGNATURE = 11;
  private static final int FLAGS = 4;

  private final CopyOut copy;
  private byte[] data;
  private int position;
  private boolean headerRead;
  private boolean ended;

  private CopyRows(CopyOut copy) {
    this.copy = copy;
  }

  /** Begins to copy; the statement is one of {@link SourceLayout}. */
  public static CopyRows of(Connection connection, String copyStatement) throws SQLException {
    return new CopyRows(connection.unwrap(PGConnection.class).getCopyAPI().copyOut(copyStatement));
  }

  /** Reads the next row into a tuple; false where there is none. */
  public boolean next(CopyTuple tuple) throws SQLException {
    while (!ended) {
      if (data == null || position >= data.length) {
        data = copy.readFromCopy();
        position = 0;
        if (data == null) {
          ended = true;
          return false;
        }
      }
      if (!headerRead) {
        skipHeader();
        continue;
      }
      int after = tuple.read(data, position);
      if (after >= 0) {
        position = after;
        return true;
      }
      position = data.length;
    }
    return false;
  }

  private void skipHeader() {
    int extension = SIGNATURE + FLAGS;
    int extensionLength =
        data[extension] << 24
            | (data[extension + 1] & 0xff) << 16
            | (data[extension + 2] & 0xff) << 8
            | data[extension + 3] & 0xff;
    position = extension + Integer.BYTES + extensionLength;
    headerRead = true;
  }

  @Override
  public void close() throws SQLException {
    if (copy.isActive()) {
      copy.cancelCopy();
    }
  }
}
