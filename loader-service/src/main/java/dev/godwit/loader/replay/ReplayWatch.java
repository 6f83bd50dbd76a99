package dev.godwit.loader.replay;

import dev.godwit.loader.progress.ProgressSchema;
import dev.godwit.loader.progress.ReplayStore;
import dev.godwit.loader.progress.ReplayStore.StoredReplay;
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
 * Starts a {@link ReplayWorker} for each replay that one target database says is to run and that no
 * loader does, on a thread of its own: a database that is away keeps the replays of no other
 * waiting. Thread-safe.
 */
final class ReplayWatch {
  private static final Logger LOG = Logger.getLogger(ReplayWatch.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
  private static final Duration CLOSE = Duration.ofSeconds(10);

  private final TargetDatabase database;
  private final ReplayWorker.Shared shared;
  private final Semaphore wake = new Semaphore(0);
  private final Map<String, ReplayWorker> workers = new HashMap<>();
  private final Thread thread;
  private volatile boolean ending;
  private boolean prepared;
  private String lastError = "";

  ReplayWatch(TargetDatabase database, ReplayWorker.Shared shared) {
    this.database = database;
    this.shared = shared;
    this.thread =
        Thread.ofPlatform()
            .name(database.primary() ? "godwit-replays" : "godwit-replays-" + database.key())
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
    workers.values().forEach(ReplayWorker::end);
    for (ReplayWorker worker : workers.values()) {
      worker.await(CLOSE);
    }
  }

  /** A replay was stored. */
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
        LOG.error("The thread that starts replays was interrupted; restart this loader.", e);
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
            "Expected to read godwit.replay in the database of pack %s, found: %s. No replay is started there before; looking again every %s.",
            database.name(), error, LOOK_EVERY);
      }
      lastError = error;
    }
  }

  private void startMissing(TargetConnection target) throws SQLException, InterruptedException {
    List<StoredReplay> running =
        target.retrying(
            connection -> {
              List<StoredReplay> read = ReplayStore.running(connection);
              connection.rollback();
              return read;
            });
    workers.values().removeIf(worker -> !worker.isAlive());
    for (StoredReplay stored : running) {
      String name = stored.runId() + "/" + stored.number();
      if (!workers.containsKey(name)) {
        ReplayWorker worker = new ReplayWorker(stored, database, shared);
        workers.put(name, worker);
        worker.start();
      }
    }
  }
}
