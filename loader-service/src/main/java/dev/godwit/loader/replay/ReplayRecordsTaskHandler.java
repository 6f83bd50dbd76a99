package dev.godwit.loader.replay;

import dev.godwit.common.v1.Stage;
import dev.godwit.loader.progress.ProgressSchema;
import dev.godwit.loader.progress.ReplayStore;
import dev.godwit.loader.progress.ReplayStore.State;
import dev.godwit.loader.progress.ReplayStore.StoredReplay;
import dev.godwit.loader.progress.ReplayStore.Stretch;
import dev.godwit.loader.targetdb.TargetPacks;
import dev.godwit.records.Topics;
import dev.godwit.task.v1.ReplayRecords;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.wire.crash.CrashPoint;
import dev.godwit.worker.run.RunRegistry;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.run.RunStatus;
import dev.godwit.worker.task.TaskHandler;
import dev.godwit.worker.task.TaskTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Stores a replay of the load in the target database, where {@link ReplayWorkers} find it; the task
 * is done with that, so that a replay of hours keeps no other task waiting. A repeated task changes
 * nothing; where its replay has ended, the report is sent once more. Replays of other stages are
 * left to them.
 */
@ApplicationScoped
public class ReplayRecordsTaskHandler implements TaskHandler<ReplayRecords> {
  private static final Logger LOG = Logger.getLogger(ReplayRecordsTaskHandler.class);

  private final TargetPacks packs;
  private final RunRegistry runs;
  private final ReplayWorkers workers;

  ReplayRecordsTaskHandler(TargetPacks packs, RunRegistry runs, ReplayWorkers workers) {
    this.packs = packs;
    this.runs = runs;
    this.workers = workers;
  }

  @Override
  public Class<ReplayRecords> type() {
    return ReplayRecords.class;
  }

  /** A committed run is over, and can be replayed. */
  @Override
  public boolean alsoWhenStopped() {
    return true;
  }

  @Override
  public void handle(ReplayRecords task, TaskTransaction transaction) throws Exception {
    if (task.getStage() != Stage.LOAD) {
      return;
    }
    TaskEnvelope of = task.getEnvelope();
    String runId = RunSpec.idOf(of.getCustomer(), of.getRun());
    RunStatus status = runs.status(runId).orElse(null);
    if (status instanceof RunStatus.Stopping || status instanceof RunStatus.Ended) {
      LOG.infof(
          "customer=%s run=%d: skipping replay %d, because the run is being undone or has ended.",
          of.getCustomer(), of.getRun(), task.getReplay());
      return;
    }
    byte[] value = transaction.encoder().encode(Topics.TASKS, task);
    try (Connection connection = packs.unchecked(of.getTargetPack()).database().open()) {
      ProgressSchema.create(connection);
      StoredReplay stored =
          ReplayStore.accept(connection, runId, task.getReplay(), of.getTaskId(), value);
      List<Stretch> stretches = ReplayStore.stretches(connection, runId, task.getReplay());
      CrashPoint.LOADER_REPLAY_TASK_BEFORE_COMMIT.reach();
      connection.commit();
      CrashPoint.LOADER_REPLAY_TASK_AFTER_COMMIT.reach();
      if (stored.state() == State.FINISHED || stored.state() == State.CANCELLED) {
        transaction.report(
            ReplayReports.report(transaction.envelope(), task.getReplay(), stretches));
      }
    }
    workers.wake();
  }
}
