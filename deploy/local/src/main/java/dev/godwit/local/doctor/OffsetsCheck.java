package dev.godwit.local.doctor;

import dev.godwit.api.Runbook;
import dev.godwit.records.Counted;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether the groups' committed offsets lie within their topics, and whether the groups that must
 * have some have them.
 */
final class OffsetsCheck implements Check {
  static final String PREFIX = "godwit";

  /** Groups that commit an offset as soon as their topic holds a record. */
  private static final Map<String, String> MUST_HAVE =
      Map.of("godwit-orchestrator", Topics.COMMANDS);

  /** The group that commits an offset for each partition that it reads at its first start. */
  static final String TRANSFORMER = "godwit-transformer";

  @Override
  public String name() {
    return "offsets";
  }

  @Override
  public List<Diagnosis> examine(Installation installation) throws Exception {
    Admin admin = installation.admin();
    Map<String, Map<TopicPartition, OffsetAndMetadata>> committed = committed(admin);
    Set<String> topics = admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get();
    committed
        .values()
        .forEach(offsets -> offsets.keySet().removeIf(p -> !topics.contains(p.topic())));
    List<Diagnosis> all = new ArrayList<>();
    int counted = 0;
    for (var group : committed.entrySet()) {
      Map<TopicPartition, Long> begins = at(admin, group.getValue(), OffsetSpec.earliest());
      Map<TopicPartition, Long> ends = at(admin, group.getValue(), OffsetSpec.latest());
      for (var offset : group.getValue().entrySet()) {
        counted++;
        compare(group.getKey(), offset.getKey(), offset.getValue().offset(), begins, ends, all);
      }
    }
    for (var wanted : MUST_HAVE.entrySet()) {
      lost(admin, wanted.getKey(), wanted.getValue(), committed, all);
    }
    lostByTransformer(admin, committed.getOrDefault(TRANSFORMER, Map.of()), all);
    if (all.isEmpty()) {
      all.add(
          Diagnosis.fine(
              this,
              "groups",
              "Within their topics: %s of %s."
                  .formatted(
                      Counted.of(counted, "offset"), Counted.of(committed.size(), "group"))));
    }
    return all;
  }

  /** Committed offsets of Godwit's groups, by group. */
  static Map<String, Map<TopicPartition, OffsetAndMetadata>> committed(Admin admin)
      throws Exception {
    Map<String, Map<TopicPartition, OffsetAndMetadata>> byGroup = new TreeMap<>();
    for (GroupListing group : admin.listGroups().all().get()) {
      if (group.groupId().startsWith(PREFIX)) {
        Map<TopicPartition, OffsetAndMetadata> offsets =
            new HashMap<>(
                admin
                    .listConsumerGroupOffsets(group.groupId())
                    .partitionsToOffsetAndMetadata()
                    .get());
        offsets.values().removeIf(Objects::isNull);
        byGroup.put(group.groupId(), offsets);
      }
    }
    return byGroup;
  }

  /** Offsets of partitions at their begin or end. */
  static Map<TopicPartition, Long> at(
      Admin admin, Map<TopicPartition, ?> partitions, OffsetSpec spec) throws Exception {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.keySet().forEach(partition -> asked.put(partition, spec));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    for (Map.Entry<TopicPartition, ListOffsetsResultInfo> found :
        admin.listOffsets(asked).all().get().entrySet()) {
      offsets.put(found.getKey(), found.getValue().offset());
    }
    return offsets;
  }

  private void compare(
      String group,
      TopicPartition partition,
      long offset,
      Map<TopicPartition, Long> begins,
      Map<TopicPartition, Long> ends,
      List<Diagnosis> all) {
    String subject = group + " on " + partition;
    if (offset > ends.get(partition)) {
      all.add(
          Diagnosis.bad(
                  this,
                  Severity.ERROR,
                  subject,
                  "Its offset %d is beyond the end, %d.".formatted(offset, ends.get(partition)))
              .because(
                  "The topic was made anew or the offset was moved: the group waits for records that never come, or begins at the first one.",
                  "Stop its service, then godwit doctor --reset-offsets " + group,
                  Runbook.LOST_OFFSETS));
    } else if (offset < begins.get(partition)) {
      all.add(
          Diagnosis.bad(
                  this,
                  Severity.ERROR,
                  subject,
                  "Its offset %d is before the first record, %d: deleted before it was read: %s."
                      .formatted(
                          offset,
                          begins.get(partition),
                          Counted.of(begins.get(partition) - offset, "record")))
              .because(
                  "Records that were deleted are lost to this group; a run that needs it cannot reconcile.",
                  "Lengthen the retention; then end the run with godwit rollback, and start another.",
                  Runbook.LOST_OFFSETS));
    }
  }

  private void lostByTransformer(
      Admin admin, Map<TopicPartition, OffsetAndMetadata> committed, List<Diagnosis> all)
      throws Exception {
    Set<Entity> entities = new TreeSet<>(Entity.BUILT_IN_AND_LIVE);
    for (String topic : admin.listTopics().names().get()) {
      Topics.declared(topic).ifPresent(entities::add);
    }
    List<String> topics = entities.stream().map(Topics::extracted).toList();
    Map<TopicPartition, Boolean> read = new HashMap<>();
    for (TopicDescription topic : admin.describeTopics(topics).allTopicNames().get().values()) {
      topic
          .partitions()
          .forEach(
              partition -> read.put(new TopicPartition(topic.name(), partition.partition()), true));
    }
    all.addAll(withoutOffset(at(admin, read, OffsetSpec.latest()), committed));
  }

  /**
   * The diagnosis that the transformer has no offset for partitions with records.
   *
   * @param ends ends of the partitions that the transformer reads
   */
  List<Diagnosis> withoutOffset(
      Map<TopicPartition, Long> ends, Map<TopicPartition, OffsetAndMetadata> committed) {
    List<String> without =
        ends.entrySet().stream()
            .filter(end -> end.getValue() > 0 && !committed.containsKey(end.getKey()))
            .map(end -> end.getKey().toString())
            .sorted()
            .toList();
    if (without.isEmpty()) {
      return List.of();
    }
    return List.of(
        Diagnosis.bad(
                this,
                Severity.WARNING,
                TRANSFORMER,
                "The group has no offset on %s with records: %s."
                    .formatted(Counted.of(without.size(), "partition"), String.join(", ", without)))
            .because(
                "Its offsets were lost: at its next start it reads its receipts first, which takes a while, and continues where they end. Nothing counts twice.",
                "godwit down --only transformer and godwit up --only transformer, then godwit doctor",
                Runbook.LOST_OFFSETS));
  }

  private void lost(
      Admin admin,
      String group,
      String topic,
      Map<String, Map<TopicPartition, OffsetAndMetadata>> committed,
      List<Diagnosis> all)
      throws Exception {
    TopicPartition partition = new TopicPartition(topic, 0);
    ListOffsetsResultInfo end =
        admin.listOffsets(Map.of(partition, OffsetSpec.latest())).partitionResult(partition).get();
    boolean has =
        committed.getOrDefault(group, Map.of()).keySet().stream()
            .anyMatch(known -> known.topic().equals(topic));
    if (end.offset() > 0 && !has) {
      all.add(
          Diagnosis.bad(
                  this,
                  Severity.ERROR,
                  group + " on " + topic,
                  "The group has no offset, but the topic holds records.")
              .because(
                  "Its offsets were lost: at its next start it reads everything again, from the first record. That repeats nothing, but takes time.",
                  "godwit down --only orchestrator and godwit up --only orchestrator, then godwit doctor",
                  Runbook.LOST_OFFSETS));
    }
  }
}
