package dev.godwit.validator.replay;

import dev.godwit.canonical.BucketDigest;
import dev.godwit.pack.PackCheck;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.receipt.v1.Ledger;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.Difference;
import dev.godwit.validator.ValidatorSettings;
import dev.godwit.validator.differences.DifferenceSearch;
import dev.godwit.validator.differences.DifferenceSink;
import dev.godwit.validator.differences.ExpectedRowsLostException;
import dev.godwit.validator.readback.ActualRows;
import dev.godwit.validator.readback.LiveTotals;
import dev.godwit.validator.readback.TargetRows;
import dev.godwit.validator.verdict.DifferenceCounts;
import dev.godwit.validator.verdict.TableComparison;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.worker.run.RunPacks;
import dev.godwit.worker.run.RunRegistry;
import dev.godwit.worker.run.RunSpec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Compares the tables of the target with a run's rows, whatever the status of the run. Rows and the
 * loader's totals of live engagement are read in one database snapshot a table, so that a pause
 * holds none open. Memory does not grow with the rows. Thread-safe.
 */
@ApplicationScoped
class FullComparison {
  private static final Logger LOG = Logger.getLogger(FullComparison.class);

  private final PackOfRun packs;
  private final Checks checks;
  private final Searches searches;

  /** The pack of a run: the one that it was assessed with, until the run is over. */
  @FunctionalInterface
  interface PackOfRun {
    TargetPack of(RunSpec run) throws InterruptedException;
  }

  /** Checks a pack against the catalogue of its database: {@link PackCheck#againstCatalogue}. */
  @FunctionalInterface
  interface Checks {
    TargetPack checked(TargetPack pack, Connection connection) throws SQLException;
  }

  /** Opens the search for differing keys. */
  @FunctionalInterface
  interface Searches {
    DifferenceSearch open(
        Ledger ledger, Map<Integer, Long> liveEnds, ActualRows actual, DifferenceSink sink);
  }

  @Inject
  FullComparison(
      KafkaSettings kafka, RunPacks packs, RunRegistry runs, ValidatorSettings settings) {
    this(
        run -> packs.target(runs.awaitStatus(run.runId())),
        PackCheck::againstCatalogue,
        (ledger, liveEnds, actual, sink) ->
            new DifferenceSearch(
                kafka,
                ledger,
                liveEnds,
                actual,
                sink,
                new DifferenceSearch.Bounds(settings.keysPerPass(), settings.rowsHeld())));
  }

  FullComparison(PackOfRun packs, Checks checks, Searches searches) {
    this.packs = packs;
    this.checks = checks;
    this.searches = searches;
  }

  /**
   * One comparison.
   *
   * @param run the run
   * @param pack its target pack, as {@link #pack} gives it
   * @param ledger its ledger as of now
   * @param replay number of the replay
   * @param sink receives every differing key
   */
  record Request(
      RunSpec run, TargetPack pack, Ledger ledger, int replay, Consumer<Difference> sink) {}

  /**
   * The run's target pack, for all of a comparison: the files may change while it lasts.
   *
   * @throws dev.godwit.worker.failure.PackChangedException where the run is not over and was
   *     assessed with another one
   * @throws dev.godwit.pack.PackException where its files have findings; fatal until they are
   *     mended
   * @throws InterruptedException where the process is about to end
   */
  TargetPack pack(RunSpec run) throws InterruptedException {
    return packs.of(run);
  }

  /** Tables of a pack that belong to the entities, in the pack's order; all for no entity. */
  static List<TargetTable> tables(TargetPack pack, List<Entity> entities) {
    return pack.tables().stream()
        .filter(
            table ->
                entities.isEmpty()
                    || entities.contains(table.entity())
                    || (table.entity().equals(Entity.ENGAGEMENTS)
                        && entities.contains(Entity.LIVE)))
        .toList();
  }

  /**
   * Compares one table and adds what it found to the findings, or, where it fails, nothing.
   *
   * @throws SQLException retriable where the database went away, else fatal
   * @throws ReplayInterruptedException where an event stops the replay
   */
  void compare(Request request, TargetTable named, ReplayPace pace, Findings findings)
      throws SQLException {
    RunSpec run = request.run();
    try (Connection connection = request.pack().database().openForReading()) {
      TargetPack checked = checks.checked(request.pack(), connection);
      TargetTable table = checked.tables().get(named.index());
      logUncompared(request, table);
      try (TargetRows rows = new TargetRows(connection, checked, run.kind(), run.customer())) {
        LiveTotals live = request.ledger().getLive() ? rows.live(run.runId()) : null;
        BucketDigest found = new BucketDigest();
        paced(rows, pace::row)
            .forEach(table, (keyHash, rowHash, cells) -> found.add(keyHash, rowHash));
        TableComparison compared = TableComparison.of(request.ledger(), live, table, found);
        list(request, compared, rows, live, pace, findings);
      }
    }
  }

  private static void logUncompared(Request request, TargetTable table) {
    if (!table.uncompared().isEmpty()) {
      LOG.infof(
          "run=%s replay=%d: table %s: comparing all columns but %d that the pack leaves out: %s.",
          request.run().runId(),
          request.replay(),
          table.name(),
          table.uncompared().size(),
          String.join(", ", table.uncompared().stream().map(TargetColumn::name).toList()));
    }
  }

  private void list(
      Request request,
      TableComparison compared,
      TargetRows rows,
      LiveTotals live,
      ReplayPace pace,
      Findings findings)
      throws SQLException {
    DifferenceCounts counts = new DifferenceCounts();
    List<Integer> buckets = compared.bucketsToOpen();
    if (buckets.isEmpty()) {
      findings.compared(compared, counts);
      return;
    }
    LOG.infof(
        "run=%s replay=%d: table %s differs in %d buckets; comparing their keys.",
        request.run().runId(), request.replay(), compared.table().name(), buckets.size());
    DifferenceSink sink =
        (table, key, kind, fields) -> {
          counts.count(kind);
          request.sink().accept(difference(request, table, key, kind, fields));
        };
    Map<Integer, Long> liveEnds = live == null ? Map.of() : live.nextOffsets();
    try (DifferenceSearch search =
        searches.open(request.ledger(), liveEnds, paced(rows, pace::pass), sink)) {
      search.find(compared.table(), compared.expected().rows(), buckets);
      findings.compared(compared, counts);
    } catch (ExpectedRowsLostException e) {
      findings.lost(compared, e.getMessage());
    }
  }

  private static Difference difference(
      Request request,
      TargetTable table,
      String key,
      DifferenceSink.Kind kind,
      List<String> fields) {
    return new Difference(
        request.run().runId(),
        request.ledger().getCut(),
        table.name(),
        key,
        kind.name(),
        fields,
        request.replay());
  }

  /** The rows, with a call before each. */
  private static ActualRows paced(ActualRows rows, Runnable before) {
    return (table, visitor) ->
        rows.forEach(
            table,
            (keyHash, rowHash, cells) -> {
              before.run();
              visitor.row(keyHash, rowHash, cells);
            });
  }
}
