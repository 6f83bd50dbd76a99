package dev.godwit.validator.verdict;

import dev.godwit.common.v1.LedgerLine;
import dev.godwit.pack.PackException;
import dev.godwit.pgcopy.CopyFormatException;
import dev.godwit.receipt.v1.Ledger;
import dev.godwit.records.Counted;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.report.v1.FailureReport;
import dev.godwit.report.v1.ReportEnvelope;
import dev.godwit.validator.ValidatorSettings;
import dev.godwit.validator.differences.ExpectedRowsLostException;
import dev.godwit.validator.outbound.VerdictTransaction;
import dev.godwit.worker.failure.PackChangedException;
import dev.godwit.worker.failure.SqlFailure;
import dev.godwit.worker.outage.OutageRetry;
import dev.godwit.worker.outage.OutageTimeoutException;
import dev.godwit.worker.run.RunContext;
import dev.godwit.worker.run.RunRegistry;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.run.RunStoppedException;
import dev.godwit.worker.stage.StageIdentity;
import dev.godwit.worker.stage.StageMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * Answers a ledger: reads the target back and reports the verdict, or why there is none. Waits
 * while the target is away. The report's id is derived from run and cut, so that a repeated answer
 * counts once. Used by one thread.
 */
@ApplicationScoped
public class Reconciliation {
  private static final Logger LOG = Logger.getLogger(Reconciliation.class);
  private static final String TARGET = "the target database";
  private static final Duration BRIEF = Duration.ofSeconds(1);

  /** The data to make the verdict of a live run again at the same cut; a rehearsal has ended. */
  private static final String THEN =
      " Then resume the migration (godwit resume), or roll it back; a rehearsal is started again.";

  private final RunRegistry runs;
  private final AnsweredCuts answered;
  private final OutageRetry outage;
  private final StageIdentity identity;
  private final StageMetrics metrics;
  private final ReadBack readBack;
  private final Duration committedTimeout;

  /** Target packs whose database did not answer the last time. */
  private final Set<String> away = new HashSet<>();

  Reconciliation(
      RunRegistry runs,
      AnsweredCuts answered,
      OutageRetry outage,
      StageIdentity identity,
      StageMetrics metrics,
      ReadBack readBack,
      ValidatorSettings settings) {
    this.runs = runs;
    this.answered = answered;
    this.outage = outage;
    this.identity = identity;
    this.metrics = metrics;
    this.readBack = readBack;
    this.committedTimeout = settings.committedTimeout();
  }

  /**
   * Puts the answer into the transaction; nothing where the run is stopped or the cut is answered.
   * The wait for a target that is away has a timeout where the run is committed: such a run needs
   * verdicts for years, and the ledgers of other customers come after it.
   *
   * @return false where the ledger has to be answered later
   * @throws KafkaException where Kafka failed: take a new transaction and call again
   */
  public boolean reconcile(Ledger ledger, VerdictTransaction transaction)
      throws InterruptedException {
    LedgerStatus at = new LedgerStatus(ledger, runs.awaitStatus(ledger.getRunId()));
    if (!at.needsVerdict() || answered.contains(ledger.getRunId(), ledger.getCut())) {
      return true;
    }
    try (RunContext context = RunContext.of(at.status().run())) {
      assert context != null;
      return answer(at, transaction);
    }
  }

