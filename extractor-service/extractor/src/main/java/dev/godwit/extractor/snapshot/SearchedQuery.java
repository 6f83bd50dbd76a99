package dev.godwit.extractor.snapshot;

import dev.godwit.extractor.ExtractorSettings;
import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pack.RowSchema;
import dev.godwit.pgcopy.CopyReader;
import dev.godwit.worker.failure.StageFailedException;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Reads the ids of a query's rows, each with some columns as texts. Rows on which the query fails,
 * and those that are too large to be read, can be left out. Not thread-safe.
 */
final class SearchedQuery {
  /** Position of the legacy id in a row; the columns follow. */
  static final int ID = 0;

  /** Position of the first of the columns. */
  static final int COLUMNS = 1;

  private final Connection connection;
  private final SourceLayout layout;
  private final long rows;
  private final String columns;
  private final int width;
  private final ExtractorSettings settings;

  /** Condition on the rows that are read. */
  private String readable = "true";

  /**
   * Of one query.
   *
   * @param columns the columns as they stand in a query; empty for the ids alone
   * @param width number of the columns
   */
  SearchedQuery(
      Connection connection,
      CountedQuery query,
      String columns,
      int width,
      ExtractorSettings settings) {
    this.connection = connection;
    this.layout = query.layout();
    this.rows = query.rows();
    this.columns = columns;
    this.width = width;
    this.settings = settings;
  }

  /** Rows of the query, failing ones included. */
  long rows() {
    return rows;
  }

  /** Reads the rows in any order. */
  CopyReader open() throws SQLException {
    return CopyReader.open(connection, statement(readable, ""), COLUMNS + width);
  }

  /** Reads the rows in the order of the query's key. */
  CopyReader openInOrder() throws SQLException {
    String order = " order by " + String.join(", ", layout.key());
    return CopyReader.open(connection, statement(readable, order), COLUMNS + width);
  }

  private String statement(String condition, String order) {
    return SourceLayout.copyOf(
        "select %s%s from %s where %s%s"
            .formatted(
                layout.text(RowSchema.LEGACY_ID),
                columns.isEmpty() ? "" : ", " + columns,
                layout.from(),
                condition,
                order));
  }

  /** Leaves out the rows on which the query fails from now on. */
  void leaveOutFailing() throws SQLException, StageFailedException {
    FailingRows failing =
        new FailingRows(
            connection,
            layout,
            condition -> statement(condition, ""),
            COLUMNS + width,
            settings.failingRows());
    readable =
        FailingRows.without(layout, FailingRows.ofEntity(failing, rows, settings.chunkRows()));
  }
}
