package dev.godwit.orchestrator.view.projection;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Records that were read together. Immutable.
 *
 * @param records by partition, in offset order
 * @param before where each partition was before them
 * @param after where it is after them, transaction markers passed
 */
record Batch(
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records,
    Map<TopicPartition, Long> before,
    Map<TopicPartition, Long> after) {

  /** In one order for all processes, so that two cannot wait for each other's positions. */
  List<TopicPartition> partitions() {
    return records.keySet().stream()
        .sorted(Comparator.comparing(TopicPartition::toString))
        .toList();
  }
}
