package dev.godwit.sampledata;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Runs SQL in one transaction, from texts and from the resources of this jar. Stateless. */
public final class Script {
  /** What is done in a transaction. */
  public interface Work<T> {
    /** Does it on the connection of the transaction. */
    T run() throws SQLException;
  }

  private Script() {}

  /**
   * The text of a resource of this jar.
   *
   * @param name its path below {@code /godwit/}, such as {@code newsroom/desk.sql}
   */
  public static String resource(String name) {
    try (InputStream in = Script.class.getResourceAsStream("/godwit/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Expected the resource " + name + " in the jar, but found: " + e.getMessage(), e);
    }
  }

  /** Runs one or more statements. */
  public static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Whether the database has a schema. */
  public static boolean schemaExists(Connection connection, String schema) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select to_regnamespace(?) is not null")) {
      statement.setString(1, schema);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  /** Does the work in a transaction and commits it; an error leaves the database as it was. */
  public static <T> T inTransaction(Connection connection, Work<T> work) throws SQLException {
    boolean autoCommit = connection.getAutoCommit();
    connection.setAutoCommit(false);
    try {
      T result = work.run();
      connection.commit();
      return result;
    } catch (SQLException | RuntimeException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(autoCommit);
    }
  }
}
