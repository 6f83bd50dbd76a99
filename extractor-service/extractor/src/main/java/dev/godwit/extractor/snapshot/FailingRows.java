package dev.godwit.extractor.snapshot;

import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pgcopy.CopyReader;
import dev.godwit.worker.failure.SqlFailure;
import dev.godwit.worker.failure.StageFailedException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds the rows on which a query of the source fails, such as by a division by zero or bytes that
 * are no text, or that are too large to be read: a key range that fails is halved until a single
 * key is left. Reads and discards; each attempt is behind a savepoint of the connection's
 * transaction. Not thread-safe.
 */
final class FailingRows {
  private static final int FETCH_ROWS = 1000;

  /** The statement that fails; gives a binary COPY of the rows that meet a condition. */
  @FunctionalInterface
  interface Copy {
    String of(String condition);
  }

  /**
   * A key on which the query fails.
   *
   * @param text its columns joined as in a {@link KeyRange}
   * @param rows rows with this key, at least 1
   */
  record Key(String text, int rows) {}

  private final Connection connection;
  private final SourceLayout layout;
  private final Copy copy;
  private final int columns;
  private final int most;
  private final List<Key> found = new ArrayList<>();
  private List<Key> keys = List.of();
  private KeyRange range;
  private SQLException last;

  /**
   * A search.
   *
   * @param copy the statement
   * @param columns number of columns that it selects
   * @param most greatest number of keys that may fail
   */
  FailingRows(Connection connection, SourceLayout layout, Copy copy, int columns, int most) {
    this.connection = connection;
    this.layout = layout;
    this.copy = copy;
    this.columns = columns;
    this.most = most;
  }

  /**
   * The keys of a whole entity on which a statement fails, one chunk after another.
   *
   * @param rows number of rows of the entity
   * @param chunkRows rows of a chunk, at least 1
   */
  static List<Key> ofEntity(FailingRows search, long rows, int chunkRows)
      throws SQLException, StageFailedException {
    String above = null;
    for (String boundary :
        ChunkBoundaries.find(search.connection, search.layout, rows, chunkRows)) {
      search.search(new KeyRange(above, boundary));
      above = boundary;
    }
    search.search(new KeyRange(above, null));
    return search.found();
  }

  /** True where an error is one of a row, so that a search can find it. */
  static boolean isOfRow(SQLException e) {
    return SqlFailure.classify(e) == SqlFailure.ROW;
  }

  /**
   * Adds the keys of a range on which the query fails.
   *
   * @throws StageFailedException where there are more than allowed, or where even the keys cannot
   *     be read
   */
  void search(KeyRange in) throws SQLException, StageFailedException {
    range = in;
    if (reads(in)) {
      return;
    }
    SQLException why = last;
    Savepoint before = connection.setSavepoint();
    try {
      keys = keys(in);
      connection.releaseSavepoint(before);
    } catch (SQLException e) {
      if (!isOfRow(e)) {
        throw e;
      }
      connection.rollback(before);
      throw new StageFailedException(
          layout.entity().name(),
          "Expected the pack's query to name its failing row"
              + layout.ofQuery()
              + ", found that it fails even where only keys are read: "
              + SqlFailure.describe(why),
          "Correct the query's conditions or its key; then start another run.",
          why);
    }
    halve(0, keys.size());
  }

  /** The keys that were found, in order. */
  List<Key> found() {
    return List.copyOf(found);
  }

  /** The last error of a row; null where there was none. */
  SQLException lastError() {
    return last;
  }

  /** The range between two positions of the keys fails. */
  private void halve(int from, int to) throws SQLException, StageFailedException {
    if (to - from == 1) {
      found.add(keys.get(from));
      if (found.size() > most) {
        throw new StageFailedException(
            layout.entity().name(),
            "Expected the pack's query to fail on at most %d rows of a chunk, found more. The last error: %s"
                .formatted(most, SqlFailure.describe(last)),
            "Correct the query or the rows in the source, or raise GODWIT_FAILING_ROWS; then start another run.",
            last,
            found.size(),
            found.getFirst().text());
      }
      return;
    }
    int middle = (from + to) >>> 1;
    if (!reads(between(from, middle))) {
      halve(from, middle);
    }
    if (!reads(between(middle, to))) {
      halve(middle, to);
    }
  }

  private KeyRange between(int from, int to) {
    return new KeyRange(
        from == 0 ? range.above() : keys.get(from - 1).text(), keys.get(to - 1).text());
  }

  private boolean reads(KeyRange part) throws SQLException {
    Savepoint before = connection.setSavepoint();
    try (CopyReader rows = CopyReader.open(connection, copy.of(part.condition(layout)), columns)) {
      while (rows.next() != null) {
        // Only whether they can be read matters.
      }
    } catch (SQLException e) {
      if (!isOfRow(e)) {
        throw e;
      }
      last = e;
      connection.rollback(before);
      return false;
    }
    connection.releaseSavepoint(before);
    return true;
  }

  private List<Key> keys(KeyRange in) throws SQLException, StageFailedException {
    List<Key> all = new ArrayList<>();
    String columnsOfKey = String.join(", ", layout.key());
    String texts =
        layout.key().stream()
            .map(column -> "cast(" + column + " as text)")
            .collect(Collectors.joining(", "));
    int parts = layout.key().size();
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(FETCH_ROWS);
      try (ResultSet row =
          statement.executeQuery(
              "select %s, count(*) from %s where %s group by %s order by %s"
                  .formatted(
                      texts, layout.from(), in.condition(layout), columnsOfKey, columnsOfKey))) {
        while (row.next()) {
          List<String> key = new ArrayList<>(parts);
          for (int i = 1; i <= parts; i++) {
            key.add(row.getString(i));
          }
          all.add(
              new Key(
                  KeyRange.join(layout.entity(), key), Math.toIntExact(row.getLong(parts + 1))));
        }
      }
    }
    return all;
  }

  /** Condition that a row has none of the keys; true where there are none. */
  static String without(SourceLayout layout, List<Key> keys) {
    return keys.isEmpty() ? "true" : "not " + oneOf(layout, keys);
  }

  /** Condition that a row has one of the keys. */
  static String oneOf(SourceLayout layout, List<Key> keys) {
    return keys.stream()
        .map(
            key -> {
              String[] values = KeyRange.split(key.text());
              return IntStream.range(0, values.length)
                  .mapToObj(i -> layout.key().get(i) + " = " + KeyRange.literal(values[i]))
                  .collect(Collectors.joining(" and ", "(", ")"));
            })
        .collect(Collectors.joining(" or ", "(", ")"));
  }

  /**
   * The rows with a key. Where they cannot be measured or even the id cannot be read, each has the
   * key itself in the place of its id.
   */
  List<FailingRow> rows(Key key) throws SQLException {
    String condition = oneOf(layout, List.of(key));
    List<FailingRow> rows = new ArrayList<>();
    Savepoint before = connection.setSavepoint();
    for (String size : List.of(layout.size(), "0::bigint")) {
      try {
        for (FailingRow row : FailingRow.of(connection, layout, condition, size)) {
          rows.add(row.id() == null ? new FailingRow(shown(key), row.bytes()) : row);
        }
        connection.releaseSavepoint(before);
        return rows;
      } catch (SQLException e) {
        if (!isOfRow(e)) {
          throw e;
        }
        connection.rollback(before);
      }
    }
    return Collections.nCopies(key.rows(), new FailingRow(shown(key), 0));
  }

  private static String shown(Key key) {
    return String.join("/", KeyRange.split(key.text()));
  }
}
