package dev.godwit.validator.pages;

import dev.godwit.common.v1.RunKind;
import dev.godwit.pack.BoundSql;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.identity.CustomerAccount;
import dev.godwit.pack.session.RunSearchPath;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A connection on which pages of a customer are queried, in one transaction that only reads. Each
 * run is planned with its parameters, as of an application that does not keep plans. Not
 * thread-safe.
 */
final class PageSession implements AutoCloseable {
  /** Only servers from version 12 on have the setting. */
  private static final String PLAN_EACH_RUN =
      "select set_config('plan_cache_mode', 'force_custom_plan', true)"
          + " where current_setting('plan_cache_mode', true) is not null";

  private final Connection connection;
  private final Map<String, String> placeholders;
  private final Map<String, String> customer;

  /** A run of a query: its rows, and how long it took until they were read, microseconds. */
  record Run(long rows, long micros) {}

  /**
   * Connects.
   *
   * @param timeout time after which the database ends a statement
   */
  PageSession(TargetPack pack, RunKind kind, String customer, Duration timeout)
      throws SQLException {
    this.connection = pack.database().openForPages(timeout);
    try {
      connection.setAutoCommit(false);
      RunSearchPath.inTransaction(connection, pack, kind);
      try (Statement statement = connection.createStatement()) {
        statement.execute(PLAN_EACH_RUN);
      }
      this.placeholders = pack.placeholders(kind);
      this.customer =
          CustomerAccount.parameters(
              customer, CustomerAccount.stored(connection, pack, kind, customer));
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * Runs a query with a draw of parameters, from the prepare to the last row.
   *
   * @param drawn parameters by name, beside those of the customer
   */
  Run run(Sql sql, Map<String, String> drawn) throws SQLException {
    BoundSql bound = sql.bind(placeholders);
    Map<String, String> parameters = with(drawn);
    long begin = System.nanoTime();
    long rows = 0;
    try (PreparedStatement query = bound.prepare(connection, parameters);
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        rows++;
      }
    }
    return new Run(rows, Duration.ofNanos(System.nanoTime() - begin).toNanos() / 1_000);
  }

  /** The first rows of a query as texts by the names of their columns. */
  List<Map<String, String>> draw(Sql sql, int most) throws SQLException {
    List<Map<String, String>> draws = new ArrayList<>();
    try (PreparedStatement query = sql.bind(placeholders).prepare(connection, customer)) {
      query.setMaxRows(most);
      try (ResultSet row = query.executeQuery()) {
        ResultSetMetaData columns = row.getMetaData();
        while (row.next()) {
          Map<String, String> drawn = new HashMap<>();
          for (int i = 1; i <= columns.getColumnCount(); i++) {
            drawn.put(columns.getColumnLabel(i), row.getString(i));
          }
          draws.add(drawn);
        }
      }
    }
    return draws;
  }

  /**
   * The plan of a query as JSON.
   *
   * @param executed whether it is executed and measured
   */
  String plan(Sql sql, Map<String, String> drawn, boolean executed) throws SQLException {
    BoundSql bound = sql.bind(placeholders);
    String explain =
        executed ? "explain (analyze, buffers, format json) " : "explain (format json) ";
    try (PreparedStatement query = connection.prepareStatement(explain + bound.text())) {
      bound.set(query, 1, with(drawn));
      StringBuilder plan = new StringBuilder();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          plan.append(row.getString(1));
        }
      }
      return plan.toString();
    }
  }

  private Map<String, String> with(Map<String, String> drawn) {
    Map<String, String> all = new HashMap<>(customer);
    all.putAll(drawn);
    return all;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
