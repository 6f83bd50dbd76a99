package dev.godwit.orchestrator.view.projection;

import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.topics.OpenTransaction;
import dev.godwit.wire.topics.OpenTransactions;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Asks the broker for committed offsets, ends and members. An offset is the one of the last
 * committed transaction also while the next one is open, so a lag is known at any time.
 * Thread-safe; every failure is a {@link KafkaException}, retriable.
 */
public final class GroupOffsets implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final Admin admin;
  private final int timeoutMillis;

  GroupOffsets(KafkaSettings settings, String clientId) {
    this(settings, clientId, TIMEOUT);
  }

  /**
   * @param timeout time for each question
   */
  public GroupOffsets(KafkaSettings settings, String clientId, Duration timeout) {
    this.timeoutMillis = (int) timeout.toMillis();
    Map<String, Object> config = settings.admin(timeout, timeout);
    config.put(AdminClientConfig.CLIENT_ID_CONFIG, clientId);
    this.admin = Admin.create(config);
  }

  /** Committed offsets of a group; a partition without one is missing. */
  public Map<TopicPartition, Long> committed(String group, Collection<TopicPartition> partitions) {
    ListConsumerGroupOffsetsOptions options =
        new ListConsumerGroupOffsetsOptions().requireStable(false).timeoutMs(timeoutMillis);
    ListConsumerGroupOffsetsSpec spec =
        new ListConsumerGroupOffsetsSpec().topicPartitions(List.copyOf(partitions));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    get(admin
            .listConsumerGroupOffsets(Map.of(group, spec), options)
            .partitionsToOffsetAndMetadata(group))
        .forEach(
            (partition, offset) -> {
              if (offset != null) {
                offsets.put(partition, offset.offset());
              }
            });
    return offsets;
  }

  /** The topics that exist. */
  public Set<String> topics() {
    return get(admin.listTopics().names());
  }

  /** Ends that a read-committed consumer can reach. */
  public Map<TopicPartition, Long> stableEnds(Collection<TopicPartition> partitions) {
    return offsets(partitions, OffsetSpec.latest());
  }

  /** First offsets that are still kept. */
  public Map<TopicPartition, Long> begins(Collection<TopicPartition> partitions) {
    return offsets(partitions, OffsetSpec.earliest());
  }

  /** First offsets of records of a moment or later; the stable end where there is none. */
  public Map<TopicPartition, Long> from(Collection<TopicPartition> partitions, Instant moment) {
    Map<TopicPartition, Long> ends = stableEnds(partitions);
    Map<TopicPartition, Long> found =
        offsets(partitions, OffsetSpec.forTimestamp(moment.toEpochMilli()));
    found.replaceAll((partition, offset) -> offset < 0 ? ends.get(partition) : offset);
    return found;
  }

  /** Deletes the records before the offsets; they are gone for every consumer. */
  public void deleteBefore(Map<TopicPartition, Long> offsets) {
    Map<TopicPartition, RecordsToDelete> deleted = new HashMap<>();
    offsets.forEach(
        (partition, offset) -> deleted.put(partition, RecordsToDelete.beforeOffset(offset)));
    get(admin.deleteRecords(deleted).all());
  }

  /** Names of the groups that begin so. */
  public List<String> groups(String prefix) {
    return get(admin.listGroups(new ListGroupsOptions().timeoutMs(timeoutMillis)).all()).stream()
        .map(GroupListing::groupId)
        .filter(group -> group.startsWith(prefix))
        .toList();
  }

  private Map<TopicPartition, Long> offsets(
      Collection<TopicPartition> partitions, OffsetSpec spec) {
    Map<TopicPartition, OffsetSpec> asked =
        partitions.stream().collect(Collectors.toMap(Function.identity(), p -> spec));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    get(admin
            .listOffsets(
                asked,
                new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs(timeoutMillis))
            .all())
        .forEach((partition, info) -> offsets.put(partition, info.offset()));
    return offsets;
  }

  /** Transactions that have been open in the partitions for longer than usual. */
  List<OpenTransaction> openTransactions(Collection<TopicPartition> partitions) {
    return partitions.isEmpty() ? List.of() : OpenTransactions.of(admin, partitions);
  }

  /** Partitions of topics, which exist. */
  public Set<TopicPartition> partitions(Collection<String> topics) {
    return get(admin.describeTopics(topics).allTopicNames()).values().stream()
        .flatMap(
            topic ->
                topic.partitions().stream()
                    .map(p -> new TopicPartition(topic.name(), p.partition())))
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The groups that have a name and a hyphen at their beginning, as a stage has them that reads its
   * topics once for each database: those with members, or all where none has a member. Where there
   * is no such group, the group of the name itself.
   */
  List<String> familyOf(String name) {
    List<GroupListing> family =
        get(admin.listGroups(new ListGroupsOptions().timeoutMs(timeoutMillis)).all()).stream()
            .filter(found -> found.groupId().startsWith(name + "-"))
            .filter(found -> !found.groupState().equals(Optional.of(GroupState.DEAD)))
            .toList();
    List<GroupListing> alive =
        family.stream()
            .filter(found -> !found.groupState().equals(Optional.of(GroupState.EMPTY)))
            .toList();
    return family.isEmpty()
        ? List.of(name)
        : (alive.isEmpty() ? family : alive).stream().map(GroupListing::groupId).sorted().toList();
  }

  /** Number of members by group; 0 for a group that does not exist. */
  Map<String, Integer> members(Collection<String> groups) {
    Map<String, Integer> members = new HashMap<>();
    admin
        .describeConsumerGroups(
            groups, new DescribeConsumerGroupsOptions().timeoutMs(timeoutMillis))
        .describedGroups()
        .forEach((group, described) -> members.put(group, members(described)));
    return members;
  }

  private static int members(KafkaFuture<ConsumerGroupDescription> described) {
    try {
      return get(described).members().size();
    } catch (GroupIdNotFoundException e) {
      return 0;
    }
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
      throw new KafkaException("Asking the broker for offsets.", e.getCause());
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(2));
  }
}
