package dev.godwit.loader.progress;

import dev.godwit.common.v1.TableCount;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the purge of a run deleted, by table: table {@code godwit.purged}. A purge that is asked for
 * again so gives the same answer. Stateless; all methods run in the connection's transaction.
 */
public final class PurgeRecord {
  private PurgeRecord() {}

  /** Adds rows deleted. */
  public static void add(Connection connection, String runId, List<TableCount> deleted)
      throws SQLException {
    try (PreparedStatement upsert =
        connection.prepareStatement(
            "INSERT INTO godwit.purged AS p (run_id, table_name, deleted) VALUES (?, ?, ?)"
                + " ON CONFLICT (run_id, table_name)"
                + " DO UPDATE SET deleted = p.deleted + excluded.deleted")) {
      for (TableCount count : deleted) {
        upsert.setString(1, runId);
        upsert.setString(2, count.getTable());
        upsert.setLong(3, count.getRows());
        upsert.addBatch();
      }
      upsert.executeBatch();
    }
  }

  /** Rows deleted so far, for the tables and in the order of {@code tables}. */
  public static List<TableCount> read(Connection connection, String runId, List<TableCount> tables)
      throws SQLException {
    List<TableCount> deleted = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT deleted FROM godwit.purged WHERE run_id = ? AND table_name = ?")) {
      for (TableCount table : tables) {
        select.setString(1, runId);
        select.setString(2, table.getTable());
        try (ResultSet row = select.executeQuery()) {
          deleted.add(new TableCount(table.getTable(), row.next() ? row.getLong(1) : 0));
        }
      }
    }
    return deleted;
  }
}
