package dev.godwit.orchestrator.view.progress;

import dev.godwit.common.v1.Stage;
import dev.godwit.receipt.v1.Receipt;

/**
 * Sums of the receipts of one stage and entity of a run. Immutable.
 *
 * @param recordsIn records read; for the extractor, written
 * @param rowsIn source rows that they represent
 * @param recordsOut records passed on or loaded
 * @param mergedAway source rows that live on inside another record
 * @param quarantined source rows for the transformer, records for the loader
 * @param duplicates records that the target already held
 * @param cutsPassed partitions in which the cut was passed
 * @param cutPartitions partitions in which it is written; 0 until one was passed
 * @param begunMillis when its first work began, milliseconds since 1970; 0 before
 * @param backlog records that it passed on and the next stage has not processed
 * @param speed its speed
 * @param pace its progress, for the verdict
 */
public record StageCounts(
    long recordsIn,
    long rowsIn,
    long recordsOut,
    long mergedAway,
    long quarantined,
    long duplicates,
    int cutsPassed,
    int cutPartitions,
    long begunMillis,
    Backlog backlog,
    Speed speed,
    Pace pace) {

  /** Before the first receipt. */
  public static final StageCounts NONE =
      new StageCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, Backlog.empty(), Speed.none(), Pace.none());

  /**
   * With a receipt that was not counted before. One of a replay carries gains: records passed on
   * more and quarantined less; it is no progress of the stage through its input.
   */
  public StageCounts plus(Receipt r) {
    boolean extract = r.getStage() == Stage.EXTRACT;
    long passedOn = extract ? r.getRecordsIn() : r.getRecordsOut();
    long producedMillis = r.getProducedAt().toEpochMilli();
    long firstMillis = r.getFirstInputAt().toEpochMilli();
    long begun = firstMillis > 0 && firstMillis <= producedMillis ? firstMillis : producedMillis;
    return new StageCounts(
        recordsIn + r.getRecordsIn(),
        rowsIn + r.getRowsIn(),
        recordsOut + passedOn,
        mergedAway + r.getMergedAway(),
        quarantined + r.getQuarantined(),
        duplicates + r.getAlreadyLoaded(),
        cutsPassed + (r.getCut() > 0 && r.getReplay() == 0 ? 1 : 0),
        Math.max(cutPartitions, r.getReplay() == 0 ? r.getCutPartitions() : 0),
        begunMillis == 0 ? begun : Math.min(begunMillis, begun),
        backlog.reached(recordsOut + passedOn, producedMillis),
        speed.did(
            Math.floorDiv(producedMillis, 1000),
            r.getStage() == Stage.LOAD ? r.getRecordsIn() : r.getRowsIn()),
        pace.plus(r));
  }

  /** Without the records in the backlog that the next stage has processed. */
  public StageCounts processedByNext(long records) {
    return new StageCounts(
        recordsIn,
        rowsIn,
        recordsOut,
        mergedAway,
        quarantined,
        duplicates,
        cutsPassed,
        cutPartitions,
        begunMillis,
        backlog.processed(records),
        speed,
        pace);
  }

  /** The cut was passed in every partition. */
  public boolean cutPassed() {
    return cutPartitions > 0 && cutsPassed >= cutPartitions;
  }
}
