package dev.godwit.loader;

import dev.godwit.loader.batch.StagePort;
import dev.godwit.loader.targetdb.TargetPacks;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.worker.stage.StageIdentity;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/**
 * The worker threads of this process, from its start to its end, and their health. The database
 * does more than half of the work of loading, on one core for each connection, so there is a worker
 * for each core that the database may use.
 */
@ApplicationScoped
public class LoadWorkers {
  private final LoaderSettings settings;
  private final List<LoadWorker> workers;

  LoadWorkers(
      LoaderSettings settings,
      KafkaSettings kafka,
      TargetPacks packs,
      StageIdentity identity,
      StagePort stage) {
    this.settings = settings;
    workers =
        IntStream.range(0, settings.workers())
            .mapToObj(n -> new LoadWorker(n, identity.instance(), kafka, settings, packs, stage))
            .toList();
  }

  void start(@Observes StartupEvent event) {
    settings.validate();
    workers.forEach(LoadWorker::start);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
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

  /** Down while the target database cannot be reached, or a pack does not fit it. */
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
      boolean reached = all.stream().allMatch(LoadWorker::reachesTarget);
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
      return answer.status(reached && problem == null).build();
    }
  }

  /** The worker threads. */
  List<LoadWorker> workers() {
    return workers;
  }
}
