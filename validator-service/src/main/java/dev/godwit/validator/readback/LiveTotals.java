package dev.godwit.validator.readback;

import dev.godwit.canonical.BucketDigest;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * Totals of a run's live events that the loader keeps in the target, in one database snapshot. The
 * loader changes them in the transaction that writes the rows, so that they agree exactly with the
 * rows of the same snapshot, however fast events arrive.
 *
 * @param received events that the loader read
 * @param loaded events that are rows
 * @param duplicates events that were rows already
 * @param quarantined events that the loader quarantined
 * @param nextOffsets offset after the last event read, by partition of the transformed live topic
 * @param digests digests of the rows written, by position of their table in the pack
 */
public record LiveTotals(
    long received,
    long loaded,
    long duplicates,
    long quarantined,
    Map<Integer, Long> nextOffsets,
    Map<Integer, BucketDigest> digests) {

  /**
   * Reads them in the connection's transaction.
   *
   * @throws SQLException retriable where the database went away; fatal where the tables that the
   *     loader creates at its start are missing
   */
  static LiveTotals read(Connection connection, String runId) throws SQLException {
    long received = 0;
    long loaded = 0;
    long duplicates = 0;
    long quarantined = 0;
    Map<Integer, Long> nextOffsets = new HashMap<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT partition, next_offset, received, loaded, duplicates, quarantined"
                + " FROM godwit.live_total WHERE run_id = ?")) {
      select.setString(1, runId);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          nextOffsets.put(row.getInt(1), row.getLong(2));
          received += row.getLong(3);
          loaded += row.getLong(4);
          duplicates += row.getLong(5);
          quarantined += row.getLong(6);
        }
      }
    }
    return new LiveTotals(
        received, loaded, duplicates, quarantined, nextOffsets, digests(connection, runId));
  }

  private static Map<Integer, BucketDigest> digests(Connection connection, String runId)
      throws SQLException {
    Map<Integer, BucketDigest> digests = new HashMap<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT table_index, rows, digest FROM godwit.live_digest WHERE run_id = ?")) {
      select.setString(1, runId);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          digests
              .computeIfAbsent(row.getInt(1), table -> new BucketDigest())
              .merge(BucketDigest.fromBytes(ByteBuffer.wrap(row.getBytes(3)), row.getLong(2)));
        }
      }
    }
    return digests;
  }

  /** Digest of the rows of a table; empty where there are none. */
  public BucketDigest digest(int table) {
    return digests.getOrDefault(table, new BucketDigest());
  }
}
