package dev.godwit.transformer.outbound;

import dev.godwit.common.v1.Stage;
import dev.godwit.receipt.v1.LostRange;
import dev.godwit.receipt.v1.ReasonCount;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineReason;
import dev.godwit.transformer.limit.CloseCounts;
import dev.godwit.transformer.limit.CloseValue;
import dev.godwit.transformer.quarantine.ReplacedCounts;
import dev.godwit.transformer.quarantine.ReplacedValue;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts of the records of one run in one range of a partition. Not thread-safe. */
final class RangeCount {
  private final Receipt receipt = new Receipt();
  private final ReplacedCounts replaced = new ReplacedCounts();
  private final CloseCounts close = new CloseCounts();
  private final Map<QuarantineReason, Long> reasons = new EnumMap<>(QuarantineReason.class);

  /**
   * Begins a range.
   *
   * @param firstInputMillis the broker's time of its first record
   */
  RangeCount(
      RunOfRecord run, Entity entity, int partition, long fromOffset, long firstInputMillis) {
    receipt.setRunId(run.runId());
    receipt.setCustomer(run.customer());
    receipt.setStage(Stage.TRANSFORM);
    receipt.setEntity(entity.symbol());
    receipt.setEntityName(entity.declaredName());
    receipt.setPartition(partition);
    receipt.setFromOffset(fromOffset);
    receipt.setToOffset(fromOffset);
    receipt.setTables(List.of());
    receipt.setLost(List.of());
    receipt.setFirstInputAt(Instant.ofEpochMilli(firstInputMillis));
  }

  void transformed(long offset, long rows, long hashIn, long hashOut) {
    read(offset, rows, hashIn);
    receipt.setRecordsOut(receipt.getRecordsOut() + 1);
    receipt.setMergedAway(receipt.getMergedAway() + rows - 1);
    receipt.setDigestOut(receipt.getDigestOut() + hashOut);
  }

  void quarantined(long offset, long rows, long hashIn, QuarantineReason reason) {
    read(offset, rows, hashIn);
    receipt.setQuarantined(receipt.getQuarantined() + rows);
    reasons.merge(reason, rows, Long::sum);
  }

  void replaced(List<ReplacedValue> values) {
    replaced.add(values);
  }

  void close(String id, List<CloseValue> values) {
    close.add(id, values);
  }

  void machine() {
    receipt.setMachine(receipt.getMachine() + 1);
  }

  void lost(long from, long to) {
    receipt.setToOffset(to);
    receipt.setLost(List.of(new LostRange(from, to)));
  }

  void endWithCut(long offset, int number, int partitions) {
    receipt.setToOffset(offset + 1);
    receipt.setCut(number);
    receipt.setCutPartitions(partitions);
  }

  long toOffset() {
    return receipt.getToOffset();
  }

  private void read(long offset, long rows, long hashIn) {
    receipt.setToOffset(offset + 1);
    receipt.setRecordsIn(receipt.getRecordsIn() + 1);
    receipt.setRowsIn(receipt.getRowsIn() + rows);
    receipt.setDigestIn(receipt.getDigestIn() + hashIn);
  }

  /** The receipt; the range takes no more records. */
  Receipt receipt(String instance, Instant now) {
    receipt.setReasons(
        reasons.entrySet().stream()
            .map(entry -> new ReasonCount(entry.getKey().name(), entry.getValue()))
            .toList());
    receipt.setReplaced(replaced.counts());
    receipt.setClose(close.counts());
    receipt.setInstance(instance);
    receipt.setProducedAt(now);
    return receipt;
  }
}
