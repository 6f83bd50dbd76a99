package dev.godwit.worker.outage;

import dev.godwit.records.SqlStateClass;
import dev.godwit.report.v1.ReportEnvelope;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.worker.failure.SqlFailure;
import dev.godwit.worker.failure.WaitedTooLongException;
import dev.godwit.worker.run.RunRegistry;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.run.RunStoppedException;
import dev.godwit.worker.settings.WorkerSettings;
import dev.godwit.worker.stage.StageIdentity;
import dev.godwit.worker.stage.StageReports;
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
 * Repeats work while a database is away. Reports once that the stage waits, and once that the
 * database is back; the report says what is waited for, and when a person is called. Retries until
 * the run stops, unless the caller gives a timeout. A full disk and a read-only database are waited
 * for as long as the settings say, since only a person mends them; a run that is being undone waits
 * for ever. Waits are measured by the monotonic clock. Thread-safe; the calling thread waits.
 */
@ApplicationScoped
public class OutageRetry {
  private static final Logger LOG = Logger.getLogger(OutageRetry.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

  /** Wait after which the alert {@code GodwitRetriableErrorTooLong} calls a person. */
  static final Duration ALARM_AFTER = Duration.ofMinutes(5);

  private final Map<String, Since> waits = new ConcurrentHashMap<>();
  private final Map<String, Since> postponed = new ConcurrentHashMap<>();
  private final StageReports reports;
  private final StageIdentity identity;
  private final RunRegistry runs;
  private final Duration fullDiskWait;

  @Inject
  OutageRetry(
      StageReports reports, StageIdentity identity, RunRegistry runs, WorkerSettings settings) {
    this(reports, identity, runs, settings.fullDiskWait());
  }

  /**
   * Without settings.
   *
   * @param fullDiskWait how long a database that is full or read-only is waited for
   */
  public OutageRetry(
      StageReports reports, StageIdentity identity, RunRegistry runs, Duration fullDiskWait) {
    this.reports = reports;
    this.identity = identity;
    this.runs = runs;
    this.fullDiskWait = fullDiskWait;
  }

  /**
   * Does work for a task, again and again while it fails retriably.
   *
   * @param dependency what the work needs, such as "the source database"
   * @param alsoWhenStopped whether it is done even when its run is being undone or is over
   * @throws SQLException where it is not retriable, or the disk has been full for too long
   * @throws RunStoppedException where the run stopped meanwhile and {@code alsoWhenStopped} is
   *     false
   * @throws InterruptedException where the process is about to end
   */
  public <T> T retry(
      String dependency, TaskEnvelope task, boolean alsoWhenStopped, Callable<T> work)
      throws Exception {
    return retry(
        new Attempt(
            dependency,
            task.getCustomer(),
            task.getRun(),
            () -> identity.envelope(task),
            null,
            alsoWhenStopped),
        work);
  }

  /**
   * As {@link #retry(String, TaskEnvelope, boolean, Callable)}, for a run as a whole. A run that
   * was stopped before is retried to the end: the caller has work for a run in that status.
   */
  public <T> T retry(String dependency, RunSpec run, Callable<T> work) throws Exception {
    return retryFor(null, dependency, run, work);
  }

  /**
   * As {@link #retry(String, RunSpec, Callable)}, but gives up after a timeout, so that other runs
   * need not wait. The outage is reported once, however often the work is postponed.
   *
   * @param timeout how long the work may be retried; null for ever
   * @throws OutageTimeoutException where the work has to be done later
   */
  public <T> T retryFor(Duration timeout, String dependency, RunSpec run, Callable<T> work)
      throws Exception {
    return retry(
        new Attempt(
            dependency, run.customer(), run.run(), () -> identity.envelope(run), timeout, false),
        work);
  }

  /** The work that is retried, and for how long; a null timeout means for ever. */
  private record Attempt(
      String dependency,
      String customer,
      int run,
      Supplier<ReportEnvelope> envelope,
      Duration timeout,
      boolean alsoWhenStopped) {
    private String runId() {
      return RunSpec.idOf(customer, run);
    }

    private String name() {
      return dependency + " for " + runId();
    }
  }

  /**
   * A wait for a dependency.
   *
   * @param at its begin, for people
   * @param nanos the same by {@link System#nanoTime}, for durations
   * @param needsPerson whether it is for what only a person mends
   */
  private record Since(Instant at, long nanos, boolean needsPerson) {
    static Since now() {
      return now(false);
    }

    static Since now(boolean needsPerson) {
      return new Since(Instant.now(), System.nanoTime(), needsPerson);
    }

    Duration waited() {
      return Duration.ofNanos(System.nanoTime() - nanos);
    }
  }

  private <T> T retry(Attempt attempt, Callable<T> work) throws Exception {
    Since begun = Since.now();
    boolean toTheEnd = attempt.alsoWhenStopped() || isStopped(attempt.runId());
    Duration pause = FIRST_PAUSE;
    Since since = attempt.timeout() == null ? null : postponed.get(attempt.name());
    String wait = attempt.name() + " in " + Thread.currentThread().getName();
    try {
      if (since != null) {
        waits.put(wait, since);
      }
      while (true) {
        try {
          T result = work.call();
          recovered(attempt, since);
          return result;
        } catch (InterruptedException | KafkaException e) {
          throw e;
        } catch (Exception e) {
          if (!(e instanceof SQLException sql)
              || SqlFailure.classify(sql) != SqlFailure.RETRIABLE) {
            // The database answers again, though not with what was asked for.
            recovered(attempt, since);
            throw e;
          }
          boolean needsPerson = SqlFailure.state(sql).needsPerson();
          if (since != null && needsPerson && !since.needsPerson()) {
            // It answers again, full or read-only: another wait, with another page to read.
            recovered(attempt, since);
            since = null;
          }
          if (since == null) {
            since = Since.now(needsPerson);
            waits.put(wait, since);
            waiting(attempt, text(sql, toTheEnd));
          }
          if (!toTheEnd && needsPerson && since.waited().compareTo(fullDiskWait) >= 0) {
            givenUp(attempt, since);
            throw new WaitedTooLongException(sql);
          }
        }
        if (!toTheEnd && isStopped(attempt.runId())) {
          postponed.remove(attempt.name());
          throw new RunStoppedException(attempt.runId());
        }
        if (attempt.timeout() != null && begun.waited().compareTo(attempt.timeout()) >= 0) {
          postponed.put(attempt.name(), since);
          throw new OutageTimeoutException(attempt.dependency());
        }
        pause = pauseFor(pause, attempt);
      }
    } finally {
      waits.remove(wait);
    }
  }

  private boolean isStopped(String runId) {
    return runs.status(runId).filter(status -> !status.writesRows()).isPresent();
  }

  /** Pauses, and gives the length of the next pause. */
  private static Duration pauseFor(Duration pause, Attempt attempt) throws InterruptedException {
    LockSupport.parkNanos(pause.toNanos());
    if (Thread.interrupted()) {
      throw new InterruptedException("Interrupted while waiting for " + attempt.dependency() + ".");
    }
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }

  private void waiting(Attempt attempt, String error) {
    LOG.warnf(
        "customer=%s run=%d: waiting for %s, retrying: %s",
        attempt.customer(), attempt.run(), attempt.dependency(), error);
    reports.waiting(attempt.envelope().get(), attempt.dependency(), error);
  }

  /** The error, what is waited for, and when a person is called. */
  private String text(SQLException error, boolean toTheEnd) {
    SqlStateClass state = SqlFailure.state(error);
    return state.needsPerson() && !toTheEnd
        ? "%s; waits for %s, and fails after %d s: a live run is then held"
            .formatted(SqlFailure.describe(error), state.response(), fullDiskWait.toSeconds())
        : "%s; waits for %s; an alarm calls a person after %d s"
            .formatted(SqlFailure.describe(error), state.response(), ALARM_AFTER.toSeconds());
  }

  /** The wait is over, and the failure that follows says why. */
  private void givenUp(Attempt attempt, Since since) {
    LOG.warnf(
        "customer=%s run=%d: %s is still full or read-only after %d ms; the stage fails.",
        attempt.customer(), attempt.run(), attempt.dependency(), since.waited().toMillis());
    reports.recovered(attempt.envelope().get(), attempt.dependency(), since.waited());
  }

  private void recovered(Attempt attempt, Since since) {
    if (attempt.timeout() != null) {
      postponed.remove(attempt.name());
    }
    if (since != null) {
      Duration waited = since.waited();
      LOG.infof(
          "customer=%s run=%d: %s is back after %d ms; continuing.",
          attempt.customer(), attempt.run(), attempt.dependency(), waited.toMillis());
      reports.recovered(attempt.envelope().get(), attempt.dependency(), waited);
    }
  }

  /** The part that is waited for now, or that work was postponed for, and since when. */
  public Map<String, Instant> waits() {
    Map<String, Instant> all = new HashMap<>();
    postponed.forEach((name, since) -> all.put(name, since.at()));
    waits.forEach((name, since) -> all.put(name, since.at()));
    return Map.copyOf(all);
  }
}
