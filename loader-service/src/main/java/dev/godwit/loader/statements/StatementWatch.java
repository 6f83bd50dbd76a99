package dev.godwit.loader.statements;

import dev.godwit.loader.progress.PackSqlStore;
import dev.godwit.loader.progress.PackSqlStore.Due;
import dev.godwit.loader.progress.ProgressSchema;
import dev.godwit.loader.targetdb.TargetConnection;
import dev.godwit.loader.targetdb.TargetDatabase;
import dev.godwit.worker.failure.SqlFailure;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Starts a {@link StatementWorker} for each order that one target database holds and that this
 * process does not follow yet, on a thread of its own: a database that is away keeps the SQL of no
 * other waiting. Thread-safe.
 */
final class StatementWatch {
  private static final Logger LOG = Logger.getLogger(StatementWatch.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
  private static final Duration CLOSE = Duration.ofSeconds(10);

  private final TargetDatabase database;
  private final StatementWorker.Shared shared;
  private final Semaphore wake = new Semaphore(0);
  private final Map<String, StatementWorker> workers = new HashMap<>();
  private final Thread thread;
  private volatile boolean ending;
  private boolean prepared;
  private String lastError = "";

  StatementWatch(TargetDatabase database, StatementWorker.Shared shared) {
    this.database = database;
    this.shared = shared;
    this.thread =
        Thread.ofPlatform()
            .name(database.primary() ? "godwit-sql" : "godwit-sql-of-" + database.name())
            .unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Ends the thread and the workers, and waits for them. */
  void stop() throws InterruptedException {
    ending = true;
    thread.interrupt();
    thread.join(CLOSE.toMillis());
    workers.values().forEach(StatementWorker::end);
    for (StatementWorker worker : workers.values()) {
      worker.await(CLOSE);
    }
  }

  /** An order was stored. */
  void wake() {
    wake.release();
  }

  private void run() {
    try (TargetConnection target = new TargetConnection(() -> shared.packs().settings(database))) {
      while (!ending) {
        look(target);
        if (wake.tryAcquire(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
          wake.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      if (!ending) {
        LOG.error("The thread that starts SQL of packs was interrupted; restart this loader.", e);
      }
    }
  }

  private void look(TargetConnection target) throws InterruptedException {
    try {
      if (!prepared) {
        target.retrying(
            connection -> {
              ProgressSchema.create(connection);
              return null;
            });
        prepared = true;
      }
      startMissing(target);
      lastError = "";
    } catch (SQLException e) {
      String error = SqlFailure.describe(e);
      if (!error.equals(lastError)) {
        LOG.errorf(
            "Expected to read godwit.pack_sql in the database of pack %s, found: %s. No SQL of a pack is run there before; looking again every %s.",
            database.name(), error, LOOK_EVERY);
      }
      lastError = error;
    }
  }

  private void startMissing(TargetConnection target) throws SQLException, InterruptedException {
    List<Due> all =
        target.retrying(
            connection -> {
              List<Due> read = PackSqlStore.due(connection);
              connection.rollback();
              return read;
            });
    workers.values().removeIf(worker -> !worker.isAlive());
    for (Due due : all) {
      if (!workers.containsKey(due.taskId())) {
        StatementWorker worker = new StatementWorker(due, database, shared);
        workers.put(due.taskId(), worker);
        worker.start();
      }
    }
  }
}
