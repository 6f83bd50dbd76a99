package dev.godwit.validator.verdict;

import dev.godwit.common.v1.Entity;
import dev.godwit.common.v1.LedgerLine;
import dev.godwit.pack.PackException;
import dev.godwit.pgcopy.CopyFormatException;
import dev.godwit.receipt.v1.Ledger;
import dev.godwit.report.v1.FailureReport;
import dev.godwit.report.v1.ReportEnvelope;
import dev.godwit.validator.differences.ExpectedRowsLostException;
import dev.godwit.validator.outbound.VerdictTransaction;
import dev.godwit.worker.Outage;
import dev.godwit.worker.RunContext;
import dev.godwit.worker.RunRegistry;
import dev.godwit.worker.RunSpec;
import dev.godwit.worker.RunStoppedException;
import dev.godwit.worker.SqlFailure;
import dev.godwit.worker.StageIdentity;
import dev.godwit.worker.StageMetrics;
import dev.godwit.worker.StillAwayException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
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
  private static final Duration BRIEF = Duration.ofSeconds(1);

  private final RunRegistry runs;
  private final RunStanding standing;
  private final AnsweredCuts answered;
  private final Outage outage;
  private final StageIdentity identity;
  private final StageMetrics metrics;
  private final ReadBack readBack;
  private final Duration patience;

  /** Target packs whose database did not answer when it was asked last. */
  private final Set<String> away = new HashSet<>();

  @Inject
  Reconciliation(
      RunRegistry runs,
      RunStanding standing,
      AnsweredCuts answered,
      Outage outage,
      StageIdentity identity,
      StageMetrics metrics,
      ReadBack readBack,
      @ConfigProperty(name = "godwit.validator.committed-patience") Duration patience) {
    this.runs = runs;
    this.standing = standing;
    this.answered = answered;
    this.outage = outage;
    this.identity = identity;
    this.metrics = metrics;
    this.readBack = readBack;
    this.patience = patience;
  }

  /**
   * Puts the answer into the transaction; nothing where the run is stopped or has its answer. Of a
   * committed run, which may need its verdict for years, the wait for a target that is away has an
   * end: the other customers' verdicts come after it.
   *
   * @return false where the ledger has to be answered later
   * @throws KafkaException where Kafka failed: take a new transaction and call again
   */
  public boolean reconcile(Ledger ledger, VerdictTransaction transaction)
      throws InterruptedException {
    RunSpec run = runs.await(ledger.getRunId());
    if (run == null
        || standing.isStopped(ledger)
        || answered.contains(run.runId(), ledger.getCut())) {
      return true;
    }
    try (RunContext context = RunContext.of(run)) {
      assert context != null;
      return answer(ledger, run, transaction);
    }
  }

  private boolean answer(Ledger ledger, RunSpec run, VerdictTransaction transaction)
      throws InterruptedException {
    Instant begin = Instant.now();
    ReportEnvelope envelope = envelope(ledger, run);
    try {
      Callable<Verdict> work =
          () -> {
            transaction.restart();
            return readBack.verdict(ledger, run, transaction);
          };
      Verdict verdict =
          standing.isCommitted(ledger)
              ? outage.within(patience(run), TARGET, run, work)
              : outage.during(TARGET, run, work);
      away.remove(run.targetPack());
      transaction.report(envelope, verdict.toReport(envelope));
      tell(verdict, Duration.between(begin, Instant.now()));
    } catch (StillAwayException e) {
      away.add(run.targetPack());
      transaction.restart();
      LOG.infof("The verdict at cut %d comes later: %s", ledger.getCut(), e.getMessage());
      return false;
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
    return true;
  }

  /** Who waits for a target that is known to be away waits briefly: others come after it. */
  private Duration patience(RunSpec run) {
    return away.contains(run.targetPack()) && patience.compareTo(BRIEF) > 0 ? BRIEF : patience;
  }

  private ReportEnvelope envelope(Ledger ledger, RunSpec run) {
    ReportEnvelope envelope = identity.envelope(ledger.getTaskId(), run.customer(), run.run());
    String id = "verdict/" + run.runId() + "/" + ledger.getCut();
    envelope.setReportId(UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString());
    return envelope;
  }

  private static FailureReport failure(ReportEnvelope envelope, Exception e) {
    return switch (e) {
      case SQLException sql ->
          new FailureReport(
              envelope,
              "read-back",
              "Expected to read the customer's rows in the new system, but: "
                  + SqlFailure.describe(sql),
              "Mend the target or the read-back statements of the pack, then start the run again.");
      case PackException pack ->
          new FailureReport(
              envelope,
              "target pack",
              pack.getMessage(),
              "Mend the pack where it says so, restart the validator, start the run again.");
      case CopyFormatException read ->
          new FailureReport(
              envelope,
              "read-back",
              read.getMessage(),
              "Mend the read-back statement of the pack, then start the run again.");
      case ExpectedRowsLostException lost ->
          new FailureReport(
              envelope,
              "transformed topics",
              lost.getMessage(),
              "The ledger shows in which buckets the target differs; start the run again.");
      default ->
          new FailureReport(
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
