package dev.godwit.pack.install;

import dev.godwit.pack.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Map;

/** Asks a pack's query whether its install has run. Stateless. */
public final class InstallProbe {
  private InstallProbe() {}

  /**
   * Runs the query in a transaction, or a part of one, that cannot write and is taken back.
   *
   * @param placeholders for a target pack those of the schema, else none
   * @return false also where the query gives no row
   * @throws SQLException as the server classifies it
   */
  public static boolean isInstalled(
      Connection connection, Sql installed, Map<String, String> placeholders) throws SQLException {
    boolean commitsItself = connection.getAutoCommit();
    if (commitsItself) {
      connection.setAutoCommit(false);
    }
    Savepoint before = connection.setSavepoint();
    try {
      try (Statement statement = connection.createStatement()) {
        statement.execute("set local transaction_read_only = on");
      }
      try (PreparedStatement select =
              connection.prepareStatement(installed.bind(placeholders).text());
          ResultSet row = select.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    } finally {
      connection.rollback(before);
      if (commitsItself) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    }
  }
}
