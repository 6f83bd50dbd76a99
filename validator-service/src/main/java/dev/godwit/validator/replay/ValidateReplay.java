package dev.godwit.validator.replay;

import dev.godwit.pack.PackException;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.pgcopy.CopyFormatException;
import dev.godwit.receipt.v1.Ledger;
import dev.godwit.records.Counted;
import dev.godwit.records.Entities;
import dev.godwit.report.v1.FailureReport;
import dev.godwit.report.v1.ReplayProgressReport;
import dev.godwit.report.v1.ReportEnvelope;
import dev.godwit.task.v1.ReplayRecords;
import dev.godwit.validator.outbound.VerdictTransaction;
import dev.godwit.wire.crash.CrashPoint;
import dev.godwit.worker.failure.PackChangedException;
import dev.godwit.worker.failure.SqlFailure;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.outage.OutageRetry;
import dev.godwit.worker.run.ReplayControl;
import dev.godwit.worker.run.RunRegistry;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.run.RunStatus;
import dev.godwit.worker.run.RunStoppedException;
import dev.godwit.worker.stage.StageIdentity;
import dev.godwit.worker.stage.StageReports;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * Does the replays of stage validate: compares every table of a run with the target, lists every
 * differing key, and changes nothing. Each table is a transaction of its own; a pause takes back
 * the table that is under way, and the table begins anew on resume. A cancelled replay reports the
 * tables that it completed. The report's id is derived from run and replay, so that a repeated
 * replay counts once. Used by one thread.
 */
@ApplicationScoped
public class ValidateReplay {
  private static final Logger LOG = Logger.getLogger(ValidateReplay.class);
  private static final String TARGET = "the target database";
  private static final Duration CONTROL_TIMEOUT = Duration.ofSeconds(10);

  private final RunRegistry runs;
  private final LedgerHistory ledgers;
  private final FullComparison comparison;
  private final OutageRetry outage;
  private final StageIdentity identity;
  private final StageReports reports;

  ValidateReplay(
      RunRegistry runs,
      LedgerHistory ledgers,
      FullComparison comparison,
      OutageRetry outage,
      StageIdentity identity,
      StageReports reports) {
    this.runs = runs;
    this.ledgers = ledgers;
    this.comparison = comparison;
    this.outage = outage;
    this.identity = identity;
    this.reports = reports;
  }

  /** A replay that is under way. */
  private record Replay(
      ReplayRecords task,
      RunSpec run,
      Findings findings,
      VerdictTransaction transaction,
      Runnable commit) {
    /** Makes the differences of a table visible; the task stays unanswered. */
    void commitTable() {
      CrashPoint.VALIDATOR_REPLAY_TABLE_BEFORE_COMMIT.reach();
      commit.run();
      CrashPoint.VALIDATOR_REPLAY_TABLE_AFTER_COMMIT.reach();
    }

    @Override
    public String toString() {
      return "customer=%s run=%d replay=%d".formatted(run.customer(), run.run(), task.getReplay());
    }
  }

  /**
   * Does a replay to its end, and puts the report into the transaction.
   *
   * @param commit commits the transaction of a table; the task stays unanswered
   * @throws KafkaException where Kafka failed: take a new transaction and call again
   */
  public void replay(ReplayRecords task, VerdictTransaction transaction, Runnable commit)
      throws InterruptedException {
    RunSpec run =
        runs.awaitStatus(
                RunSpec.idOf(task.getEnvelope().getCustomer(), task.getEnvelope().getRun()))
            .run();
    ReplayControl control = runs.awaitReplay(run.runId(), task.getReplay());
    Replay replay = new Replay(task, run, new Findings(), transaction, commit);
    if (control.state() == ReplayControl.State.OVER) {
      LOG.infof("%s: skipping it, because it is over.", replay);
      return;
    }
    try {
      compare(replay);
      finish(replay);
    } catch (ReplayInterruptedException e) {
      transaction.restart();
      interrupted(replay, e.control());
    } catch (RunStoppedException e) {
      transaction.restart();
      LOG.infof("%s: giving it up. %s", replay, e.getMessage());
    } catch (InterruptedException | KafkaException e) {
      throw e;
    } catch (Exception e) {
      transaction.restart();
      LOG.errorf(e, "%s: the comparison failed.", replay);
      fail(replay, failure(e));
    }
  }

  private void compare(Replay replay) throws Exception {
    requireEntitiesOnly(replay.task());
    TargetPack pack = comparison.pack(replay.run());
    List<TargetTable> tables =
        FullComparison.tables(pack, Entities.of(replay.task().getSelection()));
    Ledger ledger = ledgers.now(replay.run(), replay.task().getReplay());
    FullComparison.Request request =
        new FullComparison.Request(
            replay.run(),
            pack,
            ledger,
            replay.task().getReplay(),
            replay.transaction()::difference);
    LOG.infof(
        "%s: comparing the target with the rows of cut %d and of later replays.%s",
        replay,
        ledger.getCut(),
        isCommitted(replay.run())
            ? " People work in the target: their changes will be listed."
            : "");
    ReplayPace pace = pace(replay, ledger, tables);
    for (TargetTable table : tables) {
      compare(replay, request, table, pace);
    }
  }

  private boolean isCommitted(RunSpec run) {
    return runs.status(run.runId()).filter(RunStatus.Committed.class::isInstance).isPresent();
  }

