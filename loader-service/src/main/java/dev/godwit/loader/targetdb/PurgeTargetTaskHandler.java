package dev.godwit.loader.targetdb;

import dev.godwit.common.v1.TableCount;
import dev.godwit.loader.progress.AccountStore;
import dev.godwit.loader.progress.CutStore;
import dev.godwit.loader.progress.FenceState;
import dev.godwit.loader.progress.FencedRun;
import dev.godwit.loader.progress.LiveTotals;
import dev.godwit.loader.progress.LoadedRanges;
import dev.godwit.loader.progress.PackSqlStore;
import dev.godwit.loader.progress.ProgressSchema;
import dev.godwit.loader.progress.PurgeRecord;
import dev.godwit.loader.progress.QuarantineStore;
import dev.godwit.loader.progress.RedrivenStore;
import dev.godwit.loader.progress.RehearsedLive;
import dev.godwit.loader.progress.ReplayStore;
import dev.godwit.loader.progress.RunFence;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.report.v1.PurgeReport;
import dev.godwit.task.v1.PurgeTarget;
import dev.godwit.wire.crash.CrashPoint;
import dev.godwit.worker.failure.PackChangedException;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.run.RunRegistry;
import dev.godwit.worker.task.TaskHandler;
import dev.godwit.worker.task.TaskTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Empties the run's target. First the fence is closed, which waits for the running batches and
 * keeps every later one out, and the customer is disabled if this run enabled it; then its rows are
 * deleted, and every table is counted. {@link PurgeGuard} refuses what is not the run's to delete.
 * Repeating it deletes nothing more and gives the same report. Uses the pack as it is, but refuses
 * a changed one whose database does not know the run.
 */
@ApplicationScoped
public class PurgeTargetTaskHandler implements TaskHandler<PurgeTarget> {
  private static final Logger LOG = Logger.getLogger(PurgeTargetTaskHandler.class);

  private final TargetPacks packs;
  private final RunRegistry runs;

  private record Purged(List<TableCount> deleted, List<TableCount> left) {}

  PurgeTargetTaskHandler(TargetPacks packs, RunRegistry runs) {
    this.packs = packs;
    this.runs = runs;
  }

  @Override
  public Class<PurgeTarget> type() {
    return PurgeTarget.class;
  }

  /** A purge is part of undoing a run. */
  @Override
  public boolean alsoWhenStopped() {
    return true;
  }

  @Override
  public void handle(PurgeTarget task, TaskTransaction transaction) throws Exception {
    TargetPack pack = packs.unchecked(task.getEnvelope().getTargetPack());
    FencedRun run = TargetTask.run(task.getEnvelope());
    try (Connection connection = pack.database().open()) {
      ProgressSchema.create(connection);
    }
    Optional<PackChangedException> change = packs.change(run.runId(), pack);
    change.ifPresent(
        changed ->
            LOG.warnf(
                "customer=%s run=%d: purging with the pack as it is. %s",
                run.customer(), run.run(), changed.getMessage()));
    TargetTask.inTransaction(
        pack,
        run.kind(),
        connection -> {
          RunFence.lockCustomer(connection, run.customer());
          Optional<FencedRun> fenced = RunFence.lock(connection, run.runId());
          if (fenced.isEmpty() && change.isPresent()) {
            throw elsewhere(run, pack, change.get());
          }
          close(connection, pack, task, fenced);
          CutStore.remove(connection, run.runId());
          LiveTotals.remove(connection, run.runId());
          RehearsedLive.remove(connection, run.runId());
          LoadedRanges.remove(connection, run.runId());
          QuarantineStore.remove(connection, run.runId());
          ReplayStore.remove(connection, run.runId());
          RedrivenStore.remove(connection, run.runId());
          PackSqlStore.remove(connection, run.runId());
          return null;
        });
    CrashPoint.LOADER_PURGE_AFTER_FENCE.reach();
    Purged purged =
        TargetTask.inTransaction(
            pack, run.kind(), connection -> purge(connection, pack, run, task));
    CrashPoint.LOADER_PURGE_AFTER_COMMIT.reach();
    LOG.infof(
        "customer=%s run=%d: purged from the target: %s",
        run.customer(), run.run(), task.getReason());
    transaction.report(new PurgeReport(transaction.envelope(), purged.deleted(), purged.left()));
  }

  /** Ends the run; the customer is disabled in the same transaction, or was not enabled. */
  private void close(
      Connection connection, TargetPack pack, PurgeTarget task, Optional<FencedRun> fenced)
      throws SQLException, StageFailedException {
    FencedRun run = TargetTask.run(task.getEnvelope());
    PurgeGuard guard = new PurgeGuard(run);
    guard.requireNewest(connection);
    CustomerRows rows = TargetTask.rows(connection, pack, task.getEnvelope());
    if (guard.disables(fenced, rows, runs.status(run.runId()))) {
      rows.disable();
    }
    RunFence.end(connection, run, FenceState.CLOSED);
  }

  /** A changed pack may name another database, which is empty and proves nothing. */
  private static StageFailedException elsewhere(
      FencedRun run, TargetPack pack, PackChangedException changed) {
    return new StageFailedException(
        "pack " + pack.name(),
        "Expected the database of pack %s to know run %s, found that %s does not. %s"
            .formatted(pack.name(), run.runId(), pack.database().address(), changed.getMessage()),
        "Put back the files that the run was assessed with, which name the database that holds its rows, and repeat the step.");
  }

  private static Purged purge(
      Connection connection, TargetPack pack, FencedRun run, PurgeTarget task)
      throws SQLException, StageFailedException {
    RunFence.lockCustomer(connection, run.customer());
    CustomerRows rows = TargetTask.rows(connection, pack, task.getEnvelope());
    new PurgeGuard(run).requireOwnRows(connection, rows);
    CustomerRows.Purge purge = rows.purge();
    List<TableCount> before = purge.before();
    List<TableCount> left = purge.left();
    if (pack.account() != null && left.stream().allMatch(table -> table.getRows() == 0)) {
      AccountStore.remove(connection, pack, run.kind(), run.customer());
    }
    List<TableCount> deleted = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      String table = before.get(i).getTable();
      long gone = before.get(i).getRows() - left.get(i).getRows();
      deleted.add(new TableCount(table, isFoundOnly(pack, table) ? 0 : gone));
    }
    PurgeRecord.add(connection, run.runId(), deleted);
    CrashPoint.LOADER_PURGE_BEFORE_COMMIT.reach();
    return new Purged(PurgeRecord.read(connection, run.runId(), left), left);
  }

  /** Whether all rows of a table are looked up: godwit.identity forgets them, and they stay. */
  private static boolean isFoundOnly(TargetPack pack, String table) {
    List<TargetTable> own = pack.tables().stream().filter(one -> one.name().equals(table)).toList();
    return !own.isEmpty() && own.stream().noneMatch(pack::writes);
  }
}
