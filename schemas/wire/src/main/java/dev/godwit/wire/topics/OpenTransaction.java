package dev.godwit.wire.topics;

import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * A transaction that is open in a partition: consumers of committed records, and the cuts among
 * them, wait in front of its first record.
 *
 * @param startOffset offset of its first record
 * @param producerId number that the broker gave its producer
 * @param transactionalId name that the producer gave itself; empty where the broker does not say it
 * @param since when it began, or last wrote where the broker does not say more
 */
public record OpenTransaction(
    TopicPartition partition,
    long startOffset,
    long producerId,
    Optional<String> transactionalId,
    Instant since) {

  /** Partition, producer and time, for people. */
  public String text() {
    return "partition %d of %s is held at offset %d by a transaction of the producer %d%s, open since %s"
        .formatted(
            partition.partition(),
            partition.topic(),
            startOffset,
            producerId,
            transactionalId.map(" (transactional id %s)"::formatted).orElse(""),
            since);
  }
}
