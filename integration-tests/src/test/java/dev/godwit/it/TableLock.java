package dev.godwit.it;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A lock in the target that a transaction of the test holds: a step that needs it waits in its
 * middle, so a test can kill a process there.
 */
final class TableLock implements AutoCloseable {
  private final Connection connection;

  private TableLock(Connection connection) {
    this.connection = connection;
  }

  /** Locks engagements against reads and writes, so no later cut gets a verdict. */
  static TableLock engagements(Databases databases) {
    return of(databases, "lock table " + TargetRows.LIVE + ".engagement in access exclusive mode");
  }

  /** Locks the account, so the customer cannot be enabled or disabled, but rows can be loaded. */
  static TableLock account(Databases databases, Customer customer) {
    return of(
        databases,
        "select from " + TargetRows.LIVE + ".account where customer_id = ? for no key update",
        customer.id());
  }

  /** Locks a table of the target against reads and writes. */
  static TableLock table(Databases databases, String table) {
    return of(databases, "lock table " + table + " in access exclusive mode");
  }

  /** Whether another session waits for a lock on a table. */
  boolean isAwaited(String table) {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select exists (select from pg_locks where relation = ?::regclass and not granted)")) {
      statement.setString(1, table);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("Reading the locks of " + table, e);
    }
  }

  private static TableLock of(Databases databases, String sql, Object... parameters) {
    try {
      Connection connection = databases.openTarget();
      connection.setAutoCommit(false);
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        for (int i = 0; i < parameters.length; i++) {
          statement.setObject(i + 1, parameters[i]);
        }
        statement.execute();
      }
      return new TableLock(connection);
    } catch (SQLException e) {
      throw new IllegalStateException("Locking: " + sql, e);
    }
  }

  /** Whether the lock was held all the time: its transaction is still alive. */
  boolean isHeld() {
    try (Statement statement = connection.createStatement()) {
      return statement.execute("select 1");
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      connection.rollback();
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("Releasing a lock", e);
    }
  }
}
