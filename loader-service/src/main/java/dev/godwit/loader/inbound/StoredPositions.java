package dev.godwit.loader.inbound;

import dev.godwit.loader.progress.OffsetStore;
import dev.godwit.loader.progress.OffsetStore.Step;
import dev.godwit.loader.targetdb.TargetConnection;
import dev.godwit.records.Entity;
import dev.godwit.wire.crash.CrashPoint;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * The next offset to load in each assigned partition, as the target database held it when this
 * process last read or wrote it. Not thread-safe.
 */
final class StoredPositions {
  private final Map<TopicPartition, Long> next = new HashMap<>();

  /**
   * Reads the stored offsets of the assigned partitions and seeks the consumer to them. A partition
   * that was never loaded from begins at its first record, and so does one whose next record is
   * deleted, or whose topic was created anew; the new offset is stored.
   *
   * @return where records were deleted before they were loaded
   */
  List<LostRows> restore(
      Consumer<byte[], byte[]> consumer, TargetConnection target, Map<String, Entity> entities)
      throws SQLException, InterruptedException {
    Set<TopicPartition> assigned = consumer.assignment();
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(assigned);
    Map<TopicPartition, Long> ends = consumer.endOffsets(assigned);
    List<LostRows> lost = new ArrayList<>();
    Map<TopicPartition, Long> stored =
        target.retrying(
            connection -> {
              Map<TopicPartition, Long> read = OffsetStore.read(connection, assigned);
              lost.clear();
              lost.addAll(lost(read, begins, ends, entities));
              Map<TopicPartition, Long> fresh = new HashMap<>(begins);
              fresh.keySet().removeAll(read.keySet());
              lost.forEach(rows -> fresh.put(rows.partition(), rows.to()));
              OffsetStore.begin(connection, fresh);
              CrashPoint.LOADER_POSITIONS_BEFORE_COMMIT.reach();
              connection.commit();
              CrashPoint.LOADER_POSITIONS_AFTER_COMMIT.reach();
              read.putAll(fresh);
              return read;
            });
    next.clear();
    next.putAll(stored);
    next.forEach(consumer::seek);
    return lost;
  }

  /** Next offset as this process knows it. */
  long next(TopicPartition partition) {
    return next.get(partition);
  }

  /** Notes steps that are committed. */
  void advance(List<Step> steps) {
    steps.forEach(step -> next.put(step.partition(), step.next()));
  }

  private static List<LostRows> lost(
      Map<TopicPartition, Long> stored,
      Map<TopicPartition, Long> begins,
      Map<TopicPartition, Long> ends,
      Map<String, Entity> entities) {
    List<LostRows> lost = new ArrayList<>();
    stored.forEach(
        (partition, offset) -> {
          boolean isRemade = offset > ends.get(partition);
          if (isRemade || offset < begins.get(partition)) {
            Entity entity = entities.get(partition.topic());
            lost.add(new LostRows(partition, entity, offset, begins.get(partition), isRemade));
          }
        });
    return lost;
  }
}
