package dev.godwit.pack.statement;

import dev.godwit.pack.BoundSql;
import dev.godwit.pack.NamedStatement;
import dev.godwit.pack.Position;
import dev.godwit.pack.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Runs the statements of a piece of SQL, each by itself, in the connection's transaction.
 * Stateless.
 */
public final class SqlRun {
  /** Rows that are fetched at once of a query, whose rows are only counted. */
  private static final int FETCH = 1_000;

  private SqlRun() {}

  /**
   * Runs them in their order.
   *
   * @param connection without auto-commit
   * @param name name of the SQL
   * @param placeholders replaced in its text
   * @param parameters values of its parameters by name
   * @return what was run, in order
   * @throws StatementFailedException at the first statement that the database refuses
   */
  public static List<ExecutedStatement> run(
      Connection connection,
      String name,
      Sql sql,
      Map<String, String> placeholders,
      Map<String, String> parameters)
      throws StatementFailedException {
    BoundSql bound = sql.bind(placeholders);
    List<NamedStatement> statements = bound.statement().statements();
    List<ExecutedStatement> all = new ArrayList<>();
    for (int i = 0; i < statements.size(); i++) {
      NamedStatement statement = statements.get(i);
      String shown = statements.size() == 1 ? name : "%s (%d)".formatted(name, i + 1);
      long begin = System.nanoTime();
      try {
        long rows = execute(connection, statement, parameters);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        all.add(new ExecutedStatement(shown, rows, millis));
      } catch (SQLException e) {
        throw new StatementFailedException(shown, place(bound, statement, e), e);
      }
    }
    return all;
  }

  private static long execute(
      Connection connection, NamedStatement statement, Map<String, String> parameters)
      throws SQLException {
    try (PreparedStatement prepared = connection.prepareStatement(statement.jdbcText())) {
      prepared.setFetchSize(FETCH);
      int index = 1;
      for (String parameter : statement.parameters()) {
        prepared.setObject(index++, parameters.get(parameter));
      }
      return prepared.execute() ? count(prepared) : Math.max(0, prepared.getLargeUpdateCount());
    }
  }

  private static long count(PreparedStatement query) throws SQLException {
    try (ResultSet rows = query.getResultSet()) {
      long count = 0;
      while (rows.next()) {
        count++;
      }
      return count;
    }
  }

  private static Position place(BoundSql bound, NamedStatement statement, SQLException e) {
    ServerErrorMessage server = e instanceof PSQLException p ? p.getServerErrorMessage() : null;
    int position = server == null ? 0 : server.getPosition();
    return bound.positionOf(position > 0 ? statement.offsetOf(position) : statement.firstOffset());
  }
}
