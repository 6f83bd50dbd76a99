package dev.godwit.loader.progress;

import dev.godwit.loader.progress.Statements.SqlArray;
import dev.godwit.records.Entity;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The offsets between which a run's records stand in each partition: table {@code
 * godwit.loaded_range}. A replay reads them again. Records of other runs may stand between them.
 * Stateless; all methods run in the connection's transaction.
 */
public final class LoadedRanges {

  /**
   * A stretch of a partition.
   *
   * @param entity entity of the topic
   * @param partition the partition
   * @param from first offset
   * @param to offset after the last
   * @param records records of the run in it
   */
  public record LoadedRange(Entity entity, int partition, long from, long to, long records) {
    private LoadedRange with(LoadedRange other) {
      return new LoadedRange(
          entity,
          partition,
          Math.min(from, other.from),
          Math.max(to, other.to),
          records + other.records);
    }
  }

  private record Key(String runId, Entity entity, int partition) {}

  /** The ranges of one batch, by run; those of the same run and partition become one. */
  public static final class Additions {
    private final Map<Key, LoadedRange> ranges = new LinkedHashMap<>();

    public void add(String runId, LoadedRange range) {
      ranges.merge(new Key(runId, range.entity(), range.partition()), range, LoadedRange::with);
    }
  }

  private LoadedRanges() {}

  /** Widens the stored ranges by those of a batch, with one statement. */
  public static void add(Connection connection, Additions additions) throws SQLException {
    if (additions.ranges.isEmpty()) {
      return;
    }
    List<Map.Entry<Key, LoadedRange>> rows = new ArrayList<>(additions.ranges.entrySet());
    Statements.update(
        connection,
        "INSERT INTO godwit.loaded_range AS r"
            + " (run_id, entity, partition, from_offset, to_offset, records)"
            + " SELECT * FROM unnest(?::text[], ?::text[], ?::int4[], ?::int8[], ?::int8[],"
            + " ?::int8[]) ON CONFLICT (run_id, entity, partition) DO UPDATE SET"
            + " from_offset = least(r.from_offset, excluded.from_offset),"
            + " to_offset = greatest(r.to_offset, excluded.to_offset),"
            + " records = r.records + excluded.records",
        column("text", rows, row -> row.getKey().runId()),
        column("text", rows, row -> row.getKey().entity().name()),
        column("int4", rows, row -> row.getKey().partition()),
        column("int8", rows, row -> row.getValue().from()),
        column("int8", rows, row -> row.getValue().to()),
        column("int8", rows, row -> row.getValue().records()));
  }

  private static <T> SqlArray column(String type, Collection<T> rows, Function<T, ?> value) {
    return new SqlArray(type, rows.stream().map(value).toList());
  }

  /** The run's ranges. */
  public static List<LoadedRange> read(Connection connection, String runId) throws SQLException {
    return Statements.query(
        connection,
        "SELECT entity, partition, from_offset, to_offset, records FROM godwit.loaded_range"
            + " WHERE run_id = ?",
        row ->
            new LoadedRange(
                Entity.valueOf(row.getString(1)),
                row.getInt(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5)),
        runId);
  }

  /**
   * Whether the ranges of a run are complete: an older version that opened it kept none. False for
   * an unknown run too.
   */
  public static boolean isKept(Connection connection, String runId) throws SQLException {
    return Statements.query(
            connection,
            "SELECT keeps_ranges FROM godwit.run WHERE run_id = ?",
            row -> row.getBoolean(1),
            runId)
        .contains(true);
  }

  /** Deletes the ranges of a run whose rows are purged. */
  public static void remove(Connection connection, String runId) throws SQLException {
    Statements.update(connection, "DELETE FROM godwit.loaded_range WHERE run_id = ?", runId);
  }
}
