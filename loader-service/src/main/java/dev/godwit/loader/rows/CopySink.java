package dev.godwit.loader.rows;

import dev.godwit.pgcopy.CopyWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Writes records by binary {@code COPY}, one statement a table, inside the connection's open
 * transaction and behind a savepoint. Neighbouring tuples go out in one piece. Deferred constraints
 * of the target are checked at once, so that a violation names a record and not the commit.
 *
 * <p>Where foreign keys are checked before, the rows are written in the replication role {@code
 * replica}, which runs no trigger of a foreign key. It is set for these statements alone: a
 * rollback to the savepoint undoes it too. Not thread-safe.
 */
final class CopySink implements Bisection.Sink {
  private final Connection connection;
  private final EncodedBatch batch;
  private final boolean keysAreChecked;

  CopySink(Connection connection, EncodedBatch batch) {
    this(connection, batch, false);
  }

  /**
   * @param keysAreChecked whether the rows are written without the database's own check of foreign
   *     keys, as {@link SetwiseKeys} decides
   */
  CopySink(Connection connection, EncodedBatch batch, boolean keysAreChecked) {
    this.connection = connection;
    this.batch = batch;
    this.keysAreChecked = keysAreChecked;
  }

  @Override
  public void write(int[] records, int from, int to) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SAVEPOINT godwit_rows");
      try {
        if (keysAreChecked) {
          statement.execute("SET LOCAL session_replication_role = replica");
        }
        for (int table = 0; table < batch.target().tableCount(); table++) {
          if (!batch.target().table(table).isWritten()) {
            continue;
          }
          String sql = batch.target().table(table).copy();
          if (KeyOrder.helps(batch, table)) {
            copy(sql, table, KeyOrder.of(batch, table, records, from, to), 0, to - from);
          } else {
            copy(sql, table, records, from, to);
          }
        }
        if (keysAreChecked) {
          statement.execute("SET LOCAL session_replication_role = origin");
        }
        statement.execute("SET CONSTRAINTS ALL IMMEDIATE; RELEASE SAVEPOINT godwit_rows");
      } catch (SQLException e) {
        backToSavepoint(statement, e);
        throw e;
      }
    }
  }

  /**
   * Copies the records' tuples of one table by a statement for that table or one of the same
   * columns.
   */
  void copy(String sql, int table, int[] records, int from, int to) throws SQLException {
    int at = from;
    while (at < to && batch.rows(records[at], table) == 0) {
      at++;
    }
    if (at == to) {
      return;
    }
    int firstRecord = records[at];
    try (CopyWriter copy = CopyWriter.open(connection, sql)) {
      while (at < to) {
        int first = at;
        while (at + 1 < to && records[at + 1] == records[at] + 1) {
          at++;
        }
        copy.write(
            batch.tuples(table),
            batch.tupleStart(records[first], table),
            batch.tupleEnd(records[at], table));
        at++;
      }
      copy.end();
    } catch (SQLException e) {
      throw new CopyFailedException(batch.target().table(table).name(), firstRecord, e);
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
