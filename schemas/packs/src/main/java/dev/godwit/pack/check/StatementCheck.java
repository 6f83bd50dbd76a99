package dev.godwit.pack.check;

import dev.godwit.pack.BoundSql;
import dev.godwit.pack.NamedStatement;
import dev.godwit.pack.Position;
import dev.godwit.pack.Sql;
import dev.godwit.pack.read.Findings;
import dev.godwit.records.SqlStateClass;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postgresql.PGResultSetMetaData;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Lets the server describe statements without running them, and says where in the pack its errors
 * are.
 */
final class StatementCheck {

  /**
   * A column of a query's result.
   *
   * @param name name
   * @param type PostgreSQL's name of the type
   * @param nullable whether the catalogue says that it may be NULL; false where it does not say
   * @param base schema, table and column that it comes from unchanged; empty where it is computed
   */
  record ResultColumn(String name, String type, boolean nullable, List<String> base) {}

  private final Connection connection;
  private final Findings findings;

  StatementCheck(Connection connection, Findings findings) {
    this.connection = connection;
    this.findings = findings;
  }

  /**
   * Describes each statement.
   *
   * @return columns of the last one's result, none where it has no result; nothing where there was
   *     a finding
   */
  Optional<List<ResultColumn>> describe(Sql sql, Map<String, String> placeholders)
      throws SQLException {
    BoundSql bound = sql.bind(placeholders);
    List<ResultColumn> columns = List.of();
    for (NamedStatement statement : bound.statement().statements()) {
      Savepoint savepoint = connection.getAutoCommit() ? null : connection.setSavepoint();
      String text = statement.jdbcText() + mark(placeholders);
      try (PreparedStatement prepared = connection.prepareStatement(text)) {
        columns = columns(prepared.getMetaData());
      } catch (SQLException e) {
        if (isOutage(e)) {
          throw e;
        }
        if (savepoint != null) {
          connection.rollback(savepoint);
        }
        refused(bound, statement, e);
        return Optional.empty();
      }
    }
    return Optional.of(columns);
  }

  /**
   * Ends a statement so that it has another text for each schema: the driver describes a text once
   * in a session, whatever the search path is then.
   */
  private static String mark(Map<String, String> placeholders) {
    return placeholders.isEmpty() ? "" : "\n-- " + placeholders;
  }

  private static boolean isOutage(SQLException e) {
    return e.getSQLState() == null
        || SqlStateClass.of(e.getSQLState()).fault() == SqlStateClass.Fault.RETRIABLE;
  }

  private static List<ResultColumn> columns(ResultSetMetaData meta) throws SQLException {
    List<ResultColumn> columns = new ArrayList<>();
    int count = meta == null ? 0 : meta.getColumnCount();
    for (int i = 1; i <= count; i++) {
      PGResultSetMetaData postgres = meta.unwrap(PGResultSetMetaData.class);
      String column = postgres.getBaseColumnName(i);
      columns.add(
          new ResultColumn(
              meta.getColumnLabel(i),
              meta.getColumnTypeName(i),
              meta.isNullable(i) == ResultSetMetaData.columnNullable,
              column == null || column.isEmpty()
                  ? List.of()
                  : List.of(postgres.getBaseSchemaName(i), postgres.getBaseTableName(i), column)));
    }
    return columns;
  }

  private void refused(BoundSql bound, NamedStatement statement, SQLException e)
      throws SQLException {
    ServerErrorMessage server = e instanceof PSQLException p ? p.getServerErrorMessage() : null;
    int position = server == null ? 0 : server.getPosition();
    int offset = position > 0 ? statement.offsetOf(position) : statement.firstOffset();
    Position at = bound.positionOf(offset);
    String message = server == null ? e.getMessage() : server.getMessage();
    if (RowSecurity.isRefusal(e) && new RowSecurity(connection).explain(at, message, findings)) {
      return;
    }
    String hint = server == null ? null : server.getHint();
    findings.add(
        at,
        "SQL that the database accepts",
        message + " (" + e.getSQLState() + ")",
        hint == null ? "mend it here, or create what it names" : hint);
  }
}
