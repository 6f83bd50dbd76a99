package dev.godwit.stage;

import dev.godwit.report.v1.ReportEnvelope;
import dev.godwit.task.v1.TaskEnvelope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Waits while something outside is down, says so once, and says when it is back. Thread-safe; the
 * calling thread waits. There is no end to the waiting but the run's own.
 */
@ApplicationScoped
public class Outage {
  private static final Logger LOG = Logger.getLogger(Outage.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

  private final Map<String, Instant> waits = new ConcurrentHashMap<>();
  private StageReports reports;
  private StageIdentity identity;
  private RunRegistry runs;

  Outage() {}

  @Inject
  Outage(StageReports reports, StageIdentity identity, RunRegistry runs) {
    this.reports = reports;
    this.identity = identity;
    this.runs = runs;
  }

  /**
   * Does work for a task, again and again while it fails retriably.
   *
   * @param what what the work needs, such as "the source database"
   * @throws SQLException where it is not retriable
   * @throws RunStoppedException where the run is stopped while waiting and the task is not one that
   *     is done all the same
   * @throws InterruptedException where the process is about to end
   */
  public <T> T during(String what, TaskEnvelope task, Callable<T> work) throws Exception {
    String runId = RunSpec.idOf(task.getCustomer(), task.getRun());
    return during(what, runId, () -> identity.envelope(task), work);
  }

  /** As {@link #during(String, TaskEnvelope, Callable)}, for a run as a whole. */
  public <T> T during(String what, RunSpec run, Callable<T> work) throws Exception {
    return during(what, run.runId(), () -> identity.envelope(run), work);
  }

  private <T> T during(
      String what, String runId, Supplier<ReportEnvelope> envelope, Callable<T> work)
      throws Exception {
    boolean stoppedBefore = runs.isStopped(runId);
    Duration pause = FIRST_PAUSE;
    Instant since = null;
    String wait = what + " for " + runId + " in " + Thread.currentThread().getName();
    try {
      while (true) {
        try {
          T result = work.call();
          if (since != null) {
            Duration waited = Duration.between(since, Instant.now());
            LOG.infof("Recovered: %s is back after %d ms.", what, waited.toMillis());
            reports.recovered(envelope.get(), what, waited);
          }
          return result;
        } catch (SQLException e) {
          if (SqlFailure.classify(e) != SqlFailure.RETRIABLE) {
            throw e;
          }
          if (since == null) {
            since = Instant.now();
            waits.put(wait, since);
            LOG.warnf("Waiting for %s: %s", what, SqlFailure.describe(e));
            reports.waiting(envelope.get(), what, SqlFailure.describe(e));
          }
        }
        if (!stoppedBefore && runs.isStopped(runId)) {
          throw new RunStoppedException(runId);
        }
        LockSupport.parkNanos(pause.toNanos());
        if (Thread.interrupted()) {
          throw new InterruptedException("Interrupted while waiting for " + what + ".");
        }
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                ? pause.multipliedBy(2)
                : LONGEST_PAUSE;
      }
    } finally {
      waits.remove(wait);
    }
  }

  /** What is waited for now, and since when. */
  public Map<String, Instant> waits() {
    return Map.copyOf(waits);
  }
}
