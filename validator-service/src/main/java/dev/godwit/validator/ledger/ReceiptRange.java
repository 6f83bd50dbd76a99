package dev.godwit.validator.ledger;

import dev.godwit.common.v1.Stage;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;

/**
 * Identity of a receipt: two receipts of the same range are the same receipt, or one of them is
 * wrong.
 *
 * @param runId customer and number of the run
 * @param stage stage of the receipt
 * @param entity the entity
 * @param partition partition of the input, -1 for a chunk of the source
 * @param replay number of the replay in its run, 0 for the run itself
 * @param fromOffset first input offset, or the chunk's number
 */
public record ReceiptRange(
    String runId, Stage stage, Entity entity, int partition, int replay, long fromOffset) {

  /** The range that a receipt names. */
  public static ReceiptRange of(Receipt receipt) {
    return new ReceiptRange(
        receipt.getRunId(),
        receipt.getStage(),
        Entities.of(receipt),
        receipt.getPartition(),
        receipt.getReplay(),
        receipt.getFromOffset());
  }

  /** The line of the range: ranges on one line may not overlap. */
  public Line line() {
    return new Line(runId, stage, entity, partition, replay);
  }

  /**
   * All ranges of one run, stage, entity and partition. A replay reads offsets that the run itself
   * read before, so that each replay has lines of its own.
   *
   * @param runId customer and number of the run
   * @param stage stage of the receipt
   * @param entity the entity
   * @param partition partition of the input, -1 for chunks of the source
   * @param replay number of the replay in its run, 0 for the run itself
   */
  public record Line(String runId, Stage stage, Entity entity, int partition, int replay) {
    /** True where the receipts of the line are gains of a replay. */
    public boolean isOfReplay() {
      return replay > 0;
    }
  }
}
