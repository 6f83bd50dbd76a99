package dev.godwit.loader.replay;

import dev.godwit.loader.inbound.PartitionFeed.Decoder;
import dev.godwit.loader.progress.OffsetStore;
import dev.godwit.loader.progress.RedrivenStore;
import dev.godwit.loader.progress.RedrivenStore.Parent;
import dev.godwit.loader.replay.Replay.Parts;
import dev.godwit.loader.targetdb.RunTarget;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.ReleasedRecord;
import dev.godwit.task.v1.ReplayRecords;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.worker.run.ReplayControl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Begins a redrive, before its first step: waits until everything that the transformer has written
 * for the run is loaded, since what waits for it is looked for then, and notes which chosen records
 * have left the quarantine. Repeating it changes nothing. Used by one thread.
 */
final class RedriveStart {
  private static final Duration POLL = Duration.ofMillis(200);

  /** Ids that are stored at once, in a transaction of their own. */
  private static final int MOST_AT_ONCE = 5_000;

  /** Between two looks at how far loading is. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  private final ReplayRecords task;
  private final String runId;
  private final Parts parts;
  private final ReplayPreparation preparation;

  RedriveStart(ReplayRecords task, String runId, Parts parts, ReplayPreparation preparation) {
    this.task = task;
    this.runId = runId;
    this.parts = parts;
    this.preparation = preparation;
  }

  /** Gives the offsets behind the last records of partitions, open transactions included. */
  @FunctionalInterface
  interface Ends {
    Map<TopicPartition, Long> apply(Set<TopicPartition> partitions);
  }

  /**
   * Begins.
   *
   * @return false where the replay was ended meanwhile
   */
  boolean begin(RunTarget target) throws Exception {
    Map<TopicPartition, Long> wanted = notLoaded(target);
    ReplayControl control = parts.controls().current(runId, task.getReplay());
    while (!isLoaded(wanted)) {
      if (control.isEnding()) {
        return false;
      }
      parts.target().checkNowAndThen();
      control = parts.controls().awaitChange(runId, control, BETWEEN_LOOKS);
    }
    noteReleased(target.customer());
    return true;
  }

  /**
   * The offsets behind the run's last records of now in its transformed topics, where not loaded.
   */
  private Map<TopicPartition, Long> notLoaded(RunTarget target) throws Exception {
    List<Entity> entities = new ArrayList<>(target.pack().entities());
    entities.add(Entity.LIVE);
    Set<TopicPartition> partitions = new LinkedHashSet<>();
    entities.forEach(entity -> partitions.addAll(partitionsOf(Topics.transformed(entity))));
    Map<TopicPartition, Long> loaded = loaded(partitions);
    Map<TopicPartition, Long> ends = parts.ends().apply(partitions);
    Map<TopicPartition, Long> begins = parts.consumer().beginningOffsets(partitions);
    RecordSelection own = new RecordSelection(runId, task.getSelection(), target, Optional.empty());
    Map<TopicPartition, Long> missing = new HashMap<>();
    for (TopicPartition partition : partitions) {
      long from = Math.max(loaded.getOrDefault(partition, 0L), begins.get(partition));
      long[] behindLast = {-1};
      read(
          partition,
          from,
          ends.get(partition),
          record -> {
            if (own.mayTake(record)) {
              behindLast[0] = record.offset() + 1;
            }
            return true;
          });
      if (behindLast[0] >= 0) {
        missing.put(partition, behindLast[0]);
      }
    }
    return missing;
  }

  /** Whether the loader has come to these offsets. */
  private boolean isLoaded(Map<TopicPartition, Long> wanted) throws Exception {
    if (wanted.isEmpty()) {
      return true;
    }
    Map<TopicPartition, Long> loaded = loaded(wanted.keySet());
    return wanted.entrySet().stream()
        .allMatch(one -> loaded.getOrDefault(one.getKey(), 0L) >= one.getValue());
  }

  private Map<TopicPartition, Long> loaded(Set<TopicPartition> partitions) throws Exception {
    return preparation.inTransaction(connection -> OffsetStore.read(connection, partitions));
  }

  /** Notes the chosen records that have left the quarantine, by replays of any stage. */
  private void noteReleased(String customer) throws Exception {
    RedriveChoice choice = new RedriveChoice(task.getSelection());
    for (TopicPartition partition : partitionsOf(Topics.QUARANTINE)) {
      Map<TopicPartition, Long> end = parts.ends().apply(Set.of(partition));
      long next = parts.consumer().beginningOffsets(Set.of(partition)).get(partition);
      while (next < end.get(partition)) {
        List<Parent> page = new ArrayList<>();
        next =
            read(
                partition,
                next,
                end.get(partition),
                record -> {
                  page.addAll(ids(record, customer, choice));
                  return page.size() < MOST_AT_ONCE;
                });
        store(page);
      }
    }
  }

  private void store(List<Parent> page) throws Exception {
    if (!page.isEmpty()) {
      preparation.inTransaction(
          connection -> {
            RedrivenStore.add(connection, runId, task.getReplay(), page);
            connection.commit();
            return null;
          });
    }
  }

  private List<Parent> ids(
      ConsumerRecord<byte[], byte[]> record, String customer, RedriveChoice choice) {
    Decoder decoder = parts.decoder();
    try {
      return decoder.decode(record.topic(), record.value()) instanceof ReleasedRecord released
              && released.getRunId().equals(runId)
              && !released.getLegacyId().isEmpty()
              && Dependants.isParent(Entities.of(released))
              && choice.takes(Entities.of(released), released.getLegacyId(), released.getReason())
          ? RedriveChoice.idsOf(customer, Entities.of(released), released.getLegacyId())
          : List.of();
    } catch (UnreadableRecordException e) {
      // Another version's record; it releases nothing of this run.
      return List.of();
    }
  }

  /**
   * Reads committed records.
   *
   * @param visitor false to read no further
   * @return the next offset
   */
  private long read(
      TopicPartition partition,
      long from,
      long end,
      Predicate<ConsumerRecord<byte[], byte[]>> visitor) {
    if (from >= end) {
      return from;
    }
    Consumer<byte[], byte[]> consumer = parts.consumer();
    consumer.assign(Set.of(partition));
    consumer.seek(partition, from);
    while (consumer.position(partition) < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
        if (record.offset() >= end) {
          return end;
        }
        if (!visitor.test(record)) {
          return record.offset() + 1;
        }
      }
    }
    return end;
  }

  private List<TopicPartition> partitionsOf(String topic) {
    return parts.consumer().partitionsFor(topic).stream()
        .map(info -> new TopicPartition(topic, info.partition()))
        .toList();
  }
}
