package dev.godwit.loader.statements;

import dev.godwit.loader.progress.PackSqlStore;
import dev.godwit.loader.progress.ProgressSchema;
import dev.godwit.loader.targetdb.TargetPacks;
import dev.godwit.records.Topics;
import dev.godwit.task.v1.RunStatements;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.task.TaskHandler;
import dev.godwit.worker.task.TaskTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;

/**
 * Stores the order to run the SQL of a point in the target database, where {@link StatementWorkers}
 * find it; the task is done with that, so that SQL which waits for the load, or takes long, keeps
 * no other task waiting. A repeated task changes nothing; its report is sent once more.
 */
@ApplicationScoped
public class RunStatementsTaskHandler implements TaskHandler<RunStatements> {
  private final TargetPacks packs;
  private final StatementWorkers workers;

  RunStatementsTaskHandler(TargetPacks packs, StatementWorkers workers) {
    this.packs = packs;
    this.workers = workers;
  }

  @Override
  public Class<RunStatements> type() {
    return RunStatements.class;
  }

  @Override
  public void handle(RunStatements task, TaskTransaction transaction) throws Exception {
    TaskEnvelope of = task.getEnvelope();
    byte[] value = transaction.encoder().encode(Topics.TASKS, task);
    try (Connection connection = packs.unchecked(of.getTargetPack()).database().open()) {
      ProgressSchema.create(connection);
      PackSqlStore.accept(
          connection,
          RunSpec.idOf(of.getCustomer(), of.getRun()),
          task.getPoint().name(),
          task.getCut(),
          of.getTaskId(),
          value);
      connection.commit();
    }
    workers.wake();
  }
}
