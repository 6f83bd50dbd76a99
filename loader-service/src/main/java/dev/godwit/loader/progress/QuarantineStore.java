package dev.godwit.loader.progress;

import dev.godwit.loader.progress.Statements.SqlArray;
import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineLimits;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The records that the loader holds in quarantine, by place: table {@code godwit.quarantined}. A
 * row is written with the batch that quarantines the record, and deleted with the batch of a replay
 * that releases it. Stateless; all methods run in the connection's transaction.
 */
public final class QuarantineStore {
  private static final int PAGE = 10_000;

  /** Stands for every reason. */
  private static final String EVERY = "*";

  /**
   * A quarantined record.
   *
   * @param entity entity of the topic it was read from
   * @param partition partition it was read from
   * @param offset offset it was read from
   * @param legacyId id in the source; empty where it could not be read
   * @param reason name of the reason
   */
  public record Quarantined(
      Entity entity, int partition, long offset, String legacyId, String reason) {
    /** Its id as a column of type text can hold it: the kept part, without NUL. */
    private String storedId() {
      return QuarantineLimits.text(legacyId).replace('\0', ' ');
    }
  }

  private QuarantineStore() {}

  /** Adds records of a run; one that is there already gets the new reason. */
  public static void add(Connection connection, String runId, List<Quarantined> records)
      throws SQLException {
    if (records.isEmpty()) {
      return;
    }
    Statements.update(
        connection,
        "INSERT INTO godwit.quarantined"
            + " (run_id, entity, partition, record_offset, legacy_id, reason)"
            + " SELECT ?, q.* FROM unnest(?::text[], ?::int4[], ?::int8[], ?::text[], ?::text[]) q"
            + " ON CONFLICT (run_id, entity, partition, record_offset)"
            + " DO UPDATE SET reason = excluded.reason",
        runId,
        column("text", records, record -> record.entity().name()),
        column("int4", records, Quarantined::partition),
        column("int8", records, Quarantined::offset),
        column("text", records, Quarantined::storedId),
        column("text", records, Quarantined::reason));
  }

  private static <T> SqlArray column(String type, Collection<T> rows, Function<T, ?> value) {
    return new SqlArray(type, rows.stream().map(value).toList());
  }

  private record Place(long offset, String reason) {}

  /** Reason by offset of the records in quarantine in a stretch of a partition. */
  public static Map<Long, String> reasons(
      Connection connection, String runId, Entity entity, int partition, long from, long to)
      throws SQLException {
    Map<Long, String> reasons = new HashMap<>();
    Statements.query(
            connection,
            "SELECT record_offset, reason FROM godwit.quarantined WHERE run_id = ? AND entity = ?"
                + " AND partition = ? AND record_offset >= ? AND record_offset < ?",
            row -> new Place(row.getLong(1), row.getString(2)),
            runId,
            entity.name(),
            partition,
            from,
            to)
        .forEach(place -> reasons.put(place.offset(), place.reason()));
    return reasons;
  }

  /**
   * The next offsets of a partition with a record in quarantine, in order; empty at the end.
   *
   * @param reasons names of the reasons; * for every one
   */
  public static List<Long> offsets(
      Connection connection,
      String runId,
      Entity entity,
      int partition,
      long from,
      Collection<String> reasons)
      throws SQLException {
    return Statements.query(
        connection,
        "SELECT record_offset FROM godwit.quarantined WHERE run_id = ? AND entity = ?"
            + " AND partition = ? AND record_offset >= ? AND (? OR reason = ANY (?))"
            + " ORDER BY record_offset LIMIT "
            + PAGE,
        row -> row.getLong(1),
        runId,
        entity.name(),
        partition,
        from,
        reasons.contains(EVERY),
        new SqlArray("text", List.copyOf(reasons)));
  }

  /**
   * Number of the run's records of an entity in quarantine in a stretch of a partition.
   *
   * @param reasons names of the reasons; * for every one
   */
  public static long count(
      Connection connection,
      String runId,
      Entity entity,
      int partition,
      long from,
      long to,
      Collection<String> reasons)
      throws SQLException {
    return Statements.query(
            connection,
            "SELECT count(*) FROM godwit.quarantined WHERE run_id = ? AND entity = ?"
                + " AND partition = ? AND record_offset >= ? AND record_offset < ?"
                + " AND (? OR reason = ANY (?))",
            row -> row.getLong(1),
            runId,
            entity.name(),
            partition,
            from,
            to,
            reasons.contains(EVERY),
            new SqlArray("text", List.copyOf(reasons)))
        .get(0);
  }

  /** Deletes records that a replay has released. */
  public static void release(
      Connection connection, String runId, Entity entity, int partition, List<Long> offsets)
      throws SQLException {
    if (!offsets.isEmpty()) {
      Statements.update(
          connection,
          "DELETE FROM godwit.quarantined WHERE run_id = ? AND entity = ? AND partition = ?"
              + " AND record_offset = ANY (?)",
          runId,
          entity.name(),
          partition,
          new SqlArray("int8", offsets));
    }
  }

  /** Deletes the records of a run whose rows are purged. */
  public static void remove(Connection connection, String runId) throws SQLException {
    Statements.update(connection, "DELETE FROM godwit.quarantined WHERE run_id = ?", runId);
  }
}
