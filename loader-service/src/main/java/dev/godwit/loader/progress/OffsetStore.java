package dev.godwit.loader.progress;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Next offset to be loaded, by topic and partition: table {@code godwit.progress}. Stateless; all
 * methods run in the connection's transaction.
 */
public final class OffsetStore {

  /**
   * A step forward in one partition.
   *
   * @param partition topic and partition
   * @param expected next offset before the step, as this process knows it
   * @param next next offset after the step
   */
  public record Step(TopicPartition partition, long expected, long next) {}

  private OffsetStore() {}

  /** Stored next offsets; a partition that was never loaded from is not in the map. */
  public static Map<TopicPartition, Long> read(
      Connection connection, Collection<TopicPartition> partitions) throws SQLException {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    try (PreparedStatement select =
        connection.prepareStatement("SELECT topic, partition, next_offset FROM godwit.progress")) {
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          TopicPartition partition = new TopicPartition(rows.getString(1), rows.getInt(2));
          if (partitions.contains(partition)) {
            offsets.put(partition, rows.getLong(3));
          }
        }
      }
    }
    return offsets;
  }

  /** Sets where loading begins, whatever was stored. Only for partitions that are new or remade. */
  public static void begin(Connection connection, Map<TopicPartition, Long> offsets)
      throws SQLException {
    try (PreparedStatement upsert =
        connection.prepareStatement(
            "INSERT INTO godwit.progress (topic, partition, next_offset) VALUES (?, ?, ?)"
                + " ON CONFLICT (topic, partition) DO UPDATE SET next_offset = excluded.next_offset")) {
      for (Map.Entry<TopicPartition, Long> offset : offsets.entrySet()) {
        upsert.setString(1, offset.getKey().topic());
        upsert.setInt(2, offset.getKey().partition());
        upsert.setLong(3, offset.getValue());
        upsert.addBatch();
      }
      upsert.executeBatch();
    }
  }

  /**
   * Takes the steps.
   *
   * @return false where a stored offset is not what a step expects: another instance has loaded
   *     from that partition since. The caller must then roll back.
   */
  public static boolean advance(Connection connection, List<Step> steps) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE godwit.progress p SET next_offset = s.next"
                + " FROM unnest(?::text[], ?::int4[], ?::int8[], ?::int8[])"
                + " AS s (topic, partition, expected, next)"
                + " WHERE p.topic = s.topic AND p.partition = s.partition"
                + " AND p.next_offset = s.expected")) {
      int n = steps.size();
      String[] topics = new String[n];
      Integer[] partitions = new Integer[n];
      Long[] expected = new Long[n];
      Long[] next = new Long[n];
      for (int i = 0; i < n; i++) {
        Step step = steps.get(i);
        topics[i] = step.partition().topic();
        partitions[i] = step.partition().partition();
        expected[i] = step.expected();
        next[i] = step.next();
      }
      update.setArray(1, connection.createArrayOf("text", topics));
      update.setArray(2, connection.createArrayOf("int4", partitions));
      update.setArray(3, connection.createArrayOf("int8", expected));
      update.setArray(4, connection.createArrayOf("int8", next));
      return update.executeUpdate() == n;
    }
  }
}
