package dev.godwit.orchestrator.view.progress;

import dev.godwit.common.v1.Entity;
import dev.godwit.common.v1.Stage;
import dev.godwit.receipt.v1.Receipt;
import java.time.Instant;
import java.util.List;

/** Receipts for tests. */
final class Receipts {
  private Receipts() {}

  static Receipt of(
      Stage stage, long rowsIn, long recordsIn, long recordsOut, long quarantined, Instant at) {
    return receipt(stage, rowsIn, recordsIn, recordsOut, quarantined, 0, at);
  }

  static Receipt cut(Stage stage, Instant at) {
    return receipt(stage, 0, 0, 0, 0, 1, at);
  }

  private static Receipt receipt(
      Stage stage,
      long rowsIn,
      long recordsIn,
      long recordsOut,
      long quarantined,
      int cut,
      Instant at) {
    return Receipt.newBuilder()
        .setRunId("acme/1")
        .setCustomer("acme")
        .setStage(stage)
        .setEntity(Entity.CONTACTS)
        .setPartition(stage == Stage.EXTRACT ? -1 : 0)
        .setFromOffset(0)
        .setToOffset(recordsIn)
        .setCut(cut)
        .setCutPartitions(cut > 0 ? 1 : 0)
        .setRecordsIn(recordsIn)
        .setRowsIn(rowsIn)
        .setRecordsOut(recordsOut)
        .setMergedAway(0)
        .setQuarantined(quarantined)
        .setAlreadyLoaded(0)
        .setDigestIn(0)
        .setDigestOut(0)
        .setReasons(List.of())
        .setTables(List.of())
        .setInstance("test")
        .setFirstInputAt(at)
        .setProducedAt(at)
        .build();
  }
}
