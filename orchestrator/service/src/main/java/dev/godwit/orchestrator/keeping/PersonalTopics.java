package dev.godwit.orchestrator.keeping;

import dev.godwit.records.Topic;
import dev.godwit.records.TopicCatalogue;
import dev.godwit.wire.KafkaSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * The topics with personal data, and the beginning of what they hold. Thread-safe; every failure is
 * a {@link KafkaException}, retriable.
 */
final class PersonalTopics implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String OWN = "godwit-";

  private final TopicCatalogue catalogue = TopicCatalogue.load();
  private final Admin admin;

  PersonalTopics(KafkaSettings settings) {
    Map<String, Object> config = settings.admin(TIMEOUT, TIMEOUT);
    config.put(AdminClientConfig.CLIENT_ID_CONFIG, "godwit-keeping");
    this.admin = Admin.create(config);
  }

  /** All their partitions, also those of entities that packs declare. */
  Set<TopicPartition> partitions() {
    Set<String> names =
        catalogue.among(get(admin.listTopics().names())).stream()
            .filter(Topic::personal)
            .map(Topic::name)
            .collect(Collectors.toCollection(TreeSet::new));
    return get(admin.describeTopics(names).allTopicNames()).values().stream()
        .flatMap(
            topic ->
                topic.partitions().stream()
                    .map(info -> new TopicPartition(topic.name(), info.partition())))
        .collect(Collectors.toSet());
  }

  /** The first offsets that are kept. */
  Map<TopicPartition, Long> begins(Collection<TopicPartition> partitions) {
    return offsets(partitions, OffsetSpec.earliest());
  }

  /** The ends that a read-committed consumer can reach. */
  Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
    return offsets(partitions, OffsetSpec.latest());
  }

  /** The first offsets of records of a moment or later; the end where there is none. */
  Map<TopicPartition, Long> from(Collection<TopicPartition> partitions, Instant moment) {
    Map<TopicPartition, Long> ends = ends(partitions);
    Map<TopicPartition, Long> found =
        offsets(partitions, OffsetSpec.forTimestamp(moment.toEpochMilli()));
    found.replaceAll((partition, offset) -> offset < 0 ? ends.get(partition) : offset);
    return found;
  }

  /** The least committed offset of Godwit's consumer groups, of partitions that any has read. */
  Map<TopicPartition, Long> read(Collection<TopicPartition> partitions) {
    Map<TopicPartition, Long> least = new HashMap<>();
    List<TopicPartition> asked = List.copyOf(partitions);
    List<String> groups =
        get(admin.listGroups().all()).stream()
            .map(GroupListing::groupId)
            .filter(group -> group.startsWith(OWN))
            .toList();
    Map<String, ListConsumerGroupOffsetsSpec> specs =
        groups.stream()
            .collect(
                Collectors.toMap(
                    group -> group,
                    group -> new ListConsumerGroupOffsetsSpec().topicPartitions(asked)));
    get(admin.listConsumerGroupOffsets(specs).all())
        .values()
        .forEach(
            offsets ->
                offsets.forEach(
                    (partition, offset) -> {
                      if (offset != null) {
                        least.merge(partition, offset.offset(), Math::min);
                      }
                    }));
    return least;
  }

  /** Deletes the records before the offsets. */
  void deleteBefore(Map<TopicPartition, Long> offsets) {
    Map<TopicPartition, RecordsToDelete> deleted = new HashMap<>();
    offsets.forEach(
        (partition, offset) -> deleted.put(partition, RecordsToDelete.beforeOffset(offset)));
    get(admin.deleteRecords(deleted).all());
  }

  private Map<TopicPartition, Long> offsets(
      Collection<TopicPartition> partitions, OffsetSpec spec) {
    Map<TopicPartition, OffsetSpec> asked =
        partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> spec));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    get(admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).all())
        .forEach((partition, info) -> offsets.put(partition, info.offset()));
    return offsets;
  }

  private static <T> T get(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof KafkaException failure) {
        throw failure;
      }
      throw new KafkaException("Asking the broker about topics with personal data.", e.getCause());
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(2));
  }
}