  private void compare(
      Replay replay, FullComparison.Request request, TargetTable table, ReplayPace pace)
      throws Exception {
    while (true) {
      try {
        outage.retry(
            TARGET,
            replay.run(),
            () -> {
              replay.transaction().restart();
              pace.rewind();
              pace.check();
              comparison.compare(request, table, pace, replay.findings());
              return null;
            });
        replay.commitTable();
        pace.mark();
        return;
      } catch (ReplayInterruptedException e) {
        replay.transaction().restart();
        if (e.control().isEnding()) {
          throw e;
        }
        awaitResumed(replay, table, e.control());
      }
    }
  }

  private void awaitResumed(Replay replay, TargetTable table, ReplayControl paused)
      throws InterruptedException {
    LOG.infof("%s: paused before table %s.", replay, table.name());
    ReplayControl now = paused;
    while (now.state() == ReplayControl.State.PAUSED) {
      now = runs.awaitReplayChange(replay.run().runId(), now, CONTROL_TIMEOUT);
    }
    if (now.isEnding()) {
      throw new ReplayInterruptedException(now);
    }
    LOG.infof("%s: continuing with table %s.", replay, table.name());
  }

  private ReplayPace pace(Replay replay, Ledger ledger, List<TargetTable> tables) {
    long total = tables.stream().mapToLong(table -> rows(ledger, table)).sum();
    int number = replay.task().getReplay();
    return new ReplayPace(
        () -> control(replay.run(), number),
        ReplayPace.Time.SYSTEM,
        total,
        read ->
            reports.send(
                new ReplayProgressReport(
                    identity.envelope(replay.task().getEnvelope()), number, read, total)));
  }

  private static long rows(Ledger ledger, TargetTable table) {
    return ledger.getTables().stream()
        .filter(digest -> digest.getTable() == table.index())
        .mapToLong(digest -> digest.getRows())
        .sum();
  }

  /** The control as of now; a replay that a later one has followed is over. */
  private ReplayControl control(RunSpec run, int number) {
    return runs.replay(run.runId())
        .filter(newest -> newest.number() == number)
        .orElseGet(() -> new ReplayControl(number, ReplayControl.State.OVER, 0));
  }

  private static void requireEntitiesOnly(ReplayRecords task) throws StageFailedException {
    var selection = task.getSelection();
    if (!selection.getPartitions().isEmpty()
        || !selection.getKeys().isEmpty()
        || selection.getFromOffset() != null
        || selection.getFromTimeMillis() != null
        || selection.getQuarantined() != null
        || selection.getDifferencesOfCut() >= 0) {
      throw new StageFailedException(
          "selection",
          "Expected a comparison of whole entities, but found a selection of records.",
          "Validate without partitions, offsets, times, keys and reasons; entities may be named.");
    }
  }

  private void finish(Replay replay) {
    Findings findings = replay.findings();
    if (findings.lostTables().isEmpty()) {
      report(replay);
      LOG.infof(
          "%s: compared %s; differing: %s.",
          replay, Counted.of(findings.rows(), "row"), Counted.of(findings.differences(), "key"));
      return;
    }
    fail(
        replay,
        new StageFailedException(
            "transformed topics",
            "Expected to list the differing keys of %s, but: %s. The tables that are not named were compared: %d of their keys differ."
                .formatted(
                    String.join(", ", findings.lostTables()),
                    findings.whyLost(),
                    findings.differences()),
            "Compare these tables with a backup or with the source; Godwit no longer has their rows."));
  }

  private void interrupted(Replay replay, ReplayControl control) {
    if (control.state() == ReplayControl.State.CANCELLED) {
      report(replay);
      LOG.infof("%s: cancelled after %s.", replay, Counted.of(replay.findings().rows(), "row"));
    } else {
      LOG.infof("%s: giving it up, because it is over.", replay);
    }
  }

  private void report(Replay replay) {
    ReportEnvelope envelope = envelope(replay, "finished");
    replay
        .transaction()
        .report(envelope, replay.findings().toReport(envelope, replay.task().getReplay()));
  }

  private void fail(Replay replay, StageFailedException failure) {
    ReportEnvelope envelope = envelope(replay, "failed");
    replay
        .transaction()
        .report(
            envelope,
            new FailureReport(
                envelope,
                failure.subject(),
                failure.getMessage(),
                failure.action(),
                failure.count(),
                failure.firstKey()));
    report(replay);
  }

  private ReportEnvelope envelope(Replay replay, String what) {
    ReportEnvelope envelope = identity.envelope(replay.task().getEnvelope());
    String id = "replay/" + replay.run().runId() + "/" + replay.task().getReplay() + "/" + what;
    envelope.setReportId(UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString());
    return envelope;
  }

  private static StageFailedException failure(Exception error) {
    return switch (error) {
      case StageFailedException failed -> failed;
      case SQLException sql ->
          new StageFailedException(
              "read-back",
              "Expected to read the customer's rows in the target, but: "
                  + SqlFailure.describe(sql),
              "Correct the target or the pack's read-back statements, then validate again.",
              sql);
      case PackChangedException e -> e.toFailure();
      case PackException e ->
          new StageFailedException(
              "target pack",
              e.getMessage(),
              "Correct the pack at that place, have it read again (godwit packs reload), then validate again.",
              e);
      case CopyFormatException e ->
          new StageFailedException(
              "read-back",
              e.getMessage(),
              "Correct the read-back statement of the pack, then validate again.",
              e);
      default ->
          new StageFailedException(
              "validate",
              "Expected a comparison, but: " + error.getClass().getSimpleName() + " (see the log)",
              "Read the validator's log at this time, then validate again.",
              error);
    };
  }
}
