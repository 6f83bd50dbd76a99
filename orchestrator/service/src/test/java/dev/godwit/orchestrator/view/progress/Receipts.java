package dev.godwit.orchestrator.view.progress;

import dev.godwit.common.v1.Stage;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entity;
import java.time.Instant;
import java.util.List;

/** Receipts for tests. */
public final class Receipts {
  private Receipts() {}

  public static Receipt of(
      Stage stage, long rowsIn, long recordsIn, long recordsOut, long quarantined, Instant at) {
    return receipt(stage, rowsIn, recordsIn, recordsOut, quarantined, 0, at);
  }

  public static Receipt cut(Stage stage, Instant at) {
    return receipt(stage, 0, 0, 0, 0, 1, at);
  }

  /**
   * Of a range of live engagement of run acme/2; what is no row and no duplicate is quarantined.
   */
  public static Receipt live(
      Stage stage, int partition, long from, long to, long out, long duplicates, int cut) {
    long in = to - from - (cut > 0 ? 1 : 0);
    Receipt receipt =
        receipt(stage, in, in, out, in - out - duplicates, cut, Instant.EPOCH.plusSeconds(to));
    receipt.setRunId("acme/2");
    receipt.setEntity(Entity.LIVE.symbol());
    receipt.setPartition(partition);
    receipt.setFromOffset(from);
    receipt.setToOffset(to);
    receipt.setAlreadyLoaded(duplicates);
    receipt.setCutPartitions(cut > 0 ? 2 : 0);
    return receipt;
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
        .setEntity(Entity.CONTACTS.symbol())
        .setEntityName(Entity.CONTACTS.declaredName())
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
