package dev.godwit.loader.replay;

import dev.godwit.loader.LoaderSettings;
import dev.godwit.loader.batch.StagePort;
import dev.godwit.loader.progress.ProgressSchema;
import dev.godwit.loader.progress.ReplayStore;
import dev.godwit.loader.progress.ReplayStore.StoredReplay;
import dev.godwit.loader.targetdb.TargetConnection;
import dev.godwit.loader.targetdb.TargetPacks;
import dev.godwit.trace.Traces;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.worker.failure.SqlFailure;
import dev.godwit.worker.run.ReplayControl;
import dev.godwit.worker.run.RunRegistry;
import dev.godwit.worker.run.RunTraces;
import dev.godwit.worker.stage.StageIdentity;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Starts a {@link ReplayWorker} for each replay that the target database says is to run and that no
 * loader does: once a task was accepted, at the start of the process, and every few seconds, so
 * that a replay goes on here when the loader that did it is gone. Replays hold up neither loading
 * nor tasks. Thread-safe.
 */
@ApplicationScoped
public class ReplayWorkers {
  private static final Logger LOG = Logger.getLogger(ReplayWorkers.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
  private static final Duration CLOSE = Duration.ofSeconds(10);

  private final ReplayWorker.Shared shared;
  private final Semaphore wake = new Semaphore(0);
  private final Map<String, ReplayWorker> workers = new HashMap<>();
  private final Thread thread;
  private volatile boolean ending;
  private boolean prepared;

  ReplayWorkers(
      LoaderSettings settings,
      KafkaSettings kafka,
      TargetPacks packs,
      StageIdentity identity,
      StagePort stage,
      RunRegistry runs,
      Traces traces,
      RunTraces runTraces) {
    this.shared =
        new ReplayWorker.Shared(
            kafka, settings, packs, identity, stage, controls(runs), traces, runTraces);
    this.thread = Thread.ofPlatform().name("godwit-replays").unstarted(this::run);
  }

  private static ReplayControls controls(RunRegistry runs) {
    return new ReplayControls() {
      @Override
      public ReplayControl current(String runId, int number) throws InterruptedException {
        return runs.awaitReplay(runId, number);
      }

      @Override
      public ReplayControl awaitChange(String runId, ReplayControl known, Duration timeout)
          throws InterruptedException {
        return runs.awaitReplayChange(runId, known, timeout);
      }
    };
  }

  void start(@Observes StartupEvent event) {
    thread.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    ending = true;
    thread.interrupt();
    thread.join(CLOSE.toMillis());
    workers.values().forEach(ReplayWorker::end);
    for (ReplayWorker worker : workers.values()) {
      worker.await(CLOSE);
    }
  }

  /** A replay was stored: it begins at once, unless another loader has begun it. */
  void wake() {
    wake.release();
  }

  private void run() {
    try (TargetConnection target = new TargetConnection(shared.packs().database())) {
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
    } catch (SQLException e) {
      LOG.errorf(
          "Expected to read godwit.replay in the target, found: %s. No replay is started before;"
              + " looking again every %s.",
          SqlFailure.describe(e), LOOK_EVERY);
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
        ReplayWorker worker = new ReplayWorker(stored, shared);
        workers.put(name, worker);
        worker.start();
      }
    }
  }
}
