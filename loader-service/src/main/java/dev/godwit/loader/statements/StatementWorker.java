package dev.godwit.loader.statements;

import dev.godwit.common.v1.StatementResult;
import dev.godwit.loader.orders.OrderThread;
import dev.godwit.loader.orders.OrderTraces;
import dev.godwit.loader.progress.PackSqlStore;
import dev.godwit.loader.progress.PackSqlStore.Due;
import dev.godwit.loader.statements.RunOfSql.Outcome;
import dev.godwit.loader.targetdb.TargetConnection;
import dev.godwit.loader.targetdb.TargetDatabase;
import dev.godwit.loader.targetdb.TargetPacks;
import dev.godwit.loader.targetdb.TargetTask;
import dev.godwit.pack.TargetPack;
import dev.godwit.records.Topics;
import dev.godwit.report.v1.FailureReport;
import dev.godwit.report.v1.StatementsReport;
import dev.godwit.task.v1.RunStatements;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.trace.Work;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.WireDecoder;
import dev.godwit.wire.WireEncoder;
import dev.godwit.wire.crash.CrashPoint;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.outage.OutageRetry;
import dev.godwit.worker.run.RunContext;
import dev.godwit.worker.run.RunRegistry;
import dev.godwit.worker.run.RunStatus;
import dev.godwit.worker.run.RunStoppedException;
import dev.godwit.worker.stage.StageIdentity;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * The thread that runs the SQL of one point of one run: waits until the run is ready for it, runs
 * it, and sends the report.
 */
final class StatementWorker extends OrderThread {
  private static final Logger LOG = Logger.getLogger(StatementWorker.class);
  private static final String TARGET = "the target database";
  private static final Duration LOOK_EVERY = Duration.ofMillis(300);

  /** Services that the workers of a process share. */
  record Shared(
      KafkaSettings kafka,
      TargetPacks packs,
      RunRegistry runs,
      OutageRetry outage,
      StageIdentity identity,
      StatementReports reports,
      OrderTraces traces) {}

  private final Due due;
  private final TargetDatabase database;
  private final Shared shared;

  /**
   * @param database the one that keeps the order
   */
  StatementWorker(Due due, TargetDatabase database, Shared shared) {
    super("godwit-sql-" + due.name(), "run=%s: the SQL of its pack".formatted(due.name()));
    this.due = due;
    this.database = database;
    this.shared = shared;
  }

  @Override
  protected void work() throws Exception {
    try (WireDecoder decoder = new WireDecoder(shared.kafka().serde());
        WireEncoder encoder = new WireEncoder(shared.kafka().serde())) {
      RunStatements task = (RunStatements) decoder.decode(Topics.TASKS, due.task());
      try (RunContext context = RunContext.of(task.getEnvelope());
          Work work = shared.traces().work(task.getSchema().getName(), task.getEnvelope())) {
        shared.runs().awaitCaughtUp();
        answer(task, encoder);
      }
    }
  }

  /** Runs what was not run, and sends the report that is stored. */
  private void answer(RunStatements task, WireEncoder encoder) throws Exception {
    try (TargetConnection target = new TargetConnection(() -> shared.packs().settings(database))) {
      if (due.report() != null || runWhenReady(task, encoder, target)) {
        send(task.getEnvelope(), target);
      }
    }
  }

  private void send(TaskEnvelope of, TargetConnection target)
      throws SQLException, InterruptedException {
    Due stored =
        target.retrying(
            connection -> {
              Due now = PackSqlStore.find(connection, due).orElse(null);
              connection.rollback();
              return now;
            });
    if (stored != null && stored.report() != null) {
      shared.reports().send(of, stored.report());
      CrashPoint.LOADER_SQL_AFTER_SEND.reach();
      finish(target);
    }
  }

  /** Whether a report is stored now. */
  private boolean runWhenReady(RunStatements task, WireEncoder encoder, TargetConnection target)
      throws Exception {
    TaskEnvelope of = task.getEnvelope();
    while (!isEnding()) {
      RunStatus status = shared.runs().awaitStatus(due.runId());
      if (!status.writesRows()) {
        LOG.infof(
            "customer=%s run=%d: skipping the SQL %s, because the run is being undone or is over.",
            of.getCustomer(), of.getRun(), due.point());
        finish(target);
        return false;
      }
      Outcome outcome = isReady(task, target) ? attempt(task, encoder, target) : Outcome.NOT_YET;
      if (outcome != Outcome.NOT_YET) {
        return outcome == Outcome.RUN;
      }
      Thread.sleep(LOOK_EVERY);
    }
    return false;
  }

  private boolean isReady(RunStatements task, TargetConnection target)
      throws SQLException, InterruptedException {
    return target.retrying(
        connection -> {
          boolean ready = RunOfSql.isReady(connection, due.runId(), task);
          connection.rollback();
          return ready;
        });
  }

  private Outcome attempt(RunStatements task, WireEncoder encoder, TargetConnection target)
      throws Exception {
    TaskEnvelope of = task.getEnvelope();
    try {
      return shared.outage().retry(TARGET, of, false, () -> once(task, encoder));
    } catch (RunStoppedException e) {
      return Outcome.NOT_YET;
    } catch (InterruptedException | KafkaException e) {
      throw e;
    } catch (StageFailedException e) {
      return failed(of, encoder, e, target);
    } catch (Exception e) {
      return failed(of, encoder, StageFailedException.of(of, e), target);
    }
  }

  private Outcome once(RunStatements task, WireEncoder encoder)
      throws SQLException, StageFailedException, InterruptedException {
    TargetPack pack = TargetTask.packOfRun(shared.packs(), task.getEnvelope());
    try (Connection connection = pack.database().open()) {
      return new RunOfSql(due, task, results -> report(task, encoder, results))
          .attempt(connection, pack);
    }
  }

  private byte[] report(RunStatements task, WireEncoder encoder, List<StatementResult> results) {
    return encoder.encode(
        Topics.REPORTS,
        new StatementsReport(
            shared.identity().envelope(task.getEnvelope()),
            task.getPoint(),
            task.getCut(),
            results));
  }

  /** The failure is sent at once: it changed nothing, and the database may take no writes. */
  private Outcome failed(
      TaskEnvelope of, WireEncoder encoder, StageFailedException failure, TargetConnection target)
      throws SQLException, InterruptedException {
    LOG.errorf(
        failure,
        "customer=%s run=%d: failed on %s: %s %s",
        of.getCustomer(),
        of.getRun(),
        failure.subject(),
        failure.getMessage(),
        failure.action());
    byte[] report =
        encoder.encode(
            Topics.REPORTS,
            new FailureReport(
                shared.identity().envelope(of),
                failure.subject(),
                failure.getMessage(),
                failure.action(),
                failure.count(),
                failure.firstKey()));
    shared.reports().send(of, report);
    finish(target);
    return Outcome.NOT_WANTED;
  }

  private void finish(TargetConnection target) throws SQLException, InterruptedException {
    target.retrying(
        connection -> {
          PackSqlStore.finish(connection, due);
          connection.commit();
          return null;
        });
  }
}
