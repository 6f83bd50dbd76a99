package dev.godwit.extractor.engagement.delivery;

import org.apache.kafka.common.TopicPartition;

/**
 * Records of the live topic that were deleted before they were delivered.
 *
 * @param from first of their offsets, which is where the delivery was
 * @param to offset at which the delivery continues
 * @param isRemade whether the topic was made anew, so that earlier offsets mean nothing
 */
record Undelivered(TopicPartition partition, long from, long to, boolean isRemade) {
  /** Partition and offsets, in one sentence. */
  String text() {
    return isRemade
        ? "Expected partition %d of %s to reach offset %d, which was delivered, found that the topic was made anew: events that were not delivered yet are lost."
            .formatted(partition.partition(), partition.topic(), from)
        : "Expected every live event to be there until it is delivered to the source, found the records of partition %d of %s from offset %d to %d deleted."
            .formatted(partition.partition(), partition.topic(), from, to - 1);
  }
}
