package dev.godwit.transformer.replay;

import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.row.v1.ReleasedRecord;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * The records of one entity and partition that are in quarantine, folded from one partition of
 * {@code crm.quarantine.v1}, with what this replay has done already. Holds at most so many records:
 * those with the lowest offsets; {@link #ceiling} says where the next fold begins.
 *
 * <p>A replay reads upwards and releases batch by batch. So of two records that wait, the one below
 * an offset that the same replay released, or found another reason for, was tried and refused:
 * after a restart it is not tried again, and the ranges of receipts never overlap. Not thread-safe.
 */
final class WaitingRecords {
  private final QuarantineSelection selection;
  private final Entity entity;
  private final int partition;
  private final int replay;
  private final long floor;
  private final int limit;
  private final TreeMap<Long, WaitingRecord> waiting = new TreeMap<>();
  private long ceiling = Long.MAX_VALUE;
  private long releasedByReplay;
  private long highestTried = -1;

  /**
   * An empty fold.
   *
   * @param replay number of the replay
   * @param floor first offset that is held
   * @param limit records that are held at most, at least 1
   */
  WaitingRecords(
      QuarantineSelection selection,
      Entity entity,
      int partition,
      int replay,
      long floor,
      int limit) {
    this.selection = selection;
    this.entity = entity;
    this.partition = partition;
    this.replay = replay;
    this.floor = floor;
    this.limit = limit;
  }

  /** Takes the next record of the partition; null changes nothing. */
  void apply(SpecificRecord record) {
    switch (record) {
      case QuarantinedRecord left when isHere(left) -> {
        if (left.getReplay() == replay) {
          highestTried = Math.max(highestTried, left.getOffset());
          add(left);
        } else if (selection.takes(left)) {
          add(left);
        } else {
          // A later replay found another reason, which is not selected.
          waiting.remove(left.getOffset());
        }
      }
      case ReleasedRecord released
          when Entities.of(released).equals(entity)
              && released.getPartition() == partition
              && selection.takes(released) ->
          release(released);
      case null, default -> {
        // Not selected, or not readable.
      }
    }
  }

  private boolean isHere(QuarantinedRecord left) {
    return Entities.of(left).equals(entity)
        && left.getPartition() == partition
        && selection.isOfRun(left);
  }

  private void add(QuarantinedRecord left) {
    long offset = left.getOffset();
    if (offset < floor || offset >= ceiling) {
      return;
    }
    waiting.put(
        offset,
        new WaitingRecord(
            left.getLegacyId(),
            left.getReason().intern(),
            left.getField() == null ? null : left.getField().intern(),
            Math.max(1, left.getSourceRows())));
    if (waiting.size() > limit) {
      ceiling = waiting.pollLastEntry().getKey();
    }
  }

  private void release(ReleasedRecord released) {
    waiting.remove(released.getOffset());
    if (released.getReplay() == replay) {
      releasedByReplay++;
      highestTried = Math.max(highestTried, released.getOffset());
    }
  }

  /** Records to be tried, by offset. */
  SortedMap<Long, WaitingRecord> toTry() {
    return Collections.unmodifiableSortedMap(waiting.tailMap(highestTried + 1));
  }

  /** Records that this replay tried before and could not release. */
  long refused() {
    return waiting.headMap(highestTried + 1).size();
  }

  /** Records that this replay has released. */
  long releasedByReplay() {
    return releasedByReplay;
  }

  /** First offset that is not held though it may wait; {@link Long#MAX_VALUE} where all are. */
  long ceiling() {
    return ceiling;
  }
}
