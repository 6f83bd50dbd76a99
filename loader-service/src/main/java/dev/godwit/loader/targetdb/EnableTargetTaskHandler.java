package dev.godwit.loader.targetdb;

import dev.godwit.loader.progress.FenceState;
import dev.godwit.loader.progress.FencedRun;
import dev.godwit.loader.progress.RunFence;
import dev.godwit.pack.TargetPack;
import dev.godwit.report.v1.EnableReport;
import dev.godwit.task.v1.EnableTarget;
import dev.godwit.wire.crash.CrashPoint;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.task.TaskHandler;
import dev.godwit.worker.task.TaskTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Enables the customer in the target and reads the result back, in one transaction that holds the
 * fence: from then on no batch of the run's snapshot writes. A run that was closed for a purge is
 * refused. Repeating it changes nothing.
 */
@ApplicationScoped
public class EnableTargetTaskHandler implements TaskHandler<EnableTarget> {
  private final TargetPacks packs;

  EnableTargetTaskHandler(TargetPacks packs) {
    this.packs = packs;
  }

  @Override
  public Class<EnableTarget> type() {
    return EnableTarget.class;
  }

  @Override
  public void handle(EnableTarget task, TaskTransaction transaction) throws Exception {
    TargetPack pack = TargetTask.packOfRun(packs, task.getEnvelope());
    TargetTask.inTransaction(
        pack,
        task.getEnvelope().getKind(),
        connection -> {
          enable(connection, pack, task);
          CrashPoint.LOADER_ENABLE_BEFORE_COMMIT.reach();
          return null;
        });
    CrashPoint.LOADER_ENABLE_AFTER_COMMIT.reach();
    transaction.report(new EnableReport(transaction.envelope()));
  }

  private static void enable(Connection connection, TargetPack pack, EnableTarget task)
      throws SQLException, StageFailedException {
    FencedRun run = TargetTask.run(task.getEnvelope());
    Optional<FencedRun> fenced = RunFence.lock(connection, run.runId());
    if (fenced.isEmpty() || fenced.get().state() == FenceState.CLOSED) {
      throw new StageFailedException(
          "enable",
          "Expected run %s to be open in the target database, found it %s."
              .formatted(run.runId(), fenced.isEmpty() ? "not there" : "closed for a purge"),
          "Roll the migration back and rehearse again.");
    }
    CustomerRows rows = TargetTask.rows(connection, pack, task.getEnvelope());
    rows.enable();
    if (!rows.isEnabled()) {
      throw new StageFailedException(
          "enable",
          "Expected the customer to be enabled after the pack's enable statement, found it is not.",
          "Check enable and is-enabled of target pack " + pack.name() + ".");
    }
    RunFence.end(connection, run, FenceState.ENABLED);
  }
}
