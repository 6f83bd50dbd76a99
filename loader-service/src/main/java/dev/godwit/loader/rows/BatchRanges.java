package dev.godwit.loader.rows;

import dev.godwit.loader.inbound.LoadRecord;
import dev.godwit.loader.inbound.LoadRecord.Parent;
import dev.godwit.loader.inbound.LoadRecord.Problem;
import dev.godwit.loader.inbound.RecordRange;
import dev.godwit.loader.reference.ParentCheck;
import dev.godwit.records.QuarantineReason;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The ranges of an encoded batch, in which a record is found by its position in the batch. Not
 * thread-safe.
 */
public final class BatchRanges {
  private final EncodedBatch batch;
  private final List<RecordRange> ranges;

  /** Range, and index in it, of the record at each position of the batch. */
  private final RecordRange[] rangeOf;

  private final int[] indexOf;

  public BatchRanges(EncodedBatch batch, List<RecordRange> ranges) {
    this.batch = batch;
    this.ranges = ranges;
    this.rangeOf = new RecordRange[batch.size()];
    this.indexOf = new int[batch.size()];
    for (RecordRange range : ranges) {
      for (int i = 0; i < range.records().size(); i++) {
        int position = range.records().get(i).position();
        if (position >= 0) {
          rangeOf[position] = range;
          indexOf[position] = i;
        }
      }
    }
  }

  /** The same records in ranges of their own, so that a transaction can be tried again. */
  public BatchRanges copy() {
    return new BatchRanges(batch, ranges.stream().map(RecordRange::copy).toList());
  }

  public EncodedBatch batch() {
    return batch;
  }

  public List<RecordRange> ranges() {
    return ranges;
  }

  /** Positions in the batch of records with a problem, or that no range holds any more. */
  public BitSet positionsNotToLoad() {
    BitSet without = new BitSet();
    without.set(0, batch.size());
    for (RecordRange range : ranges) {
      for (LoadRecord record : range.records()) {
        if (record.position() >= 0 && record.problem() == null) {
          without.clear(record.position());
        }
      }
    }
    return without;
  }

  /** Marks the record at a position as refused by the target; its first problem stays. */
  public void mark(int position, Refusal refusal) {
    mark(position, problem(refusal));
  }

  private static Problem problem(Refusal refusal) {
    return new Problem(
        refusal.reason(),
        refusal.column(),
        refusal.text(),
        null,
        refusal.others().stream().map(BatchRanges::problem).toList());
  }

  /** Marks a record whose parent is missing; its first problem stays. */
  public void mark(ParentCheck.Broken broken) {
    mark(
        broken.record(),
        new Problem(
            QuarantineReason.BROKEN_REFERENCE,
            broken.column(),
            "Expected a record of %s that %s refers to, but the target has none: it is in quarantine, or the source has none. godwit quarantine names the cause."
                .formatted(broken.parent(), broken.column()),
            new Parent(broken.parent(), String.valueOf(broken.key()))));
  }

  private void mark(int position, Problem problem) {
    find(position)
        .ifPresent(
            place -> {
              LoadRecord record = place.range().records().get(place.index());
              if (record.problem() == null) {
                place.range().records().set(place.index(), record.with(problem));
              }
            });
  }

  /** Ends the range of a record before it; empty where that range ends before it already. */
  public Optional<RecordRange> endRangeBefore(int position) {
    Optional<Place> place = find(position);
    place.ifPresent(found -> found.range().endBefore(found.index()));
    return place.map(Place::range);
  }

  /** The record at a position of the batch; empty where no range holds it any more. */
  public Optional<LoadRecord> record(int position) {
    return find(position).map(place -> place.range().records().get(place.index()));
  }

  private record Place(RecordRange range, int index) {}

  private Optional<Place> find(int position) {
    RecordRange range = rangeOf[position];
    int index = indexOf[position];
    return range == null || index >= range.records().size()
        ? Optional.empty()
        : Optional.of(new Place(range, index));
  }
}
