package dev.godwit.loader.progress;

import dev.godwit.canonical.BucketDigest;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * What has become of a run's live events, by partition: tables {@code godwit.live_total} and {@code
 * godwit.live_digest}. They change in the transaction that writes the rows, so whoever reads rows
 * and totals in one snapshot of the database compares the same moment, however fast events arrive.
 * Stateless; all methods run in the connection's transaction.
 */
public final class LiveTotals {

  /**
   * What a batch adds for one partition of one run.
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

  /** Adds what a batch did. */
  public static void add(Connection connection, String runId, List<Gain> gains)
      throws SQLException {
    try (PreparedStatement upsert =
        connection.prepareStatement(
            "INSERT INTO godwit.live_total AS t"
                + " (run_id, partition, next_offset, received, loaded, duplicates, quarantined)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (run_id, partition) DO UPDATE SET"
                + " next_offset = excluded.next_offset,"
                + " received = t.received + excluded.received,"
                + " loaded = t.loaded + excluded.loaded,"
                + " duplicates = t.duplicates + excluded.duplicates,"
                + " quarantined = t.quarantined + excluded.quarantined")) {
      for (Gain gain : gains) {
        upsert.setString(1, runId);
        upsert.setInt(2, gain.partition());
        upsert.setLong(3, gain.nextOffset());
        upsert.setLong(4, gain.received());
        upsert.setLong(5, gain.loaded());
        upsert.setLong(6, gain.duplicates());
        upsert.setLong(7, gain.quarantined());
        upsert.addBatch();
      }
      upsert.executeBatch();
    }
    for (Gain gain : gains) {
      for (Map.Entry<Integer, BucketDigest> digest : gain.digests().entrySet()) {
        merge(connection, runId, gain.partition(), digest.getKey(), digest.getValue());
      }
    }
  }

  /** Forgets a run whose rows are purged. */
  public static void remove(Connection connection, String runId) throws SQLException {
    for (String table : List.of("live_total", "live_digest")) {
      try (PreparedStatement delete =
          connection.prepareStatement("DELETE FROM godwit." + table + " WHERE run_id = ?")) {
        delete.setString(1, runId);
        delete.executeUpdate();
      }
    }
  }

  private static void merge(
      Connection connection, String runId, int partition, int table, BucketDigest gain)
      throws SQLException {
    BucketDigest sum = read(connection, runId, partition, table);
    sum.merge(gain);
    try (PreparedStatement upsert =
        connection.prepareStatement(
            "INSERT INTO godwit.live_digest (run_id, partition, table_index, rows, digest)"
                + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (run_id, partition, table_index)"
                + " DO UPDATE SET rows = excluded.rows, digest = excluded.digest")) {
      upsert.setString(1, runId);
      upsert.setInt(2, partition);
      upsert.setInt(3, table);
      upsert.setLong(4, sum.rows());
      upsert.setBytes(5, sum.toBytes().array());
      upsert.executeUpdate();
    }
  }

  private static BucketDigest read(Connection connection, String runId, int partition, int table)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT digest, rows FROM godwit.live_digest"
                + " WHERE run_id = ? AND partition = ? AND table_index = ? FOR UPDATE")) {
      select.setString(1, runId);
      select.setInt(2, partition);
      select.setInt(3, table);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? BucketDigest.fromBytes(ByteBuffer.wrap(row.getBytes(1)), row.getLong(2))
            : new BucketDigest();
      }
    }
  }
}
