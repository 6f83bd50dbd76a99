package dev.godwit.loader.inbound;

import dev.godwit.records.Entity;
import org.apache.kafka.common.TopicPartition;

/**
 * Records of a transformed topic that were deleted before they were loaded.
 *
 * @param entity entity of the topic
 * @param from offset up to which records were loaded
 * @param to offset at which loading continues
 * @param isRemade whether the topic was made anew, so that earlier offsets mean nothing
 */
public record LostRows(
    TopicPartition partition, Entity entity, long from, long to, boolean isRemade) {

  /** Partition and offsets, in one sentence. */
  public String text() {
    return isRemade
        ? "Expected partition %d of %s to reach offset %d, which was loaded, found that the topic was made anew: records that were not loaded yet are lost."
            .formatted(partition.partition(), partition.topic(), from)
        : "Expected every record of %s to be there until it is loaded, found those of partition %d from offset %d to %d deleted."
            .formatted(partition.topic(), partition.partition(), from, to - 1);
  }
}
