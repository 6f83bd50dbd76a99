package dev.godwit.validator.ledger;

import dev.godwit.common.v1.Entity;
import dev.godwit.common.v1.Stage;
import dev.godwit.receipt.v1.Receipt;

/**
 * What a receipt is recognised by: two receipts of the same range are the same receipt, or one of
 * them is wrong.
 *
 * @param runId customer and number of the run
 * @param stage who says so
 * @param entity the entity
 * @param partition partition of the input, -1 for a chunk of the old system
 * @param fromOffset first input offset, or the chunk's number
 */
public record ReceiptRange(
    String runId, Stage stage, Entity entity, int partition, long fromOffset) {

  /** The range that a receipt names. */
  public static ReceiptRange of(Receipt receipt) {
    return new ReceiptRange(
        receipt.getRunId(),
        receipt.getStage(),
        receipt.getEntity(),
        receipt.getPartition(),
        receipt.getFromOffset());
  }

  /** All ranges of the same run, stage, entity and partition: what may not overlap. */
  public Line line() {
    return new Line(runId, stage, entity, partition);
  }

  /**
   * Where a range lies, but for its offsets.
   *
   * @param runId customer and number of the run
   * @param stage who says so
   * @param entity the entity
   * @param partition partition of the input, -1 for chunks of the old system
   */
  public record Line(String runId, Stage stage, Entity entity, int partition) {}
}
