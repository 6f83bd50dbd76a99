package dev.godwit.loader.targetdb;

import dev.godwit.common.v1.RunKind;
import dev.godwit.common.v1.TableCount;
import dev.godwit.loader.progress.ProgressSchema;
import dev.godwit.pack.TargetPack;
import dev.godwit.report.v1.TargetAssessmentReport;
import dev.godwit.task.v1.AssessTarget;
import dev.godwit.worker.task.TaskHandler;
import dev.godwit.worker.task.TaskTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.util.List;

/**
 * Reads and checks the pack again, alone and with the run's source pack, checks that the loader can
 * check foreign keys where the pack has it do so, checks the customer's account, and counts its
 * rows in the live schema. Changes nothing.
 */
@ApplicationScoped
public class AssessTargetTaskHandler implements TaskHandler<AssessTarget> {
  private final TargetPacks packs;

  AssessTargetTaskHandler(TargetPacks packs) {
    this.packs = packs;
  }

  @Override
  public Class<AssessTarget> type() {
    return AssessTarget.class;
  }

  @Override
  public void handle(AssessTarget task, TaskTransaction transaction) throws Exception {
    packs.reload(task.getEnvelope().getTargetPack());
    TargetPack pack = TargetTask.pack(packs, task.getEnvelope());
    TargetTask.requirePair(packs, task.getEnvelope(), pack);
    TargetTask.requireForeignKeys(pack, task.getEnvelope());
    TargetTask.requireSequences(pack, RunKind.LIVE, task.getEnvelope());
    TargetTask.requireSequences(pack, RunKind.REHEARSAL, task.getEnvelope());
    if (pack.account() != null || pack.usesIdentity()) {
      try (Connection connection = pack.database().open()) {
        ProgressSchema.create(connection);
      }
    }
    List<TableCount> rows =
        TargetTask.inTransaction(
            pack,
            RunKind.LIVE,
            connection -> {
              RunAccount account =
                  new RunAccount(connection, pack, task.getEnvelope(), task.getAccount());
              account.check(task.getEnvelope().getKind());
              return account.rowsBefore(RunKind.LIVE).count();
            });
    transaction.report(
        new TargetAssessmentReport(
            transaction.envelope(),
            rows,
            pack.fingerprint(),
            pack.points().points(),
            pack.probes().pages().size()));
  }
}
