package dev.godwit.orchestrator.keeping;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** The offsets before which records can go. A function of its arguments; thread-safe. */
final class Trimming {
  private Trimming() {}

  /**
   * The new begins of partitions; those that stay as they are are missing.
   *
   * @param begins present begins
   * @param needed first offsets that somebody needs
   * @param read least offsets that consumers have read up to; a partition without one has no
   *     consumer with a position
   * @param projected the same of the read model
   */
  static Map<TopicPartition, Long> of(
      Map<TopicPartition, Long> begins,
      Map<TopicPartition, Long> needed,
      Map<TopicPartition, Long> read,
      Map<TopicPartition, Long> projected) {
    Map<TopicPartition, Long> cut = new HashMap<>();
    needed.forEach(
        (partition, offset) -> {
          long before =
              Math.min(
                  offset,
                  Math.min(
                      read.getOrDefault(partition, offset),
                      projected.getOrDefault(partition, offset)));
          if (before > begins.getOrDefault(partition, 0L)) {
            cut.put(partition, before);
          }
        });
    return cut;
  }
}
