package dev.godwit.validator.ledger;

import dev.godwit.common.v1.Check;
import dev.godwit.common.v1.EntityCount;
import dev.godwit.common.v1.LedgerLine;
import dev.godwit.common.v1.QuarantineCount;
import dev.godwit.common.v1.Stage;
import dev.godwit.receipt.v1.Ledger;
import dev.godwit.receipt.v1.OffsetRange;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.receipt.v1.TableDigest;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.task.v1.ReconcileCut;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The ledger of a run at a cut: a pure function of the sums and of the request. The same receipts,
 * in whatever order and however split, give the same ledger.
 */
public final class RunLedger {
  /** Number of the only cut of the snapshot's entities. */
  private static final int SNAPSHOT_CUT = 1;

  private final ReconcileCut request;
  private final Collection<Receipt> sums;
  private final LiveLedger live;
  private final Collection<Receipt> liveSums;
  private final long conflicts;

  /**
   * A ledger without live engagement.
   *
   * @param request the cut, and the rows of the source snapshot
   * @param sums sums by stage, entity and partition
   * @param conflicts receipts that contradicted another
   */
  public RunLedger(ReconcileCut request, Collection<Receipt> sums, long conflicts) {
    this(request, sums, List.of(), conflicts);
  }

  /**
   * A ledger.
   *
   * @param request the cut, and the rows of the source snapshot
   * @param sums sums by stage, entity and partition; those of live engagement do not count here
   * @param liveSums sums of live engagement by stage and partition, frozen at the cut's markers,
   *     and the gains of replays
   * @param conflicts receipts that contradicted another
   */
  public RunLedger(
      ReconcileCut request,
      Collection<Receipt> sums,
      Collection<Receipt> liveSums,
      long conflicts) {
    this.request = request;
    this.sums = sums.stream().filter(sum -> !Entities.of(sum).equals(Entity.LIVE)).toList();
    this.liveSums = liveSums;
    this.live = new LiveLedger(liveSums);
    this.conflicts = conflicts;
  }

  /**
   * True where the cut has passed every stage in every partition, for all requested entities, and
   * all that replays released before it is booked.
   */
  public boolean isComplete() {
    List<Entity> entities = lines().stream().map(Entities::of).toList();
    int cut = request.getLive() ? SNAPSHOT_CUT : request.getCut();
    return CutPassage.complete(sums, entities, cut)
        && (!request.getLive() || live.isComplete(request.getCut()))
        && new ReplayGains(sums, liveSums).isComplete(request.getReleased());
  }

  /** The record for {@code crm.ledgers.v1}. */
  public Ledger toRecord() {
    List<LedgerLine> lines = new ArrayList<>();
    List<Check> checks = new ArrayList<>();
    List<QuarantineCount> quarantine = new ArrayList<>();
    for (EntityCount source : lines()) {
      EntityLedger entity = new EntityLedger(source, sums);
      boolean engagements = Entities.of(source).equals(Entity.ENGAGEMENTS);
      lines.add(request.getLive() && engagements ? live.on(entity.line()) : entity.line());
      if (!request.getCommitted()) {
        quarantine.addAll(entity.quarantine());
      }
      if (!request.getCommitted() || isReplayed(Entities.of(source))) {
        checks.addAll(entity.checks());
      }
    }
    if (request.getLive()) {
      checks.addAll(live.checks());
      quarantine.addAll(live.quarantine());
    }
    checks.add(Checks.counts(CheckNames.RECEIPTS_AGREE, "receipts", 0, conflicts));
    return Ledger.newBuilder()
        .setRunId(runId(request))
        .setCustomer(request.getEnvelope().getCustomer())
        .setCut(request.getCut())
        .setLines(lines)
        .setHops(checks)
        .setQuarantine(quarantine)
        .setTables(tables())
        .setTaskId(request.getEnvelope().getTaskId())
        .setRanges(ranges())
        .setFirstInputAt(firstInputAt())
        .setLive(request.getLive())
        .setCommitted(request.getCommitted())
        .setLastReplay(new ReplayGains(sums, liveSums).lastReplay())
        .build();
  }

  /** Id of a request's run: customer and number. */
  public static String runId(ReconcileCut request) {
    return request.getEnvelope().getCustomer() + "/" + request.getEnvelope().getRun();
  }

  /** Whether a replay released or loaded records of an entity. */
  private boolean isReplayed(Entity entity) {
    return sums.stream().anyMatch(sum -> sum.getReplay() > 0 && Entities.of(sum).equals(entity));
  }

  /**
   * Entities with a line: all of the request; after the commit engagement, and the entities that
   * replays changed, whose rows are accounted for once more but not read back.
   */
  private List<EntityCount> lines() {
    TreeMap<Entity, Long> byEntity = new TreeMap<>();
    request.getSourceRows().forEach(c -> byEntity.merge(Entities.of(c), c.getRows(), Long::sum));
    byEntity.remove(Entity.LIVE);
    if (request.getCommitted()) {
      byEntity
          .keySet()
          .removeIf(entity -> !entity.equals(Entity.ENGAGEMENTS) && !isReplayed(entity));
      byEntity.computeIfAbsent(
          Entity.ENGAGEMENTS, entity -> StageTotal.of(sums, Stage.EXTRACT, entity).rowsIn());
    }
    List<EntityCount> ordered = new ArrayList<>();
    byEntity.forEach(
        (entity, rows) ->
            ordered.add(new EntityCount(entity.symbol(), rows, entity.declaredName())));
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
    return readSums()
        .map(
            sum ->
                new OffsetRange(
                    Entities.of(sum).symbol(),
                    sum.getPartition(),
                    sum.getFromOffset(),
                    sum.getToOffset(),
                    Entities.of(sum).declaredName()))
        .sorted(
            Comparator.comparing((OffsetRange range) -> Entities.of(range))
                .thenComparing(OffsetRange::getPartition))
        .toList();
  }

  private Instant firstInputAt() {
    return readSums().map(Receipt::getFirstInputAt).min(Comparator.naturalOrder()).orElse(null);
  }

  /** The records that the loader read; a replay reads nothing that was not read before. */
  private Stream<Receipt> readSums() {
    return Stream.concat(sums.stream(), liveSums.stream())
        .filter(sum -> sum.getStage() == Stage.LOAD && sum.getReplay() == 0);
  }
}
