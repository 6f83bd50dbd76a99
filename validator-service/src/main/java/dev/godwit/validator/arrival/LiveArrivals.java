package dev.godwit.validator.arrival;

import dev.godwit.common.v1.RouteArrival;
import dev.godwit.pack.TargetPack;
import dev.godwit.records.Topics;
import dev.godwit.report.v1.FailureReport;
import dev.godwit.report.v1.LiveArrivalReport;
import dev.godwit.report.v1.ReportEnvelope;
import dev.godwit.task.v1.CheckLiveArrival;
import dev.godwit.validator.ValidatorSettings;
import dev.godwit.validator.differences.TopicRange;
import dev.godwit.validator.outbound.VerdictTransaction;
import dev.godwit.validator.readback.LoaderPositions;
import dev.godwit.validator.readback.RehearsedLive;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.WireDecoder;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.outage.OutageRetry;
import dev.godwit.worker.run.RunPacks;
import dev.godwit.worker.run.RunRegistry;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.run.RunStatus;
import dev.godwit.worker.run.RunStoppedException;
import dev.godwit.worker.stage.StageIdentity;
import dev.godwit.worker.stage.StageReports;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * Finds out whether the synthetic live events of a rehearsal arrive in staging, and waits for them
 * no longer than the settings say. A target database that is away does not count: the loader cannot
 * write either, and the time begins again once it is back. Changes nothing. Used by one thread, but
 * for {@link #end}.
 */
@ApplicationScoped
public class LiveArrivals {
  private static final Logger LOG = Logger.getLogger(LiveArrivals.class);
  private static final String TARGET = "the target database";
  private static final long PAUSE_MILLIS = 500;

  /** Between two looks while others are before the events, which can take half an hour. */
  private static final long BACKLOG_PAUSE_MILLIS = 5_000;

  /** A look at the database that takes longer met an outage. */
  private static final Duration OUTAGE = Duration.ofSeconds(5);

  /** Clocks of services and broker differ by less. */
  private static final Duration MARGIN = Duration.ofHours(1);

  private final KafkaSettings kafka;
  private final RunPacks packs;
  private final RunRegistry runs;
  private final OutageRetry outage;
  private final StageIdentity identity;
  private final StageReports reports;
  private final Duration timeout;
  private final Duration backlogTimeout;

  /** Run whose wait behind other events was reported last. */
  private String backlogOf = "";

  private volatile boolean ended;

  LiveArrivals(
      KafkaSettings kafka,
      RunPacks packs,
      RunRegistry runs,
      OutageRetry outage,
      StageIdentity identity,
      StageReports reports,
      ValidatorSettings settings) {
    this.kafka = kafka;
    this.packs = packs;
    this.runs = runs;
    this.outage = outage;
    this.identity = identity;
    this.reports = reports;
    this.timeout = settings.liveArrivalTimeout();
    this.backlogTimeout = settings.liveBacklogTimeout();
  }

  /**
   * Puts the answer to a task into the transaction; nothing for a run that is over.
   *
   * @throws KafkaException where Kafka failed: take a new transaction and call again
   * @throws InterruptedException where the process ends
   */
  public void answer(CheckLiveArrival task, VerdictTransaction transaction)
      throws InterruptedException {
    ReportEnvelope envelope = identity.envelope(task.getEnvelope());
    RunSpec run = runs.awaitStatus(runId(task)).run();
    try {
      List<RouteArrival> routes = check(task, run);
      LOG.infof(
          "customer=%s run=%d: the synthetic live events arrived by %d of %d routes; the rehearsal ends with the purge.",
          run.customer(),
          run.run(),
          routes.stream().filter(route -> route.getProblem().isEmpty()).count(),
          routes.size());
      transaction.report(envelope, new LiveArrivalReport(envelope, routes));
    } catch (RunStoppedException e) {
      LOG.infof(
          "customer=%s run=%d: giving up the synthetic live events. %s",
          run.customer(), run.run(), e.getMessage());
    } catch (InterruptedException | KafkaException e) {
      throw e;
    } catch (Exception e) {
      LOG.errorf(
          e,
          "customer=%s run=%d: the arrival of the synthetic live events could not be checked.",
          run.customer(),
          run.run());
      StageFailedException failure = StageFailedException.of(task.getEnvelope(), e);
      transaction.report(
          envelope,
          new FailureReport(
              envelope, failure.subject(), failure.getMessage(), failure.action(), 0L, ""));
    }
  }

  private List<RouteArrival> check(CheckLiveArrival task, RunSpec run) throws Exception {
    TargetPack pack = packs.target(run.runId(), run.targetPack());
    ArrivalBook book = new ArrivalBook(run.customer(), run.run(), run.runId());
    try (TopicRange topics = new TopicRange(kafka.stretchConsumer());
        WireDecoder decoder = new WireDecoder(kafka.serde())) {
      FollowedTopic rehearsals = new FollowedTopic(Topics.LIVE_REHEARSALS, null, topics, decoder);
      FollowedTopic quarantine =
          new FollowedTopic(
              Topics.QUARANTINE, task.getEnvelope().getIssuedAt().minus(MARGIN), topics, decoder);
      ArrivalWait wait = new ArrivalWait(timeout, backlogTimeout, System::nanoTime);
      LoaderBacklog backlog = null;
      while (true) {
        requireRunning(run);
        rehearsals.follow(book::take);
        quarantine.follow(book::take);
        long asked = System.nanoTime();
        Look look = look(task, run, pack);
        if (System.nanoTime() - asked > OUTAGE.toNanos()) {
          wait.restart();
        }
        book.take(look.outcomes());
        if (backlog == null && wait.isDue()) {
          backlog = LoaderBacklog.of(LoaderBacklog.partitions(topics), look.positions());
        }
        if (book.isComplete() || wait.isOver(backlog != null && backlog.stands(look.positions()))) {
          return book.arrivals(timeout);
        }
        if (backlog != null) {
          reportBacklog(task, run);
        }
        Thread.sleep(backlog == null ? PAUSE_MILLIS : BACKLOG_PAUSE_MILLIS);
      }
    }
  }

  /**
   * The loader's state in the target.
   *
   * @param outcomes outcome by identity of the event
   * @param positions next offset by partition of the transformed live topic
   */
  private record Look(Map<String, String> outcomes, Map<Integer, Long> positions) {}

  private Look look(CheckLiveArrival task, RunSpec run, TargetPack pack) throws Exception {
    return outage.retry(
        TARGET,
        task.getEnvelope(),
        false,
        () -> {
          try (Connection connection = pack.database().openForReading()) {
            return new Look(
                RehearsedLive.read(connection, run.runId()),
                LoaderPositions.read(connection, Topics.LIVE_TRANSFORMED));
          }
        });
  }

  /** The orchestrator records a wait once, and forgets it with the run. */
  private void reportBacklog(CheckLiveArrival task, RunSpec run) {
    if (backlogOf.equals(run.runId())) {
      return;
    }
    backlogOf = run.runId();
    LOG.infof(
        "customer=%s run=%d: the synthetic live events stand behind others that the loader has not read; waiting up to %s more.",
        run.customer(), run.run(), backlogTimeout);
    reports.waiting(
        identity.envelope(task.getEnvelope()),
        "the live events before those of the rehearsal",
        "The loader has not read them yet; godwit lag shows whose they are.");
  }

  private void requireRunning(RunSpec run) throws RunStoppedException, InterruptedException {
    if (ended) {
      throw new InterruptedException("The process ends.");
    }
    if (!runs.status(run.runId()).map(RunStatus::writesRows).orElse(false)) {
      throw new RunStoppedException(run.runId());
    }
  }

  private static String runId(CheckLiveArrival task) {
    return RunSpec.idOf(task.getEnvelope().getCustomer(), task.getEnvelope().getRun());
  }

  /** Ends the wait of another thread, without an answer. */
  public void end() {
    ended = true;
  }
}
