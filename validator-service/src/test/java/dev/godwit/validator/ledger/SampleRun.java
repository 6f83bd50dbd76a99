package dev.godwit.validator.ledger;

import dev.godwit.canonical.BucketDigest;
import dev.godwit.common.v1.EntityCount;
import dev.godwit.common.v1.RunKind;
import dev.godwit.common.v1.Stage;
import dev.godwit.receipt.v1.ReasonCount;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.receipt.v1.TableDigest;
import dev.godwit.records.Entity;
import dev.godwit.task.v1.ReconcileCut;
import dev.godwit.task.v1.TaskEnvelope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The receipts of a small run that reconciles: per entity two chunks of ten rows, of which one is
 * merged away, two are quarantined by the transformer and one by the loader. Two partitions.
 */
public final class SampleRun {
  /** Id of the run. */
  public static final String RUN = BlankReceipt.RUN;

  private static final List<Entity> ENTITIES =
      List.of(Entity.CONTACTS, Entity.EMAILS, Entity.ENGAGEMENTS);
  private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");

  private SampleRun() {}

  /** The request for the verdict, with the true number of rows. */
  public static ReconcileCut request() {
    List<EntityCount> rows =
        ENTITIES.stream()
            .map(entity -> new EntityCount(entity.symbol(), 20L, entity.declaredName()))
            .toList();
    return new ReconcileCut(
        new TaskEnvelope(
            "task-1", "acme", "acme", 2, RunKind.REHEARSAL, "old", "new", AT, "event-1"),
        1,
        rows,
        false,
        false,
        List.of());
  }

  /** All receipts, in the order of the stages. */
  public static List<Receipt> receipts() {
    List<Receipt> receipts = new ArrayList<>();
    for (Entity entity : ENTITIES) {
      receipts.add(extract(entity, 0, 501));
      receipts.add(extract(entity, 1, 502));
      receipts.add(base(Stage.EXTRACT, entity, -1, -1, -1).setCut(1).setCutPartitions(2).build());
      receipts.add(transform(entity, 0, 10, 501, 7001, 0));
      receipts.add(transform(entity, 1, 10, 502, 7002, 0));
    }
    for (Entity entity : ENTITIES) {
      receipts.add(cut(Stage.TRANSFORM, entity, 0));
      receipts.add(cut(Stage.TRANSFORM, entity, 1));
      receipts.add(load(entity, 0, 7001, 1));
      receipts.add(load(entity, 1, 7002, 0));
      receipts.add(cut(Stage.LOAD, entity, 0));
      receipts.add(cut(Stage.LOAD, entity, 1));
    }
    return receipts;
  }

  /** As {@link #request()}, after {@link #replays()}. */
  public static ReconcileCut requestAfterReplays() {
    return ReconcileCut.newBuilder(request())
        .setReleased(
            ENTITIES.stream()
                .map(entity -> new EntityCount(entity.symbol(), 2L, entity.declaredName()))
                .toList())
        .build();
  }

  /**
   * Per entity: replay 1 loads the row that the loader had quarantined, replay 2 transforms one of
   * those that the transformer had, and the loader loads it behind the cut.
   */
  public static List<Receipt> replays() {
    List<Receipt> receipts = new ArrayList<>();
    for (Entity entity : ENTITIES) {
      receipts.add(
          base(Stage.LOAD, entity, 0, 200, 205)
              .setReplay(1)
              .setRecordsOut(1)
              .setQuarantined(-1)
              .setReasons(List.of(new ReasonCount("TARGET_REFUSED", -1L)))
              .setTables(tables(entity, 77))
              .build());
      receipts.add(
          base(Stage.TRANSFORM, entity, 0, 101, 102)
              .setReplay(2)
              .setRecordsOut(1)
              .setQuarantined(-1)
              .setReasons(List.of(new ReasonCount("BAD_ADDRESS", -1L)))
              .setDigestOut(8001)
              .build());
      receipts.add(
          base(Stage.LOAD, entity, 0, 301, 302)
              .setRecordsIn(1)
              .setRowsIn(1)
              .setRecordsOut(1)
              .setDigestIn(8001)
              .setTables(tables(entity, 78))
              .build());
    }
    return receipts;
  }

  private static List<TableDigest> tables(Entity entity, long key) {
    BucketDigest digest = new BucketDigest();
    digest.add(key, key * 1_000_003L);
    return List.of(new TableDigest(ENTITIES.indexOf(entity) + 1, 1L, digest.toBytes()));
  }

