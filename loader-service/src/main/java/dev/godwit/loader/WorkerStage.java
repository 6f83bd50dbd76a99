package dev.godwit.loader;

import dev.godwit.loader.batch.StagePort;
import dev.godwit.records.Entity;
import dev.godwit.worker.outage.OutageRetry;
import dev.godwit.worker.run.RunRegistry;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.run.RunStatus;
import dev.godwit.worker.stage.StageMetrics;
import dev.godwit.worker.stage.StageReports;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/** {@link StagePort} by the beans of the worker library. */
@ApplicationScoped
class WorkerStage implements StagePort {
  private static final String TARGET = "the target database";

  private final OutageRetry outage;
  private final RunRegistry registry;
  private final StageReports reports;
  private final StageMetrics metrics;

  WorkerStage(
      OutageRetry outage, RunRegistry registry, StageReports reports, StageMetrics metrics) {
    this.outage = outage;
    this.registry = registry;
    this.reports = reports;
    this.metrics = metrics;
  }

  @Override
  public <T> T whileTargetIsDown(RunSpec run, Callable<T> work) throws Exception {
    return outage.retry(TARGET, run, work);
  }

  @Override
  public Optional<RunStatus> status(String runId) {
    return registry.status(runId);
  }

  @Override
  public Set<Entity> entities() {
    return registry.entities();
  }

  @Override
  public Optional<RunSpec> newestRunOf(String customer) {
    return registry.newestRunOf(customer);
  }

  @Override
  public void awaitStatuses() throws InterruptedException {
    registry.awaitUpToNow();
  }

  @Override
  public boolean isReplayOfTransformer(String runId, int replay) {
    return registry.isReplayOfTransformer(runId, replay);
  }

  @Override
  public void failed(
      RunSpec run, String subject, String error, String action, long count, String firstKey) {
    reports.failed(run, subject, error, action, count, firstKey);
  }

  @Override
  public void count(Entity entity, String outcome, long records) {
    metrics.count(entity, outcome, records);
  }
}
