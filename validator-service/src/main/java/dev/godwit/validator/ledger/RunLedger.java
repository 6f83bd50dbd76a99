package dev.godwit.validator.ledger;

import dev.godwit.common.v1.Check;
import dev.godwit.common.v1.Entity;
import dev.godwit.common.v1.EntityCount;
import dev.godwit.common.v1.LedgerLine;
import dev.godwit.common.v1.QuarantineCount;
import dev.godwit.common.v1.Stage;
import dev.godwit.receipt.v1.Ledger;
import dev.godwit.receipt.v1.OffsetRange;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.receipt.v1.TableDigest;
import dev.godwit.task.v1.ReconcileCut;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * The ledger of a run at a cut: a pure function of the sums and of the request. The same receipts,
 * in whatever order and however split, give the same ledger.
 */
public final class RunLedger {
  private final ReconcileCut request;
  private final Collection<Receipt> sums;
  private final long conflicts;

  /**
   * A ledger of what was booked.
   *
   * @param request who asks, for which cut, and what the source snapshot held
   * @param sums sums by stage, entity and partition
   * @param conflicts receipts that contradicted another
   */
  public RunLedger(ReconcileCut request, Collection<Receipt> sums, long conflicts) {
    this.request = request;
    this.sums = sums;
    this.conflicts = conflicts;
  }

  /** True where the cut has passed every stage in every partition, for all entities asked for. */
  public boolean isComplete() {
    List<Entity> entities =
        request.getSourceRows().stream().map(EntityCount::getEntity).distinct().toList();
    return CutPassage.complete(sums, entities, request.getCut());
  }

  /** The record for {@code crm.ledgers.v1}. */
  public Ledger toRecord() {
    List<LedgerLine> lines = new ArrayList<>();
    List<Check> checks = new ArrayList<>();
    List<QuarantineCount> quarantine = new ArrayList<>();
    for (EntityCount source : inOrder(request.getSourceRows())) {
      EntityLedger entity = new EntityLedger(source, sums);
      lines.add(entity.line());
      checks.addAll(entity.checks());
      quarantine.addAll(entity.quarantine());
    }
    String runId = request.getEnvelope().getCustomer() + "/" + request.getEnvelope().getRun();
    checks.add(Checks.counts(CheckNames.RECEIPTS_AGREE, "receipts", 0, conflicts));
    return Ledger.newBuilder()
        .setRunId(runId)
        .setCustomer(request.getEnvelope().getCustomer())
        .setCut(request.getCut())
        .setLines(lines)
        .setHops(checks)
        .setQuarantine(quarantine)
        .setTables(tables())
        .setTaskId(request.getEnvelope().getTaskId())
        .setRanges(ranges())
        .setFirstInputAt(firstInputAt())
        .build();
  }

  private static List<EntityCount> inOrder(List<EntityCount> counts) {
    TreeMap<Entity, Long> byEntity = new TreeMap<>();
    counts.forEach(c -> byEntity.merge(c.getEntity(), c.getRows(), Long::sum));
    List<EntityCount> ordered = new ArrayList<>();
    byEntity.forEach((entity, rows) -> ordered.add(new EntityCount(entity, rows)));
    return ordered;
  }

  private List<TableDigest> tables() {
    List<TableDigest> tables = List.of();
    for (Receipt sum : sums) {
      if (sum.getStage() == Stage.LOAD) {
        tables = ReceiptSum.tables(tables, sum.getTables());
      }
    }
    return tables;
  }

  private List<OffsetRange> ranges() {
    return sums.stream()
        .filter(sum -> sum.getStage() == Stage.LOAD)
        .map(
            sum ->
                new OffsetRange(
                    sum.getEntity(), sum.getPartition(), sum.getFromOffset(), sum.getToOffset()))
        .sorted(
            Comparator.comparing(OffsetRange::getEntity).thenComparing(OffsetRange::getPartition))
        .toList();
  }

  private Instant firstInputAt() {
    return sums.stream()
        .filter(sum -> sum.getStage() == Stage.LOAD)
        .map(Receipt::getFirstInputAt)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }
}
