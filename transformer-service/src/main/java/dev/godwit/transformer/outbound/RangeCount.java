package dev.godwit.transformer.outbound;

import dev.godwit.common.v1.Entity;
import dev.godwit.common.v1.Stage;
import dev.godwit.receipt.v1.ReasonCount;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.QuarantineReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What was done with the records of one run in one range of a partition. Not thread-safe. */
final class RangeCount {
  private final String runId;
  private final String customer;
  private final long fromOffset;
  private final long firstInputMillis;
  private final Map<QuarantineReason, Long> reasons = new EnumMap<>(QuarantineReason.class);
  private long toOffset;
  private int cut;
  private int cutPartitions;
  private long recordsIn;
  private long rowsIn;
  private long recordsOut;
  private long mergedAway;
  private long quarantined;
  private long digestIn;
  private long digestOut;

  RangeCount(String runId, String customer, long fromOffset, long firstInputMillis) {
    this.runId = runId;
    this.customer = customer;
    this.fromOffset = fromOffset;
    this.toOffset = fromOffset;
    this.firstInputMillis = firstInputMillis;
  }

  void passed(long offset, long rows, long hashIn, long hashOut) {
    read(offset, rows, hashIn);
    recordsOut++;
    mergedAway += rows - 1;
    digestOut += hashOut;
  }

  void quarantined(long offset, long rows, long hashIn, QuarantineReason reason) {
    read(offset, rows, hashIn);
    quarantined += rows;
    reasons.merge(reason, rows, Long::sum);
  }

  void endWithCut(long offset, int number, int partitions) {
    toOffset = offset + 1;
    cut = number;
    cutPartitions = partitions;
  }

  long toOffset() {
    return toOffset;
  }

  private void read(long offset, long rows, long hashIn) {
    toOffset = offset + 1;
    recordsIn++;
    rowsIn += rows;
    digestIn += hashIn;
  }

  Receipt receipt(Entity entity, int partition, String instance, Instant now) {
    List<ReasonCount> counts = new ArrayList<>();
    reasons.forEach((reason, count) -> counts.add(new ReasonCount(reason.name(), count)));
    return Receipt.newBuilder()
        .setRunId(runId)
        .setCustomer(customer)
        .setStage(Stage.TRANSFORM)
        .setEntity(entity)
        .setPartition(partition)
        .setFromOffset(fromOffset)
        .setToOffset(toOffset)
        .setCut(cut)
        .setCutPartitions(cutPartitions)
        .setRecordsIn(recordsIn)
        .setRowsIn(rowsIn)
        .setRecordsOut(recordsOut)
        .setMergedAway(mergedAway)
        .setQuarantined(quarantined)
        .setAlreadyLoaded(0)
        .setDigestIn(digestIn)
        .setDigestOut(digestOut)
        .setReasons(counts)
        .setTables(List.of())
        .setInstance(instance)
        .setFirstInputAt(Instant.ofEpochMilli(firstInputMillis))
        .setProducedAt(now)
        .build();
  }
}
