package dev.godwit.orchestrator.view.projection;

import dev.godwit.common.v1.Stage;
import dev.godwit.orchestrator.view.progress.StageCounts;
import dev.godwit.orchestrator.view.store.CloseLimitRow;
import dev.godwit.orchestrator.view.store.LiveSinceRow;
import dev.godwit.orchestrator.view.store.QuarantineReasonRow;
import dev.godwit.orchestrator.view.store.QuarantineReleaseRow;
import dev.godwit.orchestrator.view.store.StageProgressRow;
import dev.godwit.orchestrator.view.store.StageRangeRow;
import dev.godwit.receipt.v1.ReasonCount;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.avro.specific.SpecificRecord;

/**
 * Receipts into progress by stage and entity, into ranges of input, into quarantine by reason, and
 * into values that come close to a limit. A repeated receipt is ignored. A receipt of a replay
 * carries gains: it counts no record as read.
 */
@ApplicationScoped
class ReceiptProjection implements Projection {
  private final CountedRanges counted;

  ReceiptProjection(CountedRanges counted) {
    this.counted = counted;
  }

  @Override
  public void forget() {
    counted.forget();
  }

  @Override
  public String topic() {
    return Topics.RECEIPTS;
  }

  @Override
  public void apply(SpecificRecord value, int partition, long offset) {
    if (!(value instanceof Receipt receipt) || !counted.first(receipt)) {
      return;
    }
    if (receipt.getPartition() >= 0) {
      StageRangeRow.of(
              receipt.getRunId(),
              receipt.getStage().name(),
              Entities.of(receipt).name(),
              receipt.getPartition())
          .add(receipt);
    }
    StageProgressRow row =
        StageProgressRow.of(receipt.getRunId(), receipt.getStage(), Entities.of(receipt));
    StageCounts counts = row.read().plus(receipt);
    row.keep(counts);
    if (Entities.of(receipt).equals(Entity.LIVE)) {
      LiveSinceRow since =
          LiveSinceRow.of(receipt.getRunId(), receipt.getStage(), receipt.getPartition());
      since.keep(since.read().plus(receipt));
    }
    Stage before = before(receipt);
    if (before != null) {
      StageProgressRow upstream =
          StageProgressRow.of(receipt.getRunId(), before, Entities.of(receipt));
      upstream.keep(upstream.read().processedByNext(counts.recordsIn()));
    }
    receipt.getReasons().forEach(reason -> count(receipt, reason));
    receipt
        .getClose()
        .forEach(
            close ->
                CloseLimitRow.of(receipt.getRunId(), Entities.of(receipt).name(), close)
                    .add(close));
  }

  /** A receipt of a replay counts released records, as negative counts. */
  private static void count(Receipt receipt, ReasonCount reason) {
    QuarantineReasonRow row =
        QuarantineReasonRow.of(
            receipt.getRunId(),
            receipt.getStage().name(),
            Entities.of(receipt).name(),
            reason.getReason());
    if (receipt.getReplay() == 0) {
      row.counted += reason.getCount();
    } else {
      QuarantineReleaseRow.add(row, receipt.getReplay(), -reason.getCount());
    }
  }

  /** The stage before, where it has receipts: no stage extracts live engagement. */
  private static Stage before(Receipt receipt) {
    return switch (receipt.getStage()) {
      case TRANSFORM -> Entities.of(receipt).equals(Entity.LIVE) ? null : Stage.EXTRACT;
      case LOAD -> Stage.TRANSFORM;
      default -> null;
    };
  }
}
