package dev.godwit.validator.differences;

import dev.godwit.common.v1.Stage;
import dev.godwit.receipt.v1.Ledger;
import dev.godwit.receipt.v1.OffsetRange;
import dev.godwit.records.Entities;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.row.v1.ReleasedRecord;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/**
 * Offsets of the records of a run that the loader quarantined and no replay released, folded from
 * the records of {@code crm.quarantine.v1}. All messages about one record are in one partition, and
 * the last one counts; a message that is repeated counts once. Not thread-safe.
 */
final class QuarantinedOffsets {
  private final String runId;
  private final Map<Place, Long> firstOffsets = new HashMap<>();
  private final Map<Place, OffsetSet> offsets = new HashMap<>();

  private record Place(String topic, int partition) {
    static Place of(OffsetRange range) {
      return new Place(Topics.transformed(Entities.of(range)), range.getPartition());
    }
  }

  /** Of the ledger's run; records outside its ranges do not count. */
  QuarantinedOffsets(Ledger ledger) {
    this.runId = ledger.getRunId();
    ledger.getRanges().forEach(range -> firstOffsets.put(Place.of(range), range.getFromOffset()));
  }

  /** Takes the next record; null, and records of other runs and stages, change nothing. */
  void apply(SpecificRecord record) {
    switch (record) {
      case QuarantinedRecord left when isOfLoader(left.getStage(), left.getRunId()) ->
          add(new Place(left.getTopic(), left.getPartition()), left.getOffset());
      case ReleasedRecord released when isOfLoader(released.getStage(), released.getRunId()) ->
          remove(new Place(released.getTopic(), released.getPartition()), released.getOffset());
      case null, default -> {
        // A record of another run or stage, or one that cannot be read.
      }
    }
  }

  private boolean isOfLoader(Stage stage, String ofRun) {
    return stage == Stage.LOAD && ofRun.equals(runId);
  }

  private void add(Place place, long offset) {
    Long first = firstOffsets.get(place);
    if (first != null && offset >= first) {
      offsets.computeIfAbsent(place, p -> new OffsetSet()).add(offset);
    }
  }

  private void remove(Place place, long offset) {
    OffsetSet of = offsets.get(place);
    if (of != null) {
      of.remove(offset);
    }
  }

  /** Offsets of a range in its topic. */
  OffsetSet of(OffsetRange range) {
    return offsets.getOrDefault(Place.of(range), new OffsetSet());
  }
}