  /** A replay of the loader that releases the live event that it had quarantined before cut 1. */
  public static List<Receipt> liveReplay(int replay) {
    List<Receipt> receipts = new ArrayList<>();
    for (int partition = 0; partition < 2; partition++) {
      receipts.add(
          base(Stage.LOAD, Entity.LIVE, partition, 1100, 1150)
              .setReplay(replay)
              .setRecordsOut(1)
              .setQuarantined(-1)
              .setReasons(List.of(new ReasonCount("UNKNOWN_MESSAGE", -1L)))
              .build());
    }
    return receipts;
  }

  /** The request for the verdict at a cut of live engagement. */
  public static ReconcileCut request(int cut, boolean committed) {
    return ReconcileCut.newBuilder(request())
        .setCut(cut)
        .setLive(true)
        .setCommitted(committed)
        .build();
  }

  /**
   * The receipts of the stages for the live events between two cuts, ten in each of two partitions.
   */
  public static List<Receipt> live(int cut) {
    List<Receipt> receipts = new ArrayList<>();
    for (int partition = 0; partition < 2; partition++) {
      long from = 1000 + cut * 100L;
      receipts.add(liveTransform(partition, from, 6, 1).build());
      receipts.add(
          liveTransform(partition, from + 50, 4, 0).setCut(cut).setCutPartitions(2).build());
      receipts.add(liveLoad(partition, from, 5, 1, 1).build());
      receipts.add(liveLoad(partition, from + 50, 4, 1, 0).setCut(cut).setCutPartitions(2).build());
    }
    return receipts;
  }

  private static Receipt.Builder liveTransform(
      int partition, long from, long records, long quarantined) {
    return base(Stage.TRANSFORM, Entity.LIVE, partition, from, from + 50)
        .setRecordsIn(records)
        .setRowsIn(records)
        .setRecordsOut(records - quarantined)
        .setQuarantined(quarantined)
        .setReasons(BlankReceipt.reasons("UNKNOWN_KIND", quarantined))
        .setDigestOut(from + 7 * (records - quarantined));
  }

  private static Receipt.Builder liveLoad(
      int partition, long from, long records, long duplicates, long quarantined) {
    return base(Stage.LOAD, Entity.LIVE, partition, from, from + 50)
        .setRecordsIn(records)
        .setRowsIn(records)
        .setRecordsOut(records - duplicates - quarantined)
        .setAlreadyLoaded(duplicates)
        .setQuarantined(quarantined)
        .setReasons(BlankReceipt.reasons("UNKNOWN_MESSAGE", quarantined))
        .setDigestIn(from + 7 * records);
  }

  private static Receipt extract(Entity entity, int chunk, long digest) {
    return base(Stage.EXTRACT, entity, -1, chunk, chunk + 1)
        .setRecordsIn(10)
        .setRowsIn(10)
        .setRecordsOut(10)
        .setDigestOut(digest)
        .build();
  }

  private static Receipt transform(
      Entity entity, int partition, int records, long digestIn, long digestOut, int cut) {
    boolean first = partition == 0;
    return base(Stage.TRANSFORM, entity, partition, 100, 110)
        .setRecordsIn(records)
        .setRowsIn(records)
        .setRecordsOut(first ? 8 : 9)
        .setMergedAway(first ? 0 : 1)
        .setQuarantined(first ? 2 : 0)
        .setReasons(
            first
                ? List.of(new ReasonCount("BAD_ADDRESS", 1L), new ReasonCount("BAD_DATE", 1L))
                : List.of())
        .setDigestIn(digestIn)
        .setDigestOut(digestOut)
        .setCut(cut)
        .build();
  }

  private static Receipt load(Entity entity, int partition, long digestIn, long quarantined) {
    long records = partition == 0 ? 8 : 9;
    BucketDigest digest = new BucketDigest();
    for (int row = 0; row < records - quarantined; row++) {
      digest.add(row * 31L + partition, row * 1_000_003L);
    }
    return base(Stage.LOAD, entity, partition, 200, 209)
        .setRecordsIn(records)
        .setRowsIn(records)
        .setRecordsOut(records - quarantined)
        .setQuarantined(quarantined)
        .setReasons(BlankReceipt.reasons("TARGET_REFUSED", quarantined))
        .setDigestIn(digestIn)
        .setTables(
            List.of(new TableDigest(ENTITIES.indexOf(entity) + 1, digest.rows(), digest.toBytes())))
        .build();
  }

  private static Receipt cut(Stage stage, Entity entity, int partition) {
    return base(stage, entity, partition, 300, 301).setCut(1).setCutPartitions(2).build();
  }

  private static Receipt.Builder base(
      Stage stage, Entity entity, int partition, long from, long to) {
    return BlankReceipt.of(stage, entity, partition, from, to)
        .setInstance("loader-1")
        .setFirstInputAt(AT.plusMillis(from))
        .setProducedAt(AT.plusSeconds(60 + from));
  }
}
