package dev.godwit.orchestrator.view.projection;

import dev.godwit.common.v1.Stage;
import dev.godwit.orchestrator.view.progress.StageCounts;
import dev.godwit.orchestrator.view.store.QuarantineReasonRow;
import dev.godwit.orchestrator.view.store.StageProgressRow;
import dev.godwit.receipt.v1.ReasonCount;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.FlushModeType;
import org.apache.avro.specific.SpecificRecord;

/**
 * Receipts into progress by stage and entity, and into quarantine by reason. A repeated receipt is
 * recognised by its range.
 */
@ApplicationScoped
class ReceiptProjection implements Projection {
  private static final String COUNT_ONCE =
      "insert into {h-schema}receipt_range (run_id, stage, entity, part, from_offset, to_offset)"
          + " values (?1, ?2, ?3, ?4, ?5, ?6) on conflict do nothing";

  private final EntityManager entities;

  ReceiptProjection(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  public String topic() {
    return Topics.RECEIPTS;
  }

  @Override
  public void apply(SpecificRecord value, int partition, long offset) {
    if (!(value instanceof Receipt receipt) || !first(receipt)) {
      return;
    }
    StageProgressRow row =
        StageProgressRow.of(receipt.getRunId(), receipt.getStage(), receipt.getEntity());
    StageCounts counts = row.read().plus(receipt);
    row.keep(counts);
    Stage before = before(receipt.getStage());
    if (before != null) {
      StageProgressRow upstream =
          StageProgressRow.of(receipt.getRunId(), before, receipt.getEntity());
      upstream.keep(upstream.read().processedByNext(counts.recordsIn()));
    }
    for (ReasonCount reason : receipt.getReasons()) {
      QuarantineReasonRow.of(
                  receipt.getRunId(),
                  receipt.getStage().name(),
                  receipt.getEntity().name(),
                  reason.getReason())
              .counted +=
          reason.getCount();
    }
  }

  private boolean first(Receipt r) {
    return entities
            .createNativeQuery(COUNT_ONCE)
            // What this batch changed so far is written at its end, not before each receipt.
            .setFlushMode(FlushModeType.COMMIT)
            .setParameter(1, r.getRunId())
            .setParameter(2, r.getStage().name())
            .setParameter(3, r.getEntity().name())
            .setParameter(4, r.getPartition())
            .setParameter(5, r.getFromOffset())
            .setParameter(6, r.getToOffset())
            .executeUpdate()
        == 1;
  }

  private static Stage before(Stage stage) {
    return switch (stage) {
      case TRANSFORM -> Stage.EXTRACT;
      case LOAD -> Stage.TRANSFORM;
      default -> null;
    };
  }
}
