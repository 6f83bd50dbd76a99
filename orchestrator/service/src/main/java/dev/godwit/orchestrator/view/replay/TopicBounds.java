package dev.godwit.orchestrator.view.replay;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Offsets of topics. <i>Contract:</i> thread-safe; it reads and changes nothing; a {@link
 * org.apache.kafka.common.KafkaException} is an outage, and retriable.
 */
public interface TopicBounds {
  /** First offset that each partition still holds; partitions that do not exist are left out. */
  Map<TopicPartition, Long> begins(Collection<TopicPartition> partitions);

  /**
   * First offset of each partition whose record time is that or later; its end where there is none.
   */
  Map<TopicPartition, Long> from(Collection<TopicPartition> partitions, Instant time);
}
