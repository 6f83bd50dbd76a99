package dev.godwit.validator.ledger;

import dev.godwit.common.v1.Stage;
import dev.godwit.receipt.v1.ReasonCount;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entity;
import java.util.List;

/** A receipt that counts nothing yet; who sent it and when is for the caller to say. */
final class BlankReceipt {
  /** Id of the run that all of them are of. */
  static final String RUN = "acme/2";

  private BlankReceipt() {}

  static Receipt.Builder of(Stage stage, Entity entity, int partition, long from, long to) {
    return Receipt.newBuilder()
        .setRunId(RUN)
        .setCustomer("acme")
        .setStage(stage)
        .setEntity(entity.symbol())
        .setEntityName(entity.declaredName())
        .setPartition(partition)
        .setFromOffset(from)
        .setToOffset(to)
        .setCut(0)
        .setCutPartitions(0)
        .setRecordsIn(0)
        .setRowsIn(0)
        .setRecordsOut(0)
        .setMergedAway(0)
        .setQuarantined(0)
        .setAlreadyLoaded(0)
        .setDigestIn(0)
        .setDigestOut(0)
        .setReasons(List.of())
        .setTables(List.of());
  }

  /** All that was quarantined, for one reason; none where nothing was. */
  static List<ReasonCount> reasons(String reason, long count) {
    return count == 0 ? List.of() : List.of(new ReasonCount(reason, count));
  }
}
