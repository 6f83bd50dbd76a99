package dev.godwit.extractor.snapshot;

import dev.godwit.extractor.ExtractorSettings;
import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.records.Entity;
import dev.godwit.worker.failure.StageFailedException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;

/**
 * Refuses a snapshot in which rows of an entity share an id: they would become one row of the
 * target, and all but the first would count as duplicates of themselves. Checks {@code legacyId} of
 * every entity, and {@code eventId} of engagements, by which a target recognises them. Rows without
 * such an id are not looked at. The connection must not commit by itself. Stateless.
 */
final class UniqueIds {
  private static final String EVENT_ID = "eventId";

  private UniqueIds() {}

  /**
   * Checks one entity.
   *
   * @param rows number of its rows
   * @throws StageFailedException where rows share an id
   * @throws SQLException from the source
   */
  static void require(
      Connection connection, SourceLayout layout, long rows, ExtractorSettings settings)
      throws SQLException, StageFailedException {
    require(connection, layout, "legacyId", rows, settings);
    if (layout.entity().equals(Entity.ENGAGEMENTS) && layout.column(EVENT_ID).isPresent()) {
      require(connection, layout, EVENT_ID, rows, settings);
    }
  }

  private static void require(
      Connection connection,
      SourceLayout layout,
      String field,
      long rows,
      ExtractorSettings settings)
      throws SQLException, StageFailedException {
    Savepoint before = connection.setSavepoint();
    try {
      require(connection, layout, field, "true");
      return;
    } catch (SQLException e) {
      if (!FailingRows.isOfRow(e)) {
        throw e;
      }
      connection.rollback(before);
    }
    FailingRows failing =
        new FailingRows(
            connection,
            layout,
            condition ->
                SourceLayout.copyOf(
                    "select cast(%s as text) from %s where %s"
                        .formatted(layout.expression(field), layout.from(), condition)),
            1,
            settings.failingRows());
    require(
        connection,
        layout,
        field,
        FailingRows.without(layout, FailingRows.ofEntity(failing, rows, settings.chunkRows())));
  }

  private static void require(
      Connection connection, SourceLayout layout, String field, String condition)
      throws SQLException, StageFailedException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query(layout, field, condition))) {
      found.next();
      long ids = found.getLong(1);
      if (ids > 0) {
        throw new StageFailedException(
            layout.entity().name(),
            "Expected every row to have its own %s, found %d rows that share %d of them, for example %s."
                .formatted(field, found.getLong(2), ids, found.getString(3)),
            "Correct the pack's query (a join that repeats rows; distinct on), or name another column as %s; then start another run."
                .formatted(field),
            null,
            found.getLong(2),
            found.getString(3));
      }
    }
  }

  /** Number of shared ids, number of rows that share one, and an example. */
  static String query(SourceLayout layout, String field, String condition) {
    String id = layout.expression(field);
    // A blank event id is none: such events are recognised by their legacyId.
    String present =
        field.equals(EVENT_ID) ? "cast(" + id + " as text) ~ '\\S'" : id + " is not null";
    return "select count(*), coalesce(sum(n), 0), min(id) from (select cast(%1$s as text) as id, count(*) as n from %2$s where %3$s and %4$s group by %1$s having count(*) > 1) shared"
        .formatted(id, layout.from(), present, condition);
  }
}
