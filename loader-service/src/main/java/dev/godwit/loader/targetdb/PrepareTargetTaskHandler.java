package dev.godwit.loader.targetdb;

import dev.godwit.common.v1.RunKind;
import dev.godwit.common.v1.TableCount;
import dev.godwit.loader.progress.AccountStore;
import dev.godwit.loader.progress.FencedRun;
import dev.godwit.loader.progress.ProgressSchema;
import dev.godwit.loader.progress.RunFence;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.identity.CustomerAccount;
import dev.godwit.pack.identity.CustomerAccount.UnknownAccountException;
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
import java.util.Optional;

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
    if (RunFence.find(connection, run.runId()).isPresent()) {
      return List.of();
    }
    if (run.kind() == RunKind.REHEARSAL) {
      TargetTask.rows(connection, pack, task.getEnvelope()).purge();
    }
    CustomerRows rows = TargetTask.rowsBefore(connection, pack, run.kind(), task.getEnvelope());
    List<TableCount> left = TargetTask.withRows(rows.count());
    if (left.isEmpty()) {
      rows.prepare();
      keepAccount(connection, pack, run);
      RunFence.open(connection, run);
      CrashPoint.LOADER_PREPARE_BEFORE_COMMIT.reach();
    }
    return left;
  }

  /** The account is kept until the purge, so that rows are found by what they were written with. */
  private static void keepAccount(Connection connection, TargetPack pack, FencedRun run)
      throws SQLException, StageFailedException {
    if (pack.account() == null) {
      return;
    }
    String account;
    try {
      account = CustomerAccount.find(connection, pack, run.kind(), run.customer());
    } catch (UnknownAccountException e) {
      throw new StageFailedException("account", e.getMessage(), "Then start the run again.", e);
    }
    Optional<String> other =
        AccountStore.keep(connection, pack, run.kind(), run.customer(), account);
    if (other.isPresent()) {
      throw new StageFailedException(
          "account",
          "Expected an account of customer %s alone, found account %s, which is that of customer %s too."
              .formatted(run.customer(), account, other.get()),
          "Give each customer an account of its own in the target: a rollback empties the account.");
    }
  }
}
