package dev.godwit.local.trace;

import java.util.Optional;

/**
 * The outcome of reading a range of offsets of a partition.
 *
 * @param topic the topic
 * @param partition the partition
 * @param from first offset that was to be read
 * @param to offset after the last
 * @param read number of records that were read
 * @param expiredBefore first offset that the partition still has, where retention has deleted
 *     records before the range or in it; 0 where none are deleted
 * @param limited whether reading ended at the limit of records, before the end of the range
 */
record TopicRange(
    String topic,
    int partition,
    long from,
    long to,
    long read,
    long expiredBefore,
    boolean limited) {

  /** Whether records that belong to the range may be deleted. */
  boolean isExpired() {
    return expiredBefore > 0;
  }

  /** A sentence about the part that is deleted or was not read; empty where all was read. */
  Optional<String> gap() {
    if (isExpired()) {
      return Optional.of(
          "The records of partition %d before offset %d were deleted by the topic's retention; it may have been among them."
              .formatted(partition, expiredBefore));
    }
    return limited
        ? Optional.of(
            "Reading %s-%d ended after %d records, before offset %d; read more with --read-at-most."
                .formatted(topic, partition, read, to))
        : Optional.empty();
  }
}
