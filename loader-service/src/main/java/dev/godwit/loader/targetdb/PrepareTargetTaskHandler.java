package dev.godwit.loader.targetdb;

import dev.godwit.common.v1.RunKind;
import dev.godwit.common.v1.TableCount;
import dev.godwit.loader.progress.FencedRun;
import dev.godwit.loader.progress.ProgressSchema;
import dev.godwit.loader.progress.RunFence;
import dev.godwit.pack.TargetPack;
import dev.godwit.report.v1.PrepareReport;
import dev.godwit.report.v1.TargetNotEmptyReport;
import dev.godwit.task.v1.PrepareTarget;
import dev.godwit.wire.crash.CrashPoint;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.task.TaskHandler;
import dev.godwit.worker.task.TaskTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Prepares the run's target, in one transaction: staging is emptied for a rehearsal, the live
 * schema must be empty for a live run; then the pack's prepare statement, and the run is open for
 * loading. A run that the fence knows already stays as it is, so a repeated task neither empties
 * what was loaded since nor opens a run that has ended.
 */
@ApplicationScoped
public class PrepareTargetTaskHandler implements TaskHandler<PrepareTarget> {
  private final TargetPacks packs;

  PrepareTargetTaskHandler(TargetPacks packs) {
    this.packs = packs;
  }

  @Override
  public Class<PrepareTarget> type() {
    return PrepareTarget.class;
  }

  @Override
  public void handle(PrepareTarget task, TaskTransaction transaction) throws Exception {
    packs.forget(task.getEnvelope().getTargetPack());
    TargetPack pack = TargetTask.packOfRun(packs, task.getEnvelope());
    TargetTask.requireSequences(pack, task.getEnvelope().getKind(), task.getEnvelope());
    try (Connection connection = pack.database().open()) {
      ProgressSchema.create(connection);
    }
    List<TableCount> left =
        TargetTask.inTransaction(
            pack, task.getEnvelope().getKind(), connection -> prepare(connection, pack, task));
    CrashPoint.LOADER_PREPARE_AFTER_COMMIT.reach();
    if (left.isEmpty()) {
      transaction.report(new PrepareReport(transaction.envelope()));
    } else {
      transaction.report(new TargetNotEmptyReport(transaction.envelope(), left));
    }
  }

  /** Tables that hold rows of the customer all the same; empty where the run is open. */
  private static List<TableCount> prepare(
      Connection connection, TargetPack pack, PrepareTarget task)
      throws SQLException, StageFailedException {
    FencedRun run = TargetTask.run(task.getEnvelope());
    RunFence.lockCustomer(connection, run.customer());
    if (RunFence.find(connection, run.runId()).isPresent()) {
      return List.of();
    }
    new PurgeGuard(run).requireNewest(connection);
    if (run.kind() == RunKind.REHEARSAL) {
      TargetTask.rows(connection, pack, task.getEnvelope()).purge();
    }
    RunAccount account = new RunAccount(connection, pack, task.getEnvelope(), task.getAccount());
    CustomerRows rows = account.rowsBefore(run.kind());
    List<TableCount> left = TargetTask.withRows(rows.count());
    if (left.isEmpty()) {
      rows.prepare();
      account.keep(run.kind());
      RunFence.open(connection, run);
      CrashPoint.LOADER_PREPARE_BEFORE_COMMIT.reach();
    }
    return left;
  }
}
