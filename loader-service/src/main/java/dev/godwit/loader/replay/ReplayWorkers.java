package dev.godwit.loader.replay;

import dev.godwit.loader.LoaderSettings;
import dev.godwit.loader.batch.StagePort;
import dev.godwit.loader.orders.OrderTraces;
import dev.godwit.loader.orders.OrderWatch;
import dev.godwit.loader.progress.ReplayStore.StoredReplay;
import dev.godwit.loader.targetdb.TargetDatabase;
import dev.godwit.loader.targetdb.TargetDatabases;
import dev.godwit.loader.targetdb.TargetPacks;
import dev.godwit.trace.Traces;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.worker.run.ReplayControl;
import dev.godwit.worker.run.RunRegistry;
import dev.godwit.worker.run.RunTraces;
import dev.godwit.worker.stage.StageIdentity;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Starts a {@link ReplayWorker} for each replay that a target database says is to run and that no
 * loader does: once a task was accepted, at the start of the process, and every few seconds, so
 * that a replay goes on here when the loader that did it is gone. Replays hold up neither loading
 * nor tasks. Thread-safe.
 */
@ApplicationScoped
public class ReplayWorkers {
  private final ReplayWorker.Shared shared;
  private final List<OrderWatch<StoredReplay>> watches = new CopyOnWriteArrayList<>();
  private final TargetDatabases databases;

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
            kafka,
            settings,
            packs,
            identity,
            stage,
            controls(runs),
            new OrderTraces(traces, runTraces));
    this.databases = new TargetDatabases("godwit-replay-databases", packs, this::start);
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
    databases.start();
  }

  private void start(TargetDatabase database) {
    OrderWatch<StoredReplay> watch =
        new OrderWatch<>(database, shared.packs(), new ReplayOrders(database, shared));
    watches.add(watch);
    watch.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    databases.end();
    for (OrderWatch<StoredReplay> watch : watches) {
      watch.stop();
    }
  }

  /** A replay was stored: it begins at once, unless another loader has begun it. */
  void wake() {
    watches.forEach(OrderWatch::wake);
  }
}
