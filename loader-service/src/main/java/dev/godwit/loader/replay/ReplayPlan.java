package dev.godwit.loader.replay;

import dev.godwit.common.v1.ReplaySelection;
import dev.godwit.loader.progress.LoadedRanges.LoadedRange;
import dev.godwit.loader.progress.QuarantineStore;
import dev.godwit.loader.progress.ReplayStore.Counts;
import dev.godwit.loader.progress.ReplayStore.Stretch;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.worker.failure.StageFailedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * The stretches that a replay reads, and the number of records of its selection. The run's target
 * pack gives the order in which they are read. Made at its begin: records that arrive later are
 * loaded anyway. It is widened at the end by those that were refused meanwhile for what the replay
 * has brought. Immutable.
 *
 * @param stretches at most one for each entity and partition, by both
 * @param total records of the selection: exact for a run as a whole and for quarantined records,
 *     otherwise by the share of offsets or the number of keys
 */
record ReplayPlan(List<Stretch> stretches, long total) {
  /** Entities as lists for people have them, then by partition; not the order of loading. */
  private static final Comparator<Stretch> ORDER =
      Comparator.comparing(Stretch::entity).thenComparing(Stretch::partition);

  /**
   * Plans.
   *
   * @param ranges the run's ranges
   * @throws StageFailedException where the topics no longer hold the records
   */
  static ReplayPlan make(
      Consumer<byte[], byte[]> consumer, List<LoadedRange> ranges, ReplaySelection selection)
      throws StageFailedException {
    Map<TopicPartition, LoadedRange> selected =
        ranges.stream()
            .filter(range -> isSelected(range, selection))
            .collect(Collectors.toMap(ReplayPlan::partitionOf, range -> range));
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(selected.keySet());
    Map<TopicPartition, Long> ends = consumer.endOffsets(selected.keySet());
    Map<TopicPartition, Long> times = times(consumer, selected.keySet(), selection);
    List<Stretch> stretches = new ArrayList<>();
    long total = 0;
    for (Map.Entry<TopicPartition, LoadedRange> entry : selected.entrySet()) {
      LoadedRange range = entry.getValue();
      long from = Math.max(range.from(), times.getOrDefault(entry.getKey(), 0L));
      if (selection.getFromOffset() != null) {
        from = Math.max(from, selection.getFromOffset());
      }
      if (from >= range.to()) {
        continue;
      }
      check(entry.getKey(), from, range.to(), begins, ends, selection);
      from = Math.max(from, begins.get(entry.getKey()));
      stretches.add(
          new Stretch(range.entity(), range.partition(), from, from, range.to(), Counts.NONE));
      total += share(range, from);
    }
    stretches.sort(ORDER);
    return new ReplayPlan(stretches, total);
  }

  /**
   * The same plan with the number of records in quarantine, where only those are read.
   *
   * @param reasons names of the reasons; * for every one
   */
  ReplayPlan counted(Connection connection, String runId, Set<String> reasons) throws SQLException {
    long count = 0;
    for (Stretch stretch : stretches) {
      count +=
          QuarantineStore.count(
              connection,
              runId,
              stretch.entity(),
              stretch.partition(),
              stretch.from(),
              stretch.to(),
              reasons);
    }
    return new ReplayPlan(stretches, count);
  }

  /**
   * The part of this plan beyond an earlier one: in each partition the part behind the earlier
   * one's end, where records were quarantined in it. The number of records is that of the
   * quarantined ones.
   *
   * @param reasons names of the reasons; * for every one
   */
  ReplayPlan beyond(Connection connection, String runId, List<Stretch> earlier, Set<String> reasons)
      throws SQLException {
    List<Stretch> further = new ArrayList<>();
    long count = 0;
    for (Stretch stretch : stretches) {
      long from =
          earlier.stream()
              .filter(known -> ORDER.compare(known, stretch) == 0)
              .mapToLong(Stretch::to)
              .findFirst()
              .orElse(stretch.from());
      long quarantined =
          QuarantineStore.count(
              connection,
              runId,
              stretch.entity(),
              stretch.partition(),
              from,
              stretch.to(),
              reasons);
      if (quarantined > 0) {
        further.add(
            new Stretch(
                stretch.entity(), stretch.partition(), from, from, stretch.to(), Counts.NONE));
        count += quarantined;
      }
    }
    return new ReplayPlan(further, count);
  }

  /** The same plan with at most so many records. */
  ReplayPlan atMost(long records) {
    return new ReplayPlan(stretches, Math.min(total, records));
  }

  private static boolean isSelected(LoadedRange range, ReplaySelection selection) {
    List<Entity> entities = Entities.of(selection);
    return (entities.isEmpty() || selection.getDependants() || entities.contains(range.entity()))
        && (selection.getPartitions().isEmpty()
            || selection.getPartitions().contains(range.partition()));
  }

  private static TopicPartition partitionOf(LoadedRange range) {
    return new TopicPartition(Topics.transformed(range.entity()), range.partition());
  }

  private static Map<TopicPartition, Long> times(
      Consumer<byte[], byte[]> consumer,
      Set<TopicPartition> partitions,
      ReplaySelection selection) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    if (selection.getFromTimeMillis() != null && !partitions.isEmpty()) {
      Map<TopicPartition, Long> asked = new HashMap<>();
      partitions.forEach(partition -> asked.put(partition, selection.getFromTimeMillis()));
      Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(asked);
      partitions.forEach(
          partition ->
              offsets.put(
                  partition,
                  Optional.ofNullable(found.get(partition))
                      .map(OffsetAndTimestamp::offset)
                      .orElse(Long.MAX_VALUE)));
    }
    return offsets;
  }

  /** Only records in quarantine are looked for one by one, so that a gap may not concern them. */
  private static void check(
      TopicPartition partition,
      long from,
      long to,
      Map<TopicPartition, Long> begins,
      Map<TopicPartition, Long> ends,
      ReplaySelection selection)
      throws StageFailedException {
    if (begins.get(partition) > from && selection.getQuarantined() == null) {
      throw new StageFailedException(
          partition.toString(),
          "Expected the run's records from offset %d on, found that the topic begins at %d: its retention has deleted them."
              .formatted(from, begins.get(partition)),
          "Replay with --from-offset %d, or roll the migration back and start again."
              .formatted(begins.get(partition)));
    }
    if (ends.get(partition) < to) {
      throw new StageFailedException(
          partition.toString(),
          "Expected the run's records up to offset %d, found that the topic ends at %d: it was created anew."
              .formatted(to, ends.get(partition)),
          "Restore the topic, or roll the migration back and start again.");
    }
  }

  private static long share(LoadedRange range, long from) {
    double part = (double) (range.to() - from) / (range.to() - range.from());
    return Math.round(range.records() * part);
  }
}
