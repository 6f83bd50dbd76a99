package dev.godwit.loader.targetdb;

import dev.godwit.loader.progress.Statements;
import dev.godwit.pack.TargetColumn;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A column that takes fewer characters now than when its run was checked against the catalogue.
 *
 * @param table table with schema, quoted
 * @param column its name
 * @param was limit in characters that the run was checked with; null for none
 * @param is limit in characters now
 */
public record NarrowedColumn(String table, String column, Long was, long is) {
  private static final String LIMITS =
      """
      SELECT attname, atttypmod - 4 FROM pg_attribute
      WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped AND atttypmod > 4
        AND atttypid IN ('varchar'::regtype, 'bpchar'::regtype, 'varchar[]'::regtype)""";

  private record Limit(String column, long characters) {}

  /**
   * The first such column of a run's tables; empty where there is none. Runs in the connection's
   * transaction.
   *
   * @throws SQLException retriable or fatal by its class
   */
  public static Optional<NarrowedColumn> find(Connection connection, RunTarget target)
      throws SQLException {
    for (int index = 0; index < target.tableCount(); index++) {
      Optional<NarrowedColumn> narrowed = find(connection, target.table(index));
      if (narrowed.isPresent()) {
        return narrowed;
      }
    }
    return Optional.empty();
  }

  private static Optional<NarrowedColumn> find(Connection connection, LoadTable table)
      throws SQLException {
    Map<String, Long> limits = new HashMap<>();
    Statements.query(
            connection, LIMITS, row -> new Limit(row.getString(1), row.getLong(2)), table.name())
        .forEach(limit -> limits.put(limit.column(), limit.characters()));
    for (TargetColumn column : table.table().columns()) {
      Long is = limits.get(column.name());
      if (is != null && (column.maxLength() == null || is < column.maxLength())) {
        return Optional.of(new NarrowedColumn(table.name(), column.name(), column.maxLength(), is));
      }
    }
    return Optional.empty();
  }
}
