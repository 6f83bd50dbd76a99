package dev.godwit.loader.live;

import dev.godwit.loader.rows.Bisection;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.IntStream;

/**
 * Runs lookups about records of a batch inside the connection's open transaction, behind a
 * savepoint. A value that the database does not take costs its own record and not the transaction:
 * the record is found by bisection, like a row that cannot be written. Not thread-safe.
 */
final class BisectedLookup {
  private final Connection connection;

  BisectedLookup(Connection connection) {
    this.connection = connection;
  }

  /**
   * Looks up the records from 0 to {@code count - 1}, with one query where none is refused.
   *
   * @param query looks up the records {@code positions[from]} to {@code positions[to - 1]}
   * @param refusals receives each record that the database does not take even alone
   * @throws SQLException any error that is not a record's; the transaction cannot go on
   */
  void run(int count, Bisection.Sink query, Bisection.Refusals refusals) throws SQLException {
    Bisection.load(
        IntStream.range(0, count).toArray(),
        (positions, from, to) -> behindSavepoint(query, positions, from, to),
        refusals);
  }

  private void behindSavepoint(Bisection.Sink query, int[] positions, int from, int to)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SAVEPOINT godwit_lookup");
      try {
        query.write(positions, from, to);
        statement.execute("RELEASE SAVEPOINT godwit_lookup");
      } catch (SQLException e) {
        rollBack(statement, e);
        throw e;
      }
    }
  }

  private static void rollBack(Statement statement, SQLException why) {
    try {
      statement.execute("ROLLBACK TO SAVEPOINT godwit_lookup; RELEASE SAVEPOINT godwit_lookup");
    } catch (SQLException e) {
      why.addSuppressed(e);
    }
  }
}
