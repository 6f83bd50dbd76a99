package dev.godwit.transformer.inbound;

import dev.godwit.common.v1.Entity;
import dev.godwit.transformer.outbound.PartitionTally;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** A partition that this process reads, from its last committed offset on. Not thread-safe. */
final class AssignedPartition {
  final TopicPartition partition;
  final Entity entity;
  final PartitionTally tally;

  /** Offset after the last record processed in the open transaction; -1 for none. */
  long next = -1;

  /** Offset committed last; -1 where there is none. */
  long committed;

  /** Record that the partition waits at; null where it does not wait. */
  Outcome.Held held;

  /** Reason of the wait that was logged last; null where it did not wait since. */
  String lastWait;

  AssignedPartition(TopicPartition partition, Entity entity, OffsetAndMetadata committed) {
    this.partition = partition;
    this.entity = entity;
    this.committed = committed == null ? -1 : committed.offset();
    this.tally =
        new PartitionTally(
            entity, partition.partition(), committed == null ? null : committed.metadata());
  }
}
