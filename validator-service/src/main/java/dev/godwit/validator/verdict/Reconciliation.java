package dev.godwit.validator.verdict;

import dev.godwit.common.v1.Entity;
import dev.godwit.common.v1.LedgerLine;
import dev.godwit.pack.PackException;
import dev.godwit.receipt.v1.Ledger;
import dev.godwit.report.v1.ReportEnvelope;
import dev.godwit.report.v1.StageFailed;
import dev.godwit.stage.Outage;
import dev.godwit.stage.RunContext;
import dev.godwit.stage.RunRegistry;
import dev.godwit.stage.RunSpec;
import dev.godwit.stage.RunStoppedException;
import dev.godwit.stage.SqlFailure;
import dev.godwit.stage.StageIdentity;
import dev.godwit.stage.StageMetrics;
import dev.godwit.validator.differences.ExpectedRowsLostException;
import dev.godwit.validator.outbound.VerdictTransaction;
import dev.godwit.validator.readback.ReadBackException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * Answers a ledger: reads the target back and reports the verdict, or why there is none. Waits
 * while the target is away. The report's id is derived from run and cut, so that a repeated answer
 * is heard once. Used by one thread.
 */
@ApplicationScoped
public class Reconciliation {
  private static final Logger LOG = Logger.getLogger(Reconciliation.class);
  private static final String TARGET = "the target database";

  private final RunRegistry runs;
  private final RunStanding standing;
  private final AnsweredCuts answered;
  private final Outage outage;
  private final StageIdentity identity;
  private final StageMetrics metrics;
  private final ReadBack readBack;

  @Inject
  Reconciliation(
      RunRegistry runs,
      RunStanding standing,
      AnsweredCuts answered,
      Outage outage,
      StageIdentity identity,
      StageMetrics metrics,
      ReadBack readBack) {
    this.runs = runs;
    this.standing = standing;
    this.answered = answered;
    this.outage = outage;
    this.identity = identity;
    this.metrics = metrics;
    this.readBack = readBack;
  }

  /**
   * Puts the answer into the transaction; nothing where the run is stopped or has its answer.
   *
   * @throws KafkaException where Kafka failed: take a new transaction and call again
   */
  public void reconcile(Ledger ledger, VerdictTransaction transaction) throws InterruptedException {
    RunSpec run = runs.await(ledger.getRunId());
    if (run == null
        || standing.isStopped(ledger)
        || answered.contains(run.runId(), ledger.getCut())) {
      return;
    }
    try (RunContext context = RunContext.of(run)) {
      assert context != null;
      answer(ledger, run, transaction);
    }
  }

  private void answer(Ledger ledger, RunSpec run, VerdictTransaction transaction)
      throws InterruptedException {
    Instant begin = Instant.now();
    ReportEnvelope envelope = envelope(ledger, run);
    try {
      Verdict verdict =
          outage.during(
              TARGET,
              run,
              () -> {
                transaction.restart();
                return readBack.verdict(ledger, run, transaction);
              });
      transaction.report(envelope, verdict.toReport(envelope));
      tell(verdict, Duration.between(begin, Instant.now()));
    } catch (RunStoppedException e) {
      transaction.restart();
      LOG.infof("No verdict: %s", e.getMessage());
    } catch (InterruptedException | KafkaException e) {
      throw e;
    } catch (Exception e) {
      LOG.errorf(e, "No verdict is possible at cut %d.", ledger.getCut());
      transaction.restart();
      transaction.report(envelope, failure(envelope, e));
    }
  }

  private ReportEnvelope envelope(Ledger ledger, RunSpec run) {
    ReportEnvelope envelope = identity.envelope(ledger.getTaskId(), run.customer(), run.run());
    String id = "verdict/" + run.runId() + "/" + ledger.getCut();
    envelope.setReportId(UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString());
    return envelope;
  }

  private static StageFailed failure(ReportEnvelope envelope, Exception e) {
    return switch (e) {
      case SQLException sql ->
          new StageFailed(
              envelope,
              "read-back",
              "Expected to read the customer's rows in the new system, but: "
                  + SqlFailure.describe(sql),
              "Mend the target or the read-back statements of the pack, then start the run again.");
      case PackException pack ->
          new StageFailed(
              envelope,
              "target pack",
              pack.getMessage(),
              "Mend the pack where it says so, restart the validator, start the run again.");
      case ReadBackException read ->
          new StageFailed(
              envelope,
              "read-back",
              read.getMessage(),
              "Mend the read-back statement of the pack, then start the run again.");
      case ExpectedRowsLostException lost ->
          new StageFailed(
              envelope,
              "transformed topics",
              lost.getMessage(),
              "The ledger shows in which buckets the target differs; start the run again.");
      default ->
          new StageFailed(
              envelope,
              "verdict",
              "Expected a verdict, but: " + e.getClass().getSimpleName() + " (see the log)",
              "Look into the validator's log, then start the run again.");
    };
  }

  private void tell(Verdict verdict, Duration took) {
    for (TableComparison table : verdict.tables()) {
      metrics.count(table.table().entity(), "read-back", table.found().rows());
    }
    for (LedgerLine line : verdict.ledger().getLines()) {
      metrics.count(line.getEntity(), "verdicts", 1);
    }
    if (verdict.live() != null) {
      metrics.count(Entity.LIVE, "verdicts", 1);
      metrics.count(Entity.LIVE, verdict.reconciled() ? "reconciled" : "not-reconciled", 1);
    }
    long rows = verdict.tables().stream().mapToLong(t -> t.found().rows()).sum();
    LOG.infof(
        "Verdict at cut %d: %s; %d rows read back in %d ms, %d keys differ.",
        verdict.ledger().getCut(),
        verdict.reconciled() ? "reconciled" : "not reconciled",
        rows,
        took.toMillis(),
        verdict.differences().all());
  }
}
