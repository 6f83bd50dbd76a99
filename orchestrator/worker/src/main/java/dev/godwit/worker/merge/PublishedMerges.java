package dev.godwit.worker.merge;

import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.Identity;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import dev.godwit.worker.failure.StageFailedException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads a run's merge groups back from {@code crm.identities.v1}, between the offsets of the plan,
 * and keeps those that were used last, as many as about a fifth of the heap holds; others are read
 * again when they are needed. The topic is compacted: it has the groups of a customer's newest run
 * for ever, and of earlier ones no longer than its cleaner lets them. Thread-safe; a second thread
 * that needs the same run waits for the first. Errors of Kafka are thrown as they are, and are
 * retriable.
 */
@ApplicationScoped
public class PublishedMerges {
  /** Bytes of heap for each member that is kept, of which it takes a fifth. */
  private static final int HEAP_BYTES = 1024;

  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaSettings kafka;
  private final KeptMerges kept =
      new KeptMerges(Math.toIntExact(Runtime.getRuntime().maxMemory() / HEAP_BYTES));

  /**
   * @param kafka settings of the clients that read
   */
  public PublishedMerges(KafkaSettings kafka) {
    this.kafka = kafka;
  }

  /** End of the topic by partition: the merge groups published next begin there. */
  public List<Long> ends() {
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(kafka.consumer(null))) {
      List<TopicPartition> partitions = new ArrayList<>();
      for (PartitionInfo info : consumer.partitionsFor(Topics.IDENTITIES)) {
        partitions.add(new TopicPartition(Topics.IDENTITIES, info.partition()));
      }
      Map<Integer, Long> ends = new TreeMap<>();
      consumer.endOffsets(partitions).forEach((p, end) -> ends.put(p.partition(), end));
      return List.copyOf(ends.values());
    }
  }

  /**
   * The merge groups of a run.
   *
   * @param snapshot name of the run's snapshot; a repeated plan has another
   * @param from first offset by partition
   * @param to offset after the last by partition
   * @throws StageFailedException where the published groups are incomplete
   */
  public synchronized RunMerges of(String runId, String snapshot, List<Long> from, List<Long> to)
      throws StageFailedException {
    if (from.equals(to)) {
      return RunMerges.NONE;
    }
    String name = runId + " " + snapshot + " " + from;
    RunMerges merges = kept.get(name);
    if (merges == null) {
      merges = whole(runId, from, to);
      kept.put(name, merges);
    }
    return merges;
  }

  private RunMerges whole(String runId, List<Long> from, List<Long> to)
      throws StageFailedException {
    try {
      return read(runId, from, to);
    } catch (OffsetOutOfRangeException e) {
      throw new StageFailedException(
          Topics.IDENTITIES,
          "Expected the merge groups of run %s from offsets %s up to %s, found that the topic does not have them: %s"
              .formatted(runId, from, to, e.getMessage()),
          "Somebody deleted records of the topic, or the topic. "
              + "Restore it; or roll the run back and start another, which publishes its merge groups anew.",
          e);
    }
  }

  private RunMerges read(String runId, List<Long> from, List<Long> to) throws StageFailedException {
    Map<Entity, Map<String, List<Identity>>> groups = new TreeMap<>();
    Map<TopicPartition, Long> ends = new HashMap<>();
    for (int partition = 0; partition < from.size(); partition++) {
      if (from.get(partition) < to.get(partition)) {
        ends.put(new TopicPartition(Topics.IDENTITIES, partition), to.get(partition));
      }
    }
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(kafka.consumer(null));
        WireDecoder decoder = new WireDecoder(kafka.serde())) {
      // All partitions at once: otherwise each would wait for the read-ahead of the one before.
      consumer.assign(ends.keySet());
      ends.keySet().forEach(p -> consumer.seek(p, from.get(p.partition())));
      while (ends.entrySet().stream().anyMatch(p -> consumer.position(p.getKey()) < p.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (record.offset() < to.get(record.partition()) && record.value() != null) {
            Identity identity = decode(decoder, record);
            if (identity.getRunId().equals(runId)) {
              groups
                  .computeIfAbsent(Entities.of(identity), e -> new TreeMap<>())
                  .computeIfAbsent(identity.getSurvivorId(), s -> new ArrayList<>())
                  .add(identity);
            }
          }
        }
      }
    }
    Map<Entity, Merges> merges = new HashMap<>();
    for (Map.Entry<Entity, Map<String, List<Identity>>> ofEntity : groups.entrySet()) {
      List<MergeGroup> whole = new ArrayList<>();
      for (Map.Entry<String, List<Identity>> group : ofEntity.getValue().entrySet()) {
        whole.add(group(ofEntity.getKey(), group.getKey(), group.getValue()));
      }
      merges.put(ofEntity.getKey(), new Merges(whole));
    }
    return new RunMerges(merges);
  }

  private static Identity decode(WireDecoder decoder, ConsumerRecord<byte[], byte[]> record)
      throws StageFailedException {
    try {
      return (Identity) decoder.decode(record.topic(), record.value());
    } catch (UnreadableRecordException | ClassCastException e) {
      throw new StageFailedException(
          "%s/%d/%d".formatted(record.topic(), record.partition(), record.offset()),
          "Expected an identity, found another value: " + e.getMessage(),
          "Find the program that wrote it; only the extractor may. Then start another run.",
          e);
    }
  }

  private static MergeGroup group(Entity entity, String survivor, List<Identity> identities)
      throws StageFailedException {
    List<String> members = new ArrayList<>();
    members.add(survivor);
    identities.stream()
        .map(Identity::getLegacyId)
        .filter(id -> !id.equals(survivor))
        .sorted()
        .distinct()
        .forEach(members::add);
    int expected = identities.getFirst().getGroupSize();
    if (members.size() != expected) {
      throw new StageFailedException(
          Topics.IDENTITIES,
          "Expected a merge of %d %s, found %d of them."
              .formatted(expected, entity.text(), members.size()),
          "Start another run: it publishes its merge groups anew.");
    }
    return new MergeGroup(members, identities.getFirst().getRule());
  }
}
