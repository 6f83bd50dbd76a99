package dev.godwit.loader.progress;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Runs a prepared statement in one call, in the connection's transaction. A parameter is what JDBC
 * takes as an object, or a {@link SqlArray}. Errors are those of the driver. Stateless.
 */
public final class Statements {
  private Statements() {}

  /**
   * A parameter of an array type.
   *
   * @param type type of the elements, as the server names it
   */
  public record SqlArray(String type, List<?> values) {
    private Object[] elements() {
      return type.equals("bytea") ? values.toArray(byte[][]::new) : values.toArray();
    }
  }

  /** Reads one row of a result. */
  @FunctionalInterface
  public interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Runs a statement that changes rows; gives their number. */
  public static int update(Connection connection, String sql, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(connection, statement, parameters);
      return statement.executeUpdate();
    }
  }

  /** Runs a statement that changes rows once for each list of parameters, in one round trip. */
  public static void updateEach(Connection connection, String sql, Collection<Object[]> parameters)
      throws SQLException {
    if (parameters.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (Object[] one : parameters) {
        bind(connection, statement, one);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /** Runs a query; gives its rows in order. */
  public static <T> List<T> query(
      Connection connection, String sql, RowReader<T> reader, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(connection, statement, parameters);
      List<T> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          rows.add(reader.read(result));
        }
      }
      return rows;
    }
  }

  private static void bind(Connection connection, PreparedStatement statement, Object[] parameters)
      throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      if (parameters[i] instanceof SqlArray array) {
        statement.setArray(i + 1, connection.createArrayOf(array.type(), array.elements()));
      } else {
        statement.setObject(i + 1, parameters[i]);
      }
    }
  }
}
