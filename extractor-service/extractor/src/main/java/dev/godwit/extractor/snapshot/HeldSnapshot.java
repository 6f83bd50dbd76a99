package dev.godwit.extractor.snapshot;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A snapshot that other connections can read through for as long as this one's transaction is open
 * (PostgreSQL documentation, "Snapshot Synchronization Functions").
 *
 * @param name what the database calls it
 * @param connection the exporting connection, in its transaction
 */
public record HeldSnapshot(String name, Connection connection) implements AutoCloseable {

  /**
   * Exports the snapshot of a connection's transaction; the connection is this object's from now
   * on.
   */
  static HeldSnapshot export(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("select pg_export_snapshot()")) {
      result.next();
      return new HeldSnapshot(result.getString(1), connection);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
