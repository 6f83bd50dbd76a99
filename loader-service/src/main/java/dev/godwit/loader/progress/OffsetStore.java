package dev.godwit.loader.progress;

import dev.godwit.loader.progress.Statements.SqlArray;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * The next offset to load, by topic and partition: table {@code godwit.progress}. Stateless; all
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

  private record Stored(TopicPartition partition, long next) {}

  private OffsetStore() {}

  /** Stored next offsets; a partition that was never loaded from is not in the map. */
  public static Map<TopicPartition, Long> read(
      Connection connection, Collection<TopicPartition> partitions) throws SQLException {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    Statements.query(
            connection,
            "SELECT topic, partition, next_offset FROM godwit.progress",
            row -> new Stored(new TopicPartition(row.getString(1), row.getInt(2)), row.getLong(3)))
        .stream()
        .filter(stored -> partitions.contains(stored.partition()))
        .forEach(stored -> offsets.put(stored.partition(), stored.next()));
    return offsets;
  }

  /**
   * Sets the offset at which loading begins, over a stored one. Only for new or remade partitions.
   */
  public static void begin(Connection connection, Map<TopicPartition, Long> offsets)
      throws SQLException {
    Statements.updateEach(
        connection,
        "INSERT INTO godwit.progress (topic, partition, next_offset) VALUES (?, ?, ?)"
            + " ON CONFLICT (topic, partition) DO UPDATE SET next_offset = excluded.next_offset",
        offsets.entrySet().stream()
            .map(at -> new Object[] {at.getKey().topic(), at.getKey().partition(), at.getValue()})
            .toList());
  }

  /**
   * Takes the steps.
   *
   * @return false where a stored offset is not the one that its step expects: another instance has
   *     loaded from that partition since. The caller must then roll back.
   */
  public static boolean advance(Connection connection, List<Step> steps) throws SQLException {
    int advanced =
        Statements.update(
            connection,
            "UPDATE godwit.progress p SET next_offset = s.next"
                + " FROM unnest(?::text[], ?::int4[], ?::int8[], ?::int8[])"
                + " AS s (topic, partition, expected, next)"
                + " WHERE p.topic = s.topic AND p.partition = s.partition"
                + " AND p.next_offset = s.expected",
            new SqlArray("text", steps.stream().map(step -> step.partition().topic()).toList()),
            new SqlArray("int4", steps.stream().map(step -> step.partition().partition()).toList()),
            new SqlArray("int8", steps.stream().map(Step::expected).toList()),
            new SqlArray("int8", steps.stream().map(Step::next).toList()));
    return advanced == steps.size();
  }
}
