package dev.godwit.validator.verdict;

import dev.godwit.canonical.BucketDigest;
import dev.godwit.common.v1.RunKind;
import dev.godwit.pack.PackCheck;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.receipt.v1.Ledger;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.Difference;
import dev.godwit.validator.ValidatorSettings;
import dev.godwit.validator.differences.DifferenceSearch;
import dev.godwit.validator.differences.DifferenceSink;
import dev.godwit.validator.differences.DifferenceSink.Kind;
import dev.godwit.validator.outbound.VerdictTransaction;
import dev.godwit.validator.readback.LiveTotals;
import dev.godwit.validator.readback.OrphanRows.Orphans;
import dev.godwit.validator.readback.TableDigests;
import dev.godwit.validator.readback.TargetRows;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.worker.failure.PackChangedException;
import dev.godwit.worker.run.RunPacks;
import dev.godwit.worker.run.RunRegistry;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.run.RunStoppedException;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Compares the target with a ledger, table by table, and opens the buckets that differ. All reads
 * of the target see one database snapshot. Memory does not grow with the rows. Used by one thread.
 */
@ApplicationScoped
public class ReadBack {
  private static final Logger LOG = Logger.getLogger(ReadBack.class);

  private final KafkaSettings kafka;
  private final RunPacks packs;
  private final RunRegistry runs;
  private final DifferenceSearch.Bounds bounds;

  ReadBack(KafkaSettings kafka, RunPacks packs, RunRegistry runs, ValidatorSettings settings) {
    this.kafka = kafka;
    this.packs = packs;
    this.runs = runs;
    this.bounds = new DifferenceSearch.Bounds(settings.keysPerPass(), settings.rowsHeld());
  }

  /**
   * The verdict on a ledger; every differing key is sent.
   *
   * @throws SQLException retriable where the database went away, else fatal
   * @throws PackChangedException where the run was assessed with another pack
   * @throws RunStoppedException where the run is being undone: a purge would look like a loss
   * @throws InterruptedException where the process is about to end
   */
  public Verdict verdict(Ledger ledger, RunSpec run, VerdictTransaction transaction)
      throws SQLException, RunStoppedException, InterruptedException {
    TargetPack named = packs.target(runs.status(ledger.getRunId()).orElseThrow());
    try (Connection connection = named.database().openForReading()) {
      TargetPack pack = PackCheck.againstCatalogue(named, connection);
      try (TargetRows rows = new TargetRows(connection, pack, run.kind(), run.customer())) {
        DifferenceCounts counts = new DifferenceCounts();
        LiveTotals live = ledger.getLive() ? rows.live(ledger.getRunId()) : null;
        LiveComparison compared = live == null ? null : new LiveComparison(live);
        if (status(ledger).isCommitted()) {
          long engagements = rows.count(pack.main(Entity.ENGAGEMENTS));
          requireNeeded(ledger);
          return new Verdict(ledger, List.of(), counts, compared, engagements, LiveDemands.NONE);
        }
        List<TableComparison> tables = compare(ledger, named, pack, rows, live);
        requireNeeded(ledger);
        DifferenceSink sink = sink(ledger, counts, transaction);
        open(tables, ledger, rows, live, sink);
        List<Orphans> orphans =
            rows.orphans(
                (table, key, fields) -> sink.difference(table, key, Kind.ORPHANED, fields));
        LiveDemands demands =
            run.kind() == RunKind.REHEARSAL ? LiveDemands.read(pack, rows) : LiveDemands.NONE;
        return new Verdict(
            ledger,
            tables,
            counts,
            compared,
            Verdict.NOT_COUNTED,
            demands,
            rows.sequencesBehind(),
            orphans);
      }
    }
  }

  /** By two connections that see one snapshot. */
  private static List<TableComparison> compare(
      Ledger ledger, TargetPack named, TargetPack pack, TargetRows rows, LiveTotals live)
      throws SQLException, InterruptedException {
    Map<Integer, Long> expected = new HashMap<>();
    ledger.getTables().forEach(table -> expected.put(table.getTable(), table.getRows()));
    List<TargetTable> largestFirst =
        pack.tables().stream()
            .sorted(
                Comparator.comparing(
                    table -> expected.getOrDefault(table.index(), 0L), Comparator.reverseOrder()))
            .toList();
    Map<Integer, BucketDigest> found =
        TableDigests.of(rows, named.database()::openForReading, largestFirst);
    return pack.tables().stream()
        .map(table -> TableComparison.of(ledger, live, table, found.get(table.index())))
        .toList();
  }

  private static DifferenceSink sink(
      Ledger ledger, DifferenceCounts counts, VerdictTransaction transaction) {
    return (table, key, kind, fields) -> {
      counts.count(kind);
      transaction.difference(
          new Difference(
              ledger.getRunId(), ledger.getCut(), table.name(), key, kind.name(), fields, 0));
    };
  }

  private void open(
      List<TableComparison> tables,
      Ledger ledger,
      TargetRows rows,
      LiveTotals live,
      DifferenceSink sink)
      throws SQLException, RunStoppedException {
    if (tables.stream().allMatch(TableComparison::same)) {
      return;
    }
    Map<Integer, Long> liveEnds = live == null ? Map.of() : live.nextOffsets();
    try (DifferenceSearch search =
        new DifferenceSearch(kafka, ledger, liveEnds, rows, sink, bounds)) {
      for (TableComparison table : tables) {
        List<Integer> buckets = table.bucketsToOpen();
        if (!buckets.isEmpty()) {
          requireNeeded(ledger);
          LOG.warnf(
              "run=%s cut=%d: table %s differs in %d buckets; comparing their keys.",
              ledger.getRunId(), ledger.getCut(), table.table().name(), buckets.size());
          search.find(table.table(), table.expected().rows(), buckets);
        }
      }
    }
  }

  private LedgerStatus status(Ledger ledger) {
    return new LedgerStatus(ledger, runs.status(ledger.getRunId()).orElseThrow());
  }

  private void requireNeeded(Ledger ledger) throws RunStoppedException {
    if (!status(ledger).needsVerdict()) {
      throw new RunStoppedException(ledger.getRunId());
    }
  }
}
