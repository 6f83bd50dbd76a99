package dev.godwit.loader.load;

import dev.godwit.loader.load.InputRecord.Problem;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The ranges of a batch with their encoded records. A record is found by its position in the batch.
 * Not thread-safe.
 */
public final class BatchInput {
  private final RunBatch batch;
  private final List<InputRange> ranges;

  /** Range, and index in it, of the record at each position of the batch. */
  private final InputRange[] rangeOf;

  private final int[] indexOf;

  public BatchInput(RunBatch batch, List<InputRange> ranges) {
    this.batch = batch;
    this.ranges = ranges;
    this.rangeOf = new InputRange[batch.size()];
    this.indexOf = new int[batch.size()];
    for (InputRange range : ranges) {
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
  BatchInput copy() {
    return new BatchInput(batch, ranges.stream().map(InputRange::copy).toList());
  }

  public RunBatch batch() {
    return batch;
  }

  public List<InputRange> ranges() {
    return ranges;
  }

  /** Positions in the batch of records with a problem, or that no range holds any more. */
  BitSet positionsNotToLoad() {
    BitSet without = new BitSet();
    without.set(0, batch.size());
    for (InputRange range : ranges) {
      for (InputRecord record : range.records()) {
        if (record.position() >= 0 && record.problem() == null) {
          without.clear(record.position());
        }
      }
    }
    return without;
  }

  /** Notes why the record at a position of the batch cannot be loaded; the first reason stays. */
  void mark(int position, Problem problem) {
    find(position)
        .ifPresent(
            place -> {
              InputRecord record = place.range().records().get(place.index());
              if (record.problem() == null) {
                place.range().records().set(place.index(), record.with(problem));
              }
            });
  }

  /** Ends the range of a record before it; empty where that range ends before it already. */
  Optional<InputRange> endRangeBefore(int position) {
    Optional<Place> place = find(position);
    place.ifPresent(found -> found.range().endBefore(found.index()));
    return place.map(Place::range);
  }

  /** The record at a position of the batch; empty where no range holds it any more. */
  public Optional<InputRecord> record(int position) {
    return find(position).map(place -> place.range().records().get(place.index()));
  }

  private record Place(InputRange range, int index) {}

  private Optional<Place> find(int position) {
    InputRange range = rangeOf[position];
    int index = indexOf[position];
    return range == null || index >= range.records().size()
        ? Optional.empty()
        : Optional.of(new Place(range, index));
  }
}
