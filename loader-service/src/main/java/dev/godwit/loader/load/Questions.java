package dev.godwit.loader.load;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.IntStream;

/**
 * Asks the database about records of a batch inside the connection's open transaction, behind a
 * savepoint, so that a value which it does not take costs its own record and not the transaction:
 * the record is found by halves, as a row is that cannot be written. Not thread-safe.
 */
final class Questions {
  private final Connection connection;

  /** Asks about some of the records. */
  interface Question {
    /**
     * @param asked positions of the records, all of them in {@code asked[from]} to {@code asked[to
     *     - 1]}
     * @throws SQLException as the database says
     */
    void about(int[] asked, int from, int to) throws SQLException;
  }

  Questions(Connection connection) {
    this.connection = connection;
  }

  /**
   * Asks about the records from 0 to {@code count - 1}, in one question where none is refused.
   *
   * @param offenders is told of each record that the database does not take even alone
   * @throws SQLException any error that is not a record's; the transaction cannot go on
   */
  void ask(int count, Question question, Bisection.Offenders offenders) throws SQLException {
    Bisection.load(
        IntStream.range(0, count).toArray(),
        (asked, from, to) -> behindSavepoint(question, asked, from, to),
        offenders);
  }

  private void behindSavepoint(Question question, int[] asked, int from, int to)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SAVEPOINT godwit_question");
      try {
        question.about(asked, from, to);
        statement.execute("RELEASE SAVEPOINT godwit_question");
      } catch (SQLException e) {
        goBack(statement, e);
        throw e;
      }
    }
  }

  private static void goBack(Statement statement, SQLException why) {
    try {
      statement.execute("ROLLBACK TO SAVEPOINT godwit_question; RELEASE SAVEPOINT godwit_question");
    } catch (SQLException e) {
      why.addSuppressed(e);
    }
  }
}
