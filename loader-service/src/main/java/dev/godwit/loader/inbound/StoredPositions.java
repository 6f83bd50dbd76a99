package dev.godwit.loader.inbound;

import dev.godwit.loader.progress.OffsetStore;
import dev.godwit.loader.progress.OffsetStore.Step;
import dev.godwit.loader.targetdb.TargetConnection;
import dev.godwit.wire.crash.CrashPoint;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * The next offset to load in each assigned partition, as the target database held it when this
 * process last read or wrote it. Not thread-safe.
 */
final class StoredPositions {
  private static final Logger LOG = Logger.getLogger(StoredPositions.class);

  private final Map<TopicPartition, Long> next = new HashMap<>();

  /**
   * Reads the stored offsets of the assigned partitions and seeks the consumer to them. A partition
   * that was never loaded from, or whose topic was created anew, begins at its first record.
   */
  void restore(Consumer<byte[], byte[]> consumer, TargetConnection target)
      throws SQLException, InterruptedException {
    Set<TopicPartition> assigned = consumer.assignment();
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(assigned);
    Map<TopicPartition, Long> ends = consumer.endOffsets(assigned);
    Map<TopicPartition, Long> stored =
        target.retrying(
            connection -> {
              Map<TopicPartition, Long> read = OffsetStore.read(connection, assigned);
              Map<TopicPartition, Long> fresh = fresh(assigned, read, begins, ends);
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
  }

  /** Next offset as this process knows it. */
  long next(TopicPartition partition) {
    return next.get(partition);
  }

  /** Notes steps that are committed. */
  void advance(List<Step> steps) {
    steps.forEach(step -> next.put(step.partition(), step.next()));
  }

  private static Map<TopicPartition, Long> fresh(
      Collection<TopicPartition> assigned,
      Map<TopicPartition, Long> stored,
      Map<TopicPartition, Long> begins,
      Map<TopicPartition, Long> ends) {
    Map<TopicPartition, Long> fresh = new HashMap<>();
    for (TopicPartition partition : assigned) {
      Long offset = stored.get(partition);
      if (offset == null) {
        fresh.put(partition, begins.get(partition));
      } else if (offset > ends.get(partition)) {
        LOG.warnf(
            "Expected %s to reach offset %d, which is stored as loaded, but it ends at %d: the"
                + " topic was created anew. Loading it from its first record.",
            partition, offset, ends.get(partition));
        fresh.put(partition, begins.get(partition));
      }
    }
    return fresh;
  }
}
