package dev.godwit.extractor.snapshot;

import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.records.Counted;
import dev.godwit.worker.failure.StageFailedException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Cuts an entity into key ranges with equal numbers of rows. The database numbers the rows in key
 * order and returns every n-th key only, so any key type works and memory does not grow with the
 * rows. Stateless.
 */
public final class ChunkBoundaries {
  private static final int FETCH_ROWS = 500;

  private ChunkBoundaries() {}

  /**
   * Counts the rows.
   *
   * @throws StageFailedException where a row has no key: no range would contain it
   */
  static long count(Connection connection, SourceLayout layout)
      throws SQLException, StageFailedException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(countQuery(layout))) {
      result.next();
      if (result.getLong(2) > 0) {
        throw new StageFailedException(
            layout.entity().name(),
            "Expected every row%s to have a key, found %s in which a key column is NULL."
                .formatted(layout.ofQuery(), Counted.of(result.getLong(2), "row")),
            "Name other key columns in the pack, or leave these rows out in its query.",
            null,
            result.getLong(2),
            "");
      }
      return result.getLong(1);
    }
  }

  /**
   * Upper bounds of all ranges except the last.
   *
   * @param rows number of rows that {@link #count} returned
   * @param chunkRows rows of a range, at least 1
   */
  public static List<String> find(
      Connection connection, SourceLayout layout, long rows, int chunkRows)
      throws SQLException, StageFailedException {
    List<String> boundaries = new ArrayList<>();
    if (rows <= chunkRows) {
      return boundaries;
    }
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(FETCH_ROWS);
      try (ResultSet result = statement.executeQuery(query(layout, chunkRows))) {
        int columns = layout.key().size();
        while (result.next() && result.getLong(columns + 1) < rows) {
          List<String> key = new ArrayList<>(columns);
          for (int i = 1; i <= columns; i++) {
            key.add(result.getString(i));
          }
          boundaries.add(KeyRange.join(layout.entity(), key));
        }
      }
    }
    return boundaries;
  }

  static String countQuery(SourceLayout layout) {
    String noKey =
        layout.key().stream()
            .map(column -> column + " is null")
            .collect(Collectors.joining(" or "));
    return "select count(*), count(*) filter (where " + noKey + ") from " + layout.from();
  }

  static String query(SourceLayout layout, int chunkRows) {
    String order = String.join(", ", layout.key());
    String inner =
        IntStream.range(0, layout.key().size())
            .mapToObj(i -> layout.key().get(i) + " as key_" + i)
            .collect(Collectors.joining(", "));
    String outer =
        IntStream.range(0, layout.key().size())
            .mapToObj(i -> "cast(key_" + i + " as text)")
            .collect(Collectors.joining(", "));
    return "select %s, row_number from (select %s, row_number() over (order by %s) as row_number from %s) numbered where row_number %% %d = 0 order by row_number"
        .formatted(outer, inner, order, layout.from(), chunkRows);
  }
}
