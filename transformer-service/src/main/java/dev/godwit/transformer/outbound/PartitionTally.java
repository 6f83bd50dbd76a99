package dev.godwit.transformer.outbound;

import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineReason;
import dev.godwit.transformer.limit.CloseValue;
import dev.godwit.transformer.quarantine.ReplacedValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Counts the outcomes of one partition of an extracted topic and makes receipts of them: one for
 * each run and range. A range ends with a cut or with the batch.
 *
 * <p>The ranges of a run in a partition are contiguous: each begins where the last one ended, and
 * the first one at the run's first record. Offsets between a run's records may be those of other
 * runs or of transaction markers. Where the last range of each run ended is committed with the
 * partition's offset, as its metadata, so it survives a restart and a rebalance.
 *
 * <p>Markers are not counted as records, and not in the digests. Pure: no clock, no I/O. Not
 * thread-safe.
 */
public final class PartitionTally {
  private final Entity entity;
  private final int partition;
  private final RangeEnds ends;
  private final Map<String, RangeCount> open = new LinkedHashMap<>();
  private final List<RangeCount> closed = new ArrayList<>();

  /**
   * For one partition.
   *
   * @param metadata what {@link #metadata()} gave when the partition's offset was committed last;
   *     null or empty where there is none
   */
  public PartitionTally(Entity entity, int partition, String metadata) {
    this.entity = entity;
    this.partition = partition;
    this.ends = RangeEnds.parse(metadata);
  }

  /**
   * A record was transformed.
   *
   * @param rows source rows it stands for
   */
  public void transformed(
      RunOfRecord run, long offset, long millis, long rows, long hashIn, long hashOut) {
    range(run, offset, millis).transformed(offset, rows, hashIn, hashOut);
  }

  /** A record was quarantined. */
  public void quarantined(
      RunOfRecord run, long offset, long millis, long rows, long hashIn, QuarantineReason reason) {
    range(run, offset, millis).quarantined(offset, rows, hashIn, reason);
  }

  /** Values of the record that was counted last for the run were replaced. */
  public void replaced(String runId, List<ReplacedValue> values) {
    open.get(runId).replaced(values);
  }

  /**
   * Values of the record that was counted last for the run come close to a limit of the target.
   *
   * @param id id of the record in the source
   */
  public void close(String runId, String id, List<CloseValue> values) {
    open.get(runId).close(id, values);
  }

  /** The record that was counted last for the run is a live event that a machine caused. */
  public void machine(String runId) {
    open.get(runId).machine();
  }

  /**
   * Records of the run, or of others, were deleted before they were read; it is unknown of whom.
   *
   * @param from first of their offsets
   * @param to offset after the last
   */
  public void lost(RunOfRecord run, long from, long to, long millis) {
    range(run, from, millis).lost(from, to);
  }

  /** A cut was forwarded: the run's range ends with it. */
  public void cut(RunOfRecord run, long offset, long millis, int number, int partitions) {
    RangeCount range = range(run, offset, millis);
    range.endWithCut(offset, number, partitions);
    open.remove(run.runId());
    ends.put(run.runId(), range.toOffset());
    closed.add(range);
  }

  /** The cut that opens a run's live engagement was forwarded: its first range begins behind it. */
  public void opened(RunOfRecord run, long offset) {
    ends.put(run.runId(), offset + 1);
  }

  /**
   * Receipts of the outcomes since the last call; the next ranges begin here.
   *
   * @param isClosed runs for which nothing is written any more; their ends are dropped
   */
  public List<Receipt> drain(String instance, Instant now, Predicate<String> isClosed) {
    open.forEach((runId, range) -> ends.put(runId, range.toOffset()));
    closed.addAll(open.values());
    open.clear();
    List<Receipt> receipts = new ArrayList<>(closed.size());
    for (RangeCount range : closed) {
      receipts.add(range.receipt(instance, now));
    }
    closed.clear();
    ends.removeIf(isClosed);
    return receipts;
  }

  /** Where the ranges of the runs end, to be committed with the offset. */
  public String metadata() {
    return ends.format();
  }

  private RangeCount range(RunOfRecord run, long offset, long millis) {
    RangeCount range = open.get(run.runId());
    if (range == null) {
      long from = ends.endOf(run.runId(), offset);
      range = new RangeCount(run, entity, partition, from, millis);
      open.put(run.runId(), range);
    }
    return range;
  }
}
