package dev.godwit.orchestrator.keeping;

import dev.godwit.orchestrator.view.projection.GroupOffsets;
import dev.godwit.records.Topic;
import dev.godwit.records.TopicCatalogue;
import dev.godwit.wire.KafkaSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * The topics with personal data, and the beginning of what they hold. Thread-safe; every failure is
 * a {@link KafkaException}, retriable where Kafka says so.
 */
final class PersonalTopics implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String OWN = "godwit-";

  private final TopicCatalogue catalogue = TopicCatalogue.load();
  private final GroupOffsets broker;

  PersonalTopics(KafkaSettings settings) {
    this.broker = new GroupOffsets(settings, "godwit-keeping", TIMEOUT);
  }

  /** All their partitions, also those of entities that packs declare. */
  Set<TopicPartition> partitions() {
    return broker.partitions(
        catalogue.among(broker.topics()).stream()
            .filter(Topic::personal)
            .map(Topic::name)
            .toList());
  }

  /** The first offsets that are kept. */
  Map<TopicPartition, Long> begins(Collection<TopicPartition> partitions) {
    return broker.begins(partitions);
  }

  /** The ends that a read-committed consumer can reach. */
  Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
    return broker.stableEnds(partitions);
  }

  /** The first offsets of records of a moment or later; the end where there is none. */
  Map<TopicPartition, Long> from(Collection<TopicPartition> partitions, Instant moment) {
    return broker.from(partitions, moment);
  }

  /** The least committed offset of Godwit's consumer groups, of partitions that any has read. */
  Map<TopicPartition, Long> read(Collection<TopicPartition> partitions) {
    Map<TopicPartition, Long> least = new HashMap<>();
    for (String group : broker.groups(OWN)) {
      broker
          .committed(group, partitions)
          .forEach((partition, offset) -> least.merge(partition, offset, Math::min));
    }
    return least;
  }

  /** Deletes the records before the offsets. */
  void deleteBefore(Map<TopicPartition, Long> offsets) {
    broker.deleteBefore(offsets);
  }

  @Override
  public void close() {
    broker.close();
  }
}
