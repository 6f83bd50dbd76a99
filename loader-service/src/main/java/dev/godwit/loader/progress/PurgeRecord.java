package dev.godwit.loader.progress;

import dev.godwit.common.v1.TableCount;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows that the purge of a run deleted, by table: table {@code godwit.purged}. A repeated purge
 * so reports the same. Stateless; all methods run in the connection's transaction.
 */
public final class PurgeRecord {
  private PurgeRecord() {}

  /** Adds rows deleted. */
  public static void add(Connection connection, String runId, List<TableCount> deleted)
      throws SQLException {
    Statements.updateEach(
        connection,
        "INSERT INTO godwit.purged AS p (run_id, table_name, deleted) VALUES (?, ?, ?)"
            + " ON CONFLICT (run_id, table_name)"
            + " DO UPDATE SET deleted = p.deleted + excluded.deleted",
        deleted.stream()
            .map(count -> new Object[] {runId, count.getTable(), count.getRows()})
            .toList());
  }

  /** Rows deleted so far, for the tables and in the order of {@code tables}. */
  public static List<TableCount> read(Connection connection, String runId, List<TableCount> tables)
      throws SQLException {
    List<TableCount> deleted = new ArrayList<>();
    for (TableCount table : tables) {
      List<Long> rows =
          Statements.query(
              connection,
              "SELECT deleted FROM godwit.purged WHERE run_id = ? AND table_name = ?",
              row -> row.getLong(1),
              runId,
              table.getTable());
      deleted.add(new TableCount(table.getTable(), rows.isEmpty() ? 0 : rows.get(0)));
    }
    return deleted;
  }
}
