package dev.godwit.loader.progress;

import dev.godwit.canonical.BucketDigest;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * The outcome of a run's live events, by partition: tables {@code godwit.live_total} and {@code
 * godwit.live_digest}. They change in the transaction that writes the rows, so a reader of rows and
 * totals in one snapshot of the database compares the same moment, however fast events arrive.
 * Stateless; all methods run in the connection's transaction.
 */
public final class LiveTotals {

  /**
   * The increments of a batch for one partition of one run.
   *
   * @param partition partition of the live topics
   * @param nextOffset offset after the last record read
   * @param received events read
   * @param loaded events that are rows now
   * @param duplicates events that were rows already
   * @param quarantined events quarantined by the loader
   * @param digests digests of the rows written, by table index
   */
  public record Gain(
      int partition,
      long nextOffset,
      long received,
      long loaded,
      long duplicates,
      long quarantined,
      Map<Integer, BucketDigest> digests) {}

  private LiveTotals() {}

  /** Adds the increments of a batch. */
  public static void add(Connection connection, String runId, List<Gain> gains)
      throws SQLException {
    Statements.updateEach(
        connection,
        "INSERT INTO godwit.live_total AS t"
            + " (run_id, partition, next_offset, received, loaded, duplicates, quarantined)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (run_id, partition) DO UPDATE SET"
            + " next_offset = excluded.next_offset,"
            + " received = t.received + excluded.received,"
            + " loaded = t.loaded + excluded.loaded,"
            + " duplicates = t.duplicates + excluded.duplicates,"
            + " quarantined = t.quarantined + excluded.quarantined",
        gains.stream()
            .map(
                gain ->
                    new Object[] {
                      runId,
                      gain.partition(),
                      gain.nextOffset(),
                      gain.received(),
                      gain.loaded(),
                      gain.duplicates(),
                      gain.quarantined()
                    })
            .toList());
    for (Gain gain : gains) {
      for (Map.Entry<Integer, BucketDigest> digest : gain.digests().entrySet()) {
        merge(connection, runId, gain.partition(), digest.getKey(), digest.getValue());
      }
    }
  }

  /**
   * Counts events of a partition that a replay has released from quarantine.
   *
   * @param loaded released events that are rows now
   * @param duplicates released events that were rows already
   * @param digests digests of the rows written, by table index
   */
  public static void release(
      Connection connection,
      String runId,
      int partition,
      long loaded,
      long duplicates,
      Map<Integer, BucketDigest> digests)
      throws SQLException {
    Statements.update(
        connection,
        "UPDATE godwit.live_total SET loaded = loaded + ?, duplicates = duplicates + ?,"
            + " quarantined = quarantined - ? WHERE run_id = ? AND partition = ?",
        loaded,
        duplicates,
        loaded + duplicates,
        runId,
        partition);
    for (Map.Entry<Integer, BucketDigest> digest : digests.entrySet()) {
      merge(connection, runId, partition, digest.getKey(), digest.getValue());
    }
  }

  /** Deletes the totals of a run whose rows are purged. */
  public static void remove(Connection connection, String runId) throws SQLException {
    Statements.update(connection, "DELETE FROM godwit.live_total WHERE run_id = ?", runId);
    Statements.update(connection, "DELETE FROM godwit.live_digest WHERE run_id = ?", runId);
  }

  private static void merge(
      Connection connection, String runId, int partition, int table, BucketDigest gain)
      throws SQLException {
    BucketDigest sum =
        Statements.query(
                connection,
                "SELECT digest, rows FROM godwit.live_digest"
                    + " WHERE run_id = ? AND partition = ? AND table_index = ? FOR UPDATE",
                row -> BucketDigest.fromBytes(ByteBuffer.wrap(row.getBytes(1)), row.getLong(2)),
                runId,
                partition,
                table)
            .stream()
            .findFirst()
            .orElseGet(BucketDigest::new);
    sum.merge(gain);
    Statements.update(
        connection,
        "INSERT INTO godwit.live_digest (run_id, partition, table_index, rows, digest)"
            + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (run_id, partition, table_index)"
            + " DO UPDATE SET rows = excluded.rows, digest = excluded.digest",
        runId,
        partition,
        table,
        sum.rows(),
        sum.toBytes().array());
  }
}
