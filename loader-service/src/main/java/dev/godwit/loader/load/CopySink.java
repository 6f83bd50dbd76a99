package dev.godwit.loader.load;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/**
 * Writes records by binary {@code COPY}, one statement a table, inside the connection's open
 * transaction and behind a savepoint. Neighbouring tuples go out in one piece. Constraints that the
 * target defers are asked for at once, so that a violation names a record and not the commit. Not
 * thread-safe.
 */
final class CopySink implements RowSink {
  private static final int PIECE_BYTES = 256 * 1024;
  private static final int GATHERED_BYTES = 64 * 1024;

  /** Signature, flags and length of the header extension. */
  private static final byte[] HEADER = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };

  private static final byte[] TRAILER = {(byte) 0xff, (byte) 0xff};

  private final Connection connection;
  private final RunBatch batch;

  CopySink(Connection connection, RunBatch batch) {
    this.connection = connection;
    this.batch = batch;
  }

  @Override
  public void write(int[] records, int from, int to) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SAVEPOINT godwit_rows");
      try {
        for (int table = 0; table < batch.target().tableCount(); table++) {
          String sql = batch.target().table(table).copy();
          if (KeyOrder.helps(batch, table)) {
            copy(sql, table, KeyOrder.of(batch, table, records, from, to), 0, to - from);
          } else {
            copy(sql, table, records, from, to);
          }
        }
        statement.execute("SET CONSTRAINTS ALL IMMEDIATE; RELEASE SAVEPOINT godwit_rows");
      } catch (SQLException e) {
        backToSavepoint(statement, e);
        throw e;
      }
    }
  }

  /** Copies the records' tuples of one table; into another table of the same columns if told so. */
  void copy(String sql, int table, int[] records, int from, int to) throws SQLException {
    int at = from;
    while (at < to && batch.rows(records[at], table) == 0) {
      at++;
    }
    if (at == to) {
      return;
    }
    int first = at;
    try {
      copyFrom(sql, table, records, first, to);
    } catch (SQLException e) {
      throw new CopyFailedException(batch.target().table(table).name(), records[first], e);
    }
  }

  private void copyFrom(String sql, int table, int[] records, int from, int to)
      throws SQLException {
    CopyManager manager = connection.unwrap(PGConnection.class).getCopyAPI();
    CopyIn copy = manager.copyIn(sql);
    int at = from;
    try {
      copy.writeToCopy(HEADER, 0, HEADER.length);
      Pieces pieces = new Pieces(copy);
      while (at < to) {
        int first = at;
        while (at + 1 < to && records[at + 1] == records[at] + 1) {
          at++;
        }
        pieces.add(
            batch.tuples(table),
            batch.tupleStart(records[first], table),
            batch.tupleEnd(records[at], table));
        at++;
      }
      pieces.flush();
      copy.writeToCopy(TRAILER, 0, TRAILER.length);
      copy.endCopy();
    } catch (SQLException e) {
      cancel(copy, e);
      throw e;
    }
  }

  /** Sends tuples in large pieces, wherever in the batch they are. */
  private static final class Pieces {
    private final CopyIn copy;
    private final byte[] gathered = new byte[GATHERED_BYTES];
    private int size;

    Pieces(CopyIn copy) {
      this.copy = copy;
    }

    void add(byte[] bytes, int start, int end) throws SQLException {
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

    void flush() throws SQLException {
      if (size > 0) {
        copy.writeToCopy(gathered, 0, size);
        size = 0;
      }
    }
  }

  private static void cancel(CopyIn copy, SQLException why) {
    try {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    } catch (SQLException e) {
      why.addSuppressed(e);
    }
  }

  private static void backToSavepoint(Statement statement, SQLException why) {
    try {
      statement.execute("ROLLBACK TO SAVEPOINT godwit_rows");
      statement.execute("RELEASE SAVEPOINT godwit_rows");
    } catch (SQLException e) {
      why.addSuppressed(e);
    }
  }
}
