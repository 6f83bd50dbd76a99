package dev.godwit.worker;

import dev.godwit.report.v1.ReportEnvelope;
import dev.godwit.task.v1.TaskEnvelope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * Waits while something outside is down, says so once, and says when it is back. Thread-safe; the
 * calling thread waits. There is no end to the waiting but the run's own, unless the caller gives
 * one.
 */
@ApplicationScoped
public class Outage {
  private static final Logger LOG = Logger.getLogger(Outage.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

  private final Map<String, Instant> waits = new ConcurrentHashMap<>();
  private final Map<String, Instant> putOff = new ConcurrentHashMap<>();
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
   * @param alsoWhenStopped whether it is done even when its run is being undone or is over
   * @throws SQLException where it is not retriable
   * @throws RunStoppedException where the run is stopped while waiting and the task is not one that
   *     is done all the same
   * @throws InterruptedException where the process is about to end
   */
  public <T> T during(String what, TaskEnvelope task, boolean alsoWhenStopped, Callable<T> work)
      throws Exception {
    String runId = RunSpec.idOf(task.getCustomer(), task.getRun());
    return during(what, runId, () -> identity.envelope(task), null, alsoWhenStopped, work);
  }

  /**
   * As {@link #during(String, TaskEnvelope, boolean, Callable)}, for a run as a whole; given up
   * when it is stopped meanwhile.
   */
  public <T> T during(String what, RunSpec run, Callable<T> work) throws Exception {
    return during(what, run.runId(), () -> identity.envelope(run), null, false, work);
  }

  /**
   * As {@link #during(String, RunSpec, Callable)}, but gives up where other runs would have to wait
   * too long. The wait is told of once, however often the work is put off, until it is done.
   *
   * @param patience how long it may be tried
   * @throws StillAwayException where it has to be done later
   */
  public <T> T within(Duration patience, String what, RunSpec run, Callable<T> work)
      throws Exception {
    return during(what, run.runId(), () -> identity.envelope(run), patience, false, work);
  }

  private <T> T during(
      String what,
      String runId,
      Supplier<ReportEnvelope> envelope,
      Duration patience,
      boolean alsoWhenStopped,
      Callable<T> work)
      throws Exception {
    String later = what + " for " + runId;
    Instant giveUp = patience == null ? Instant.MAX : Instant.now().plus(patience);
    boolean toTheEnd = alsoWhenStopped || runs.isStopped(runId);
    Duration pause = FIRST_PAUSE;
    Instant since = patience == null ? null : putOff.get(later);
    String wait = later + " in " + Thread.currentThread().getName();
    try {
      if (since != null) {
        waits.put(wait, since);
      }
      while (true) {
        try {
          T result = work.call();
          recovered(what, since, envelope);
          if (patience != null) {
            putOff.remove(later);
          }
          return result;
        } catch (InterruptedException | KafkaException e) {
          throw e;
        } catch (Exception e) {
          if (!(e instanceof SQLException sql)
              || SqlFailure.classify(sql) != SqlFailure.RETRIABLE) {
            // It answers again, though not with what was asked for.
            recovered(what, since, envelope);
            putOff.remove(later);
            throw e;
          }
          if (since == null) {
            since = Instant.now();
            waits.put(wait, since);
            LOG.warnf("Waiting for %s: %s", what, SqlFailure.describe(sql));
            reports.waiting(envelope.get(), what, SqlFailure.describe(sql));
          }
        }
        if (!toTheEnd && runs.isStopped(runId)) {
          putOff.remove(later);
          throw new RunStoppedException(runId);
        }
        if (!Instant.now().isBefore(giveUp)) {
          putOff.put(later, since);
          throw new StillAwayException(what);
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

  private void recovered(String what, Instant since, Supplier<ReportEnvelope> envelope) {
    if (since != null) {
      Duration waited = Duration.between(since, Instant.now());
      LOG.infof("Recovered: %s is back after %d ms.", what, waited.toMillis());
      reports.recovered(envelope.get(), what, waited);
    }
  }

  /** What is waited for now, and since when; what was put off is too. */
  public Map<String, Instant> waits() {
    Map<String, Instant> all = new HashMap<>(putOff);
    all.putAll(waits);
    return Map.copyOf(all);
  }
}