  private boolean answer(LedgerStatus at, VerdictTransaction transaction)
      throws InterruptedException {
    Instant begin = Instant.now();
    Ledger ledger = at.ledger();
    RunSpec run = at.status().run();
    ReportEnvelope envelope = envelope(ledger, run);
    try {
      Callable<Verdict> work =
          () -> {
            transaction.restart();
            return readBack.verdict(ledger, run, transaction);
          };
      Verdict verdict =
          at.isCommitted()
              ? outage.retryFor(timeout(run), TARGET, run, work)
              : outage.retry(TARGET, run, work);
      away.remove(run.targetPack());
      transaction.report(envelope, verdict.toReport(envelope));
      record(run, verdict, Duration.between(begin, Instant.now()));
    } catch (OutageTimeoutException e) {
      away.add(run.targetPack());
      transaction.restart();
      LOG.infof("%s: postponing the verdict. %s", place(run, ledger), e.getMessage());
      return false;
    } catch (RunStoppedException e) {
      transaction.restart();
      LOG.infof("%s: no verdict. %s", place(run, ledger), e.getMessage());
    } catch (InterruptedException | KafkaException e) {
      throw e;
    } catch (Exception e) {
      LOG.errorf(e, "%s: no verdict is possible.", place(run, ledger));
      transaction.restart();
      transaction.report(envelope, failure(envelope, e));
    }
    return true;
  }

  /** The timeout, shorter for a target that is known to be away: other ledgers come after it. */
  private Duration timeout(RunSpec run) {
    return away.contains(run.targetPack()) && committedTimeout.compareTo(BRIEF) > 0
        ? BRIEF
        : committedTimeout;
  }

  private ReportEnvelope envelope(Ledger ledger, RunSpec run) {
    ReportEnvelope envelope = identity.envelope(ledger.getTaskId(), run.customer(), run.run());
    String id = "verdict/" + run.runId() + "/" + ledger.getCut();
    envelope.setReportId(UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString());
    return envelope;
  }

  private static FailureReport failure(ReportEnvelope to, Exception error) {
    return switch (error) {
      case SQLException sql ->
          new FailureReport(
              to,
              "read-back",
              "Expected to read the customer's rows in the target, but: "
                  + SqlFailure.describe(sql),
              SqlFailure.remedy(sql) + THEN,
              0L,
              "");
      case PackChangedException e ->
          new FailureReport(to, e.toFailure().subject(), e.getMessage(), e.action(), 0L, "");
      case PackException e ->
          new FailureReport(
              to,
              "target pack",
              e.getMessage(),
              "Correct the pack at that place and read it again (godwit packs reload)." + THEN,
              0L,
              "");
      case CopyFormatException e ->
          new FailureReport(
              to,
              "read-back",
              e.getMessage(),
              "Correct the read-back statement of the pack and read it again (godwit packs reload)."
                  + THEN,
              0L,
              "");
      case ExpectedRowsLostException e ->
          new FailureReport(
              to,
              "transformed topics",
              e.getMessage(),
              "The ledger shows in which buckets the target differs. Roll the run back and start it again: its rows are gone from Kafka.",
              0L,
              "");
      default ->
          new FailureReport(
              to,
              "verdict",
              "Expected a verdict, but: " + error.getClass().getSimpleName() + " (see the log)",
              "Read the validator's log at this time and remove the cause." + THEN,
              0L,
              "");
    };
  }

  private void record(RunSpec run, Verdict verdict, Duration took) {
    for (TableComparison table : verdict.tables()) {
      metrics.count(table.table().entity(), "read-back", table.found().rows());
    }
    for (LedgerLine line : verdict.ledger().getLines()) {
      metrics.count(Entities.of(line), "verdicts", 1);
    }
    if (verdict.live() != null) {
      metrics.count(Entity.LIVE, "verdicts", 1);
      metrics.count(Entity.LIVE, verdict.reconciled() ? "reconciled" : "not-reconciled", 1);
    }
    long rows = verdict.tables().stream().mapToLong(t -> t.found().rows()).sum();
    LOG.infof(
        "%s: verdict %s; read %s back in %d ms; differing: %s.",
        place(run, verdict.ledger()),
        verdict.reconciled() ? "reconciled" : "not reconciled",
        Counted.of(rows, "row"),
        took.toMillis(),
        Counted.of(verdict.differences().all(), "key"));
  }

  private static String place(RunSpec run, Ledger ledger) {
    return "customer=%s run=%d cut=%d".formatted(run.customer(), run.run(), ledger.getCut());
  }
}
