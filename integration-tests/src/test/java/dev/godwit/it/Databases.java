package dev.godwit.it;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Source and target, by plain SQL. */
final class Databases {
  private final Map<String, String> environment;

  Databases(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Those of the newsroom example. */
  static Databases ofNewsrooms(Map<String, String> environment) {
    Map<String, String> variables = new HashMap<>();
    environment.forEach(
        (name, value) -> {
          if (name.startsWith("GODWIT_NEWSROOM_")) {
            variables.put(name.replace("_NEWSROOM", ""), value);
          }
        });
    return new Databases(variables);
  }

  /** A connection to the source; the caller closes it. */
  Connection openSource() throws SQLException {
    return open("SOURCE");
  }

  /** A connection to the target; the caller closes it. */
  Connection openTarget() throws SQLException {
    return open("TARGET");
  }

  private Connection open(String prefix) throws SQLException {
    return DriverManager.getConnection(
        environment.get("GODWIT_" + prefix + "_URL"),
        environment.get("GODWIT_" + prefix + "_USER"),
        environment.get("GODWIT_" + prefix + "_PASSWORD"));
  }

  /** Runs a statement in the source. */
  int executeSource(String sql, Object... parameters) {
    return execute("SOURCE", sql, parameters);
  }

  /** Runs a statement in the target. */
  int executeTarget(String sql, Object... parameters) {
    return execute("TARGET", sql, parameters);
  }

  /** One number from the source. */
  long countSource(String sql, Object... parameters) {
    return Long.parseLong(rows("SOURCE", sql, parameters).getFirst().getFirst());
  }

  /** One number from the target. */
  long countTarget(String sql, Object... parameters) {
    return Long.parseLong(rows("TARGET", sql, parameters).getFirst().getFirst());
  }

  /** Rows of the source, every value as text. */
  List<List<String>> sourceRows(String sql, Object... parameters) {
    return rows("SOURCE", sql, parameters);
  }

  /** Rows of the target, every value as text. */
  List<List<String>> targetRows(String sql, Object... parameters) {
    return rows("TARGET", sql, parameters);
  }

  private int execute(String prefix, String sql, Object... parameters) {
    try (Connection connection = open(prefix)) {
      if (parameters.length == 0) {
        try (Statement statement = connection.createStatement()) {
          statement.execute(sql);
          return Math.max(0, statement.getUpdateCount());
        }
      }
      try (PreparedStatement statement = prepared(connection, sql, parameters)) {
        return statement.executeUpdate();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(sql + ": " + e.getMessage(), e);
    }
  }

  private List<List<String>> rows(String prefix, String sql, Object... parameters) {
    try (Connection connection = open(prefix);
        PreparedStatement statement = prepared(connection, sql, parameters);
        ResultSet found = statement.executeQuery()) {
      List<List<String>> rows = new ArrayList<>();
      int columns = found.getMetaData().getColumnCount();
      while (found.next()) {
        List<String> row = new ArrayList<>(columns);
        for (int i = 1; i <= columns; i++) {
          row.add(found.getString(i));
        }
        rows.add(row);
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(sql + ": " + e.getMessage(), e);
    }
  }

  private static PreparedStatement prepared(Connection connection, String sql, Object... parameters)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
  }
}
