package dev.godwit.local.chaos.check;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A database by plain SQL, with a connection for each query. Thread-safe.
 *
 * @param url JDBC address; not the one of a proxy that may be disturbed
 * @param password gives the password at each connection: a new stack makes its own with its start
 */
public record Database(String url, String user, Supplier<String> password) {
  /** A database whose password is known. */
  public Database(String url, String user, String password) {
    this(url, user, () -> password);
  }

  /** Rows, every value as text. */
  public List<List<String>> rows(String sql, Object... parameters) {
    try (Connection connection = open();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      List<List<String>> rows = new ArrayList<>();
      try (ResultSet found = statement.executeQuery()) {
        int columns = found.getMetaData().getColumnCount();
        while (found.next()) {
          List<String> row = new ArrayList<>(columns);
          for (int i = 1; i <= columns; i++) {
            row.add(found.getString(i));
          }
          rows.add(row);
        }
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(sql + ": " + e.getMessage(), e);
    }
  }

  /** One number. */
  public long count(String sql, Object... parameters) {
    return Long.parseLong(rows(sql, parameters).getFirst().getFirst());
  }

  /** Runs a statement. */
  public int execute(String sql, Object... parameters) {
    try (Connection connection = open();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      statement.execute();
      return Math.max(0, statement.getUpdateCount());
    } catch (SQLException e) {
      throw new IllegalStateException(sql + ": " + e.getMessage(), e);
    }
  }

  Connection open() throws SQLException {
    return DriverManager.getConnection(url, user, password.get());
  }
}
