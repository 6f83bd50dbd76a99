package dev.godwit.extractor.snapshot;

import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pack.RowSchema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A row on which a query of the source fails.
 *
 * @param id its legacy id; null where the source has none
 * @param bytes size of its large values; 0 where it is not known
 */
record FailingRow(String id, long bytes) {
  /** Whether the row fails because it is too large to be read. */
  boolean isTooLarge() {
    return bytes > SourceLayout.mostBytes();
  }

  /**
   * The rows that meet a condition; none of their large values is read.
   *
   * @param size expression of type bigint that measures a row
   * @throws SQLException from the source, where the query fails on the id or the size too
   */
  static List<FailingRow> of(
      Connection connection, SourceLayout layout, String condition, String size)
      throws SQLException {
    List<FailingRow> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select cast(%s as text), %s from %s where %s"
                    .formatted(
                        layout.expression(RowSchema.LEGACY_ID), size, layout.from(), condition))) {
      while (row.next()) {
        rows.add(new FailingRow(row.getString(1), row.getLong(2)));
      }
    }
    return rows;
  }
}
