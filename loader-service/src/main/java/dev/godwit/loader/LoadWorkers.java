package dev.godwit.loader;

import dev.godwit.loader.batch.StagePort;
import dev.godwit.loader.targetdb.TargetDatabase;
import dev.godwit.loader.targetdb.TargetDatabases;
import dev.godwit.loader.targetdb.TargetPacks;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.worker.stage.StageIdentity;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * The worker threads of this process, from its start to its end, and their health: some for each
 * target database. The database does more than half of the work of loading, on one core for each
 * connection, so there is a worker for each core that the database may use. A database that a pack
 * names for the first time gets its workers within seconds. Thread-safe.
 */
@ApplicationScoped
public class LoadWorkers {
  private static final Logger LOG = Logger.getLogger(LoadWorkers.class);

  private final LoaderSettings settings;
  private final KafkaSettings kafka;
  private final TargetPacks packs;
  private final StageIdentity identity;
  private final StagePort stage;
  private final List<LoadWorker> workers = new CopyOnWriteArrayList<>();
  private final TargetDatabases databases;

  LoadWorkers(
      LoaderSettings settings,
      KafkaSettings kafka,
      TargetPacks packs,
      StageIdentity identity,
      StagePort stage) {
    this.settings = settings;
    this.kafka = kafka;
    this.packs = packs;
    this.identity = identity;
    this.stage = stage;
    this.databases = new TargetDatabases("godwit-load-databases", packs, this::start);
  }

  void start(@Observes StartupEvent event) {
    settings.validate();
    databases.start();
  }

  private void start(TargetDatabase database) {
    LOG.infof(
        "Loading the runs of %s into %s, as group %s.",
        String.join(", ", packs.names(database)), database.address(), LoadClients.group(database));
    for (int number = 0; number < settings.workers(); number++) {
      LoadWorker worker =
          new LoadWorker(number, identity.instance(), kafka, settings, database, packs, stage);
      workers.add(worker);
      worker.start();
    }
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    databases.end();
    workers.forEach(LoadWorker::end);
    for (LoadWorker worker : workers) {
      worker.await();
    }
  }

  /** Down when a worker thread is gone: only a restart helps. */
  @Liveness
  @ApplicationScoped
  static class Live implements HealthCheck {
    private final LoadWorkers workers;

    Live(LoadWorkers workers) {
      this.workers = workers;
    }

    @Override
    public HealthCheckResponse call() {
      boolean alive = workers.workers().stream().allMatch(LoadWorker::isAlive);
      return HealthCheckResponse.named("load workers").status(alive).build();
    }
  }

  /**
   * Down while there are target databases and none can be used. One that cannot be reached, or
   * whose packs do not fit its catalogue, is listed, and does not make the process unready where
   * runs of another can be loaded. Packs whose files have findings make no process unready, also
   * where there is no other.
   */
  @Readiness
  @ApplicationScoped
  static class Ready implements HealthCheck {
    private final LoadWorkers workers;

    Ready(LoadWorkers workers) {
      this.workers = workers;
    }

    @Override
    public HealthCheckResponse call() {
      List<LoadWorker> all = workers.workers();
      List<String> unusable =
          all.stream()
              .filter(worker -> !worker.isUsable())
              .map(worker -> worker.database().name())
              .distinct()
              .toList();
      HealthCheckResponseBuilder answer = HealthCheckResponse.named("target database");
      String problem =
          all.stream()
              .map(LoadWorker::packProblem)
              .filter(Objects::nonNull)
              .findFirst()
              .orElse(null);
      if (problem != null) {
        answer.withData("packs", problem);
      }
      if (!unusable.isEmpty()) {
        answer.withData("not usable", String.join(", ", unusable));
      }
      if (all.isEmpty()) {
        answer.withData("packs", "No target pack can be read; its runs are refused until one can.");
      }
      return answer.status(all.isEmpty() || all.stream().anyMatch(LoadWorker::isUsable)).build();
    }
  }

  /** The worker threads. */
  List<LoadWorker> workers() {
    return workers;
  }
}
