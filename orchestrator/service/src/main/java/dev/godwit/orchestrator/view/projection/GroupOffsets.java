package dev.godwit.orchestrator.view.projection;

import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.topics.OpenTransaction;
import dev.godwit.wire.topics.OpenTransactions;
import java.time.Duration;
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
final class GroupOffsets implements AutoCloseable {
  private static final int TIMEOUT_MS = 2_000;
  private static final Duration TIMEOUT = Duration.ofMillis(TIMEOUT_MS);

  private final Admin admin;

  GroupOffsets(KafkaSettings settings, String clientId) {
    Map<String, Object> config = settings.admin(TIMEOUT, TIMEOUT);
    config.put(AdminClientConfig.CLIENT_ID_CONFIG, clientId);
    this.admin = Admin.create(config);
  }

  /** Committed offsets of a group; a partition without one is missing. */
  Map<TopicPartition, Long> committed(String group, Collection<TopicPartition> partitions) {
    ListConsumerGroupOffsetsOptions options =
        new ListConsumerGroupOffsetsOptions().requireStable(false).timeoutMs(TIMEOUT_MS);
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
  Set<String> topics() {
    return get(admin.listTopics().names());
  }

  /** Ends that a read-committed consumer can reach. */
  Map<TopicPartition, Long> stableEnds(Collection<TopicPartition> partitions) {
    return offsets(partitions, OffsetSpec.latest());
  }

  /** First offsets that are still kept. */
  Map<TopicPartition, Long> begins(Collection<TopicPartition> partitions) {
    return offsets(partitions, OffsetSpec.earliest());
  }

  private Map<TopicPartition, Long> offsets(
      Collection<TopicPartition> partitions, OffsetSpec spec) {
    Map<TopicPartition, OffsetSpec> asked =
        partitions.stream().collect(Collectors.toMap(Function.identity(), p -> spec));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    get(admin
            .listOffsets(
                asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs(TIMEOUT_MS))
            .all())
        .forEach((partition, info) -> offsets.put(partition, info.offset()));
    return offsets;
  }

  /** Transactions that have been open in the partitions for longer than usual. */
  List<OpenTransaction> openTransactions(Collection<TopicPartition> partitions) {
    return partitions.isEmpty() ? List.of() : OpenTransactions.of(admin, partitions);
  }

  /** Partitions of topics, which exist. */
  Set<TopicPartition> partitions(Collection<String> topics) {
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
        get(admin.listGroups(new ListGroupsOptions().timeoutMs(TIMEOUT_MS)).all()).stream()
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
        .describeConsumerGroups(groups, new DescribeConsumerGroupsOptions().timeoutMs(TIMEOUT_MS))
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
