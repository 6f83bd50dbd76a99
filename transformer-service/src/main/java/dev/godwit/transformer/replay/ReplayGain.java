package dev.godwit.transformer.replay;

import dev.godwit.common.v1.Stage;
import dev.godwit.receipt.v1.ReasonCount;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entity;
import dev.godwit.transformer.limit.CloseCounts;
import dev.godwit.transformer.limit.CloseValue;
import dev.godwit.transformer.quarantine.ReplacedCounts;
import dev.godwit.transformer.quarantine.ReplacedValue;
import dev.godwit.worker.run.RunSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts what one transaction of a replay released, or found another reason for, and makes the
 * receipt of it. The counts are gains: the records were read and counted as quarantined before. Not
 * thread-safe.
 */
final class ReplayGain {
  private final Receipt receipt = new Receipt();
  private final ReplacedCounts replaced = new ReplacedCounts();
  private final CloseCounts close = new CloseCounts();
  private final Map<String, Long> reasons = new TreeMap<>();
  private boolean empty = true;

  /** Nothing yet, of one partition of an entity's topic. */
  ReplayGain(RunSpec run, Entity entity, int partition, int replay) {
    receipt.setRunId(run.runId());
    receipt.setCustomer(run.customer());
    receipt.setStage(Stage.TRANSFORM);
    receipt.setEntity(entity.symbol());
    receipt.setEntityName(entity.declaredName());
    receipt.setPartition(partition);
    receipt.setReplay(replay);
    receipt.setTables(List.of());
    receipt.setLost(List.of());
  }

  /**
   * A record was transformed.
   *
   * @param offset greater than those before
   * @param millis the broker's time of the record
   * @param hashOut hash of the transformed record's bytes
   */
  void released(long offset, long millis, WaitingRecord was, long hashOut) {
    widen(offset, millis);
    receipt.setRecordsOut(receipt.getRecordsOut() + 1);
    receipt.setMergedAway(receipt.getMergedAway() + was.rows() - 1);
    receipt.setQuarantined(receipt.getQuarantined() - was.rows());
    receipt.setDigestOut(receipt.getDigestOut() + hashOut);
    reasons.merge(was.reason(), -was.rows(), Long::sum);
  }

  /**
   * A record stays in quarantine, for another reason or field than before.
   *
   * @param offset greater than those before
   * @param millis the broker's time of the record
   */
  void keptFor(String reason, long offset, long millis, WaitingRecord was) {
    widen(offset, millis);
    reasons.merge(was.reason(), -was.rows(), Long::sum);
    reasons.merge(reason, was.rows(), Long::sum);
  }

  private void widen(long offset, long millis) {
    if (empty) {
      receipt.setFromOffset(offset);
      receipt.setFirstInputAt(Instant.ofEpochMilli(millis));
      empty = false;
    }
    receipt.setToOffset(offset + 1);
  }

  /** Values of the record that was released last were replaced. */
  void replaced(List<ReplacedValue> values) {
    replaced.add(values);
  }

  /** Values of the record that was released last come close to a limit of the target. */
  void close(String id, List<CloseValue> values) {
    close.add(id, values);
  }

  boolean isEmpty() {
    return empty;
  }

  /** Records released. */
  long records() {
    return receipt.getRecordsOut();
  }

  /** The receipt; it takes no more records. */
  Receipt receipt(String instance, Instant now) {
    receipt.setReasons(
        reasons.entrySet().stream()
            .filter(entry -> entry.getValue() != 0)
            .map(entry -> new ReasonCount(entry.getKey(), entry.getValue()))
            .toList());
    receipt.setReplaced(replaced.counts());
    receipt.setClose(close.counts());
    receipt.setInstance(instance);
    receipt.setProducedAt(now);
    return receipt;
  }
}
