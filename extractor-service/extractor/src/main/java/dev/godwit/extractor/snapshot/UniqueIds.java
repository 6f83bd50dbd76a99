package dev.godwit.extractor.snapshot;

import dev.godwit.extractor.ExtractorSettings;
import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pack.RowSchema;
import dev.godwit.records.Entity;
import dev.godwit.worker.failure.StageFailedException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Refuses a snapshot in which rows of an entity share an id: they would become one row of the
 * target, and all but the first would count as duplicates of themselves. Checks {@code legacyId} of
 * every entity, and {@code eventId} of engagements, by which a target recognises them, over all
 * queries of the entity. Rows without such an id are not looked at. The connection must not commit
 * by itself. Stateless.
 */
final class UniqueIds {
  private static final String EVENT_ID = "eventId";

  /** A query of the entity, and the condition that its rows can be read. */
  private record ReadableQuery(SourceLayout layout, String condition) {}

  private UniqueIds() {}

  /**
   * Checks one entity.
   *
   * @param queries its queries, at least one
   * @throws StageFailedException where rows share an id
   * @throws SQLException from the source
   */
  static void require(Connection connection, List<CountedQuery> queries, ExtractorSettings settings)
      throws SQLException, StageFailedException {
    require(connection, queries, RowSchema.LEGACY_ID, settings);
    if (queries.getFirst().layout().entity().equals(Entity.ENGAGEMENTS)) {
      List<CountedQuery> withEvent =
          queries.stream().filter(one -> one.layout().column(EVENT_ID).isPresent()).toList();
      if (!withEvent.isEmpty()) {
        require(connection, withEvent, EVENT_ID, settings);
      }
    }
  }

  private static void require(
      Connection connection, List<CountedQuery> queries, String field, ExtractorSettings settings)
      throws SQLException, StageFailedException {
    Savepoint before = connection.setSavepoint();
    try {
      require(
          connection,
          field,
          queries.stream().map(query -> new ReadableQuery(query.layout(), "true")).toList());
      return;
    } catch (SQLException e) {
      if (!FailingRows.isOfRow(e)) {
        throw e;
      }
      connection.rollback(before);
    }
    List<ReadableQuery> readable = new ArrayList<>();
    for (CountedQuery query : queries) {
      readable.add(readable(connection, query, field, settings));
    }
    require(connection, field, readable);
  }

  private static ReadableQuery readable(
      Connection connection, CountedQuery query, String field, ExtractorSettings settings)
      throws SQLException, StageFailedException {
    SourceLayout layout = query.layout();
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
    return new ReadableQuery(
        layout,
        FailingRows.without(
            layout, FailingRows.ofEntity(failing, query.rows(), settings.chunkRows())));
  }

  private static void require(Connection connection, String field, List<ReadableQuery> queries)
      throws SQLException, StageFailedException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query(field, queries))) {
      if (found.next()) {
        throw new StageFailedException(
            queries.getFirst().layout().entity().name(),
            "Expected every row to have its own %s, found %d rows that share %d of them, for example %s%s."
                .formatted(
                    field,
                    found.getLong("rows"),
                    found.getLong("ids"),
                    found.getString("id"),
                    places(queries, found.getInt("first"), found.getInt("last"))),
            "Correct the pack's query (a join that repeats rows; distinct on), or name another column as %s%s; then start another run."
                .formatted(
                    field,
                    queries.size() == 1
                        ? ""
                        : "; where two queries count alike, put the query's name before the number"),
            null,
            found.getLong("rows"),
            found.getString("id"));
      }
    }
  }

  /** In which queries the example stands, where the entity has several. */
  private static String places(List<ReadableQuery> queries, int first, int last) {
    if (queries.size() == 1) {
      return "";
    }
    String one = queries.get(first).layout().query();
    return first == last
        ? " in the query " + one
        : " in the queries %s and %s".formatted(one, queries.get(last).layout().query());
  }

  /**
   * The first shared id with the first and the last query that gives it, and how many ids and rows
   * there are of such; no row where every id is unique. Ids of one query are compared as their
   * column's type, which is faster; those of several as the text that their records have.
   */
  private static String query(String field, List<ReadableQuery> queries) {
    String counted =
        queries.size() == 1
            ? ofOne(field, queries.getFirst())
            : "select id, count(*) as n, min(query) as first, max(query) as last from (%s) every group by id having count(*) > 1"
                .formatted(
                    IntStream.range(0, queries.size())
                        .mapToObj(i -> part(field, queries.get(i), i))
                        .collect(Collectors.joining(" union all ")));
    return "select id, first, last, count(*) over () as ids, sum(n) over () as rows from (%s) shared order by id limit 1"
        .formatted(counted);
  }

  private static String ofOne(String field, ReadableQuery query) {
    String id = query.layout().expression(field);
    return "select cast(%1$s as text) as id, count(*) as n, 0 as first, 0 as last from %2$s where %3$s and %4$s group by %1$s having count(*) > 1"
        .formatted(id, query.layout().from(), query.condition(), present(field, id));
  }

  private static String part(String field, ReadableQuery query, int index) {
    String id = query.layout().expression(field);
    return "select cast(%s as text) as id, %d as query from %s where %s and %s"
        .formatted(id, index, query.layout().from(), query.condition(), present(field, id));
  }

  /** A blank event id is none: such events are recognised by their legacyId. */
  private static String present(String field, String id) {
    return field.equals(EVENT_ID) ? "cast(" + id + " as text) ~ '\\S'" : id + " is not null";
  }
}
