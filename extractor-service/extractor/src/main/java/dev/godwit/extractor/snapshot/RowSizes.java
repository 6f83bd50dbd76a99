package dev.godwit.extractor.snapshot;

import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.worker.failure.StageFailedException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.stream.Collectors;

/**
 * Refuses a snapshot with a row that the extractor could not hold in memory: the database sends a
 * row whole, and the process would end at every attempt. Smaller rows that are too large for a
 * record are quarantined by their chunk. Rows are measured only where the database stores values of
 * such a size at all. The connection must not commit by itself. Stateless.
 */
final class RowSizes {
  /** Most bytes of the texts of a row. */
  static final long MOST_BYTES = 64L * 1024 * 1024;

  /**
   * Large values are stored apart and compressed; where no such store has this size, no row is
   * measured. Neither of the database's methods compresses a value more than 255-fold, so that none
   * escapes.
   */
  private static final long SMALL_STORE_BYTES = MOST_BYTES / 256;

  private static final String LARGEST_STORE =
      "select coalesce(max(pg_relation_size(reltoastrelid)), 0) from pg_class where reltoastrelid <> 0 and relkind in ('r', 'm')";

  private RowSizes() {}

  /**
   * Checks one query.
   *
   * @throws StageFailedException where a row is too large
   * @throws SQLException from the source
   */
  static void require(Connection connection, SourceLayout layout)
      throws SQLException, StageFailedException {
    if (largestStore(connection) >= SMALL_STORE_BYTES) {
      require(connection, layout, MOST_BYTES);
    }
  }

  private static long largestStore(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(LARGEST_STORE)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** As above, whatever the database stores; does nothing where a row cannot be measured. */
  static void require(Connection connection, SourceLayout layout, long mostBytes)
      throws SQLException, StageFailedException {
    Savepoint before = connection.setSavepoint();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query(layout, mostBytes))) {
      row.next();
      long rows = row.getLong(1);
      if (rows > 0) {
        throw new StageFailedException(
            layout.entity().name(),
            "Expected rows of at most %d bytes%s, found %d larger ones, for example %s with %d bytes."
                .formatted(mostBytes, layout.ofQuery(), rows, row.getString(3), row.getLong(2)),
            "Shorten the value in the source, or leave it or its row out in the pack's query; then start another run.",
            null,
            rows,
            row.getString(3));
      }
    } catch (SQLException e) {
      if (!FailingRows.isOfRow(e)) {
        throw e;
      }
      connection.rollback(before); // Its chunk finds the row that fails.
    }
  }

  /** Number of rows beyond a size, the size of the largest, and its id. */
  static String query(SourceLayout layout, long mostBytes) {
    String size =
        layout.texts().stream()
            .map(column -> " + coalesce(octet_length(cast(" + column + " as text)), 0)::bigint")
            .collect(Collectors.joining("", "0::bigint", ""));
    return "select count(*), max(size), (array_agg(id order by size desc))[1] from (select cast(%s as text) as id, %s as size from %s) measured where size > %d"
        .formatted(layout.expression("legacyId"), size, layout.from(), mostBytes);
  }
}
