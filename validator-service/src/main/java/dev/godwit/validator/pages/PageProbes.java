package dev.godwit.validator.pages;

import dev.godwit.common.v1.ProbeResult;
import dev.godwit.pack.Probe;
import dev.godwit.pack.TargetPack;
import dev.godwit.report.v1.FailureReport;
import dev.godwit.report.v1.ProbesReport;
import dev.godwit.report.v1.ReportEnvelope;
import dev.godwit.task.v1.RunProbes;
import dev.godwit.validator.outbound.VerdictTransaction;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.outage.OutageRetry;
import dev.godwit.worker.run.RunPacks;
import dev.godwit.worker.run.RunRegistry;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.run.RunStatus;
import dev.godwit.worker.run.RunStoppedException;
import dev.godwit.worker.stage.StageIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * Measures the pages of the target for a run, one after another. A page that is slow, times out or
 * is refused is a result of its own; a database that is away is waited for, and the page measured
 * anew. Changes nothing. Used by one thread, but for {@link #end}.
 */
@ApplicationScoped
public class PageProbes {
  private static final Logger LOG = Logger.getLogger(PageProbes.class);
  private static final String TARGET = "the target database";

  private final RunPacks packs;
  private final RunRegistry runs;
  private final OutageRetry outage;
  private final StageIdentity identity;
  private volatile boolean ended;

  PageProbes(RunPacks packs, RunRegistry runs, OutageRetry outage, StageIdentity identity) {
    this.packs = packs;
    this.runs = runs;
    this.outage = outage;
    this.identity = identity;
  }

  /**
   * Puts the answer to a task into the transaction; nothing for a run that is over.
   *
   * @throws KafkaException where Kafka failed: take a new transaction and call again
   * @throws InterruptedException where the process ends
   */
  public void answer(RunProbes task, VerdictTransaction transaction) throws InterruptedException {
    ReportEnvelope envelope = identity.envelope(task.getEnvelope());
    RunSpec run =
        runs.awaitStatus(
                RunSpec.idOf(task.getEnvelope().getCustomer(), task.getEnvelope().getRun()))
            .run();
    try {
      ProbesReport report = measure(task, run, envelope);
      LOG.infof(
          "customer=%s run=%d: measured %d pages of the target; the orchestrator decides what follows.",
          run.customer(), run.run(), report.getProbes().size());
      transaction.report(envelope, report);
    } catch (RunStoppedException e) {
      LOG.infof(
          "customer=%s run=%d: giving up the target's pages. %s",
          run.customer(), run.run(), e.getMessage());
    } catch (InterruptedException | KafkaException e) {
      throw e;
    } catch (Exception e) {
      LOG.errorf(
          e,
          "customer=%s run=%d: the target's pages could not be measured.",
          run.customer(),
          run.run());
      StageFailedException failure = StageFailedException.of(task.getEnvelope(), e);
      transaction.report(
          envelope,
          new FailureReport(
              envelope, failure.subject(), failure.getMessage(), failure.action(), 0L, ""));
    }
  }

  private ProbesReport measure(RunProbes task, RunSpec run, ReportEnvelope envelope)
      throws Exception {
    TargetPack pack = packs.target(run.runId(), run.targetPack());
    PageMeasurement.Watch watch = () -> requireRunning(run);
    CustomerAmount amount =
        outage.retry(
            TARGET,
            task.getEnvelope(),
            false,
            () -> CustomerAmount.of(pack, run.kind(), run.customer()));
    List<ProbeResult> results = new ArrayList<>();
    for (Probe page : pack.probes().pages()) {
      requireRunning(run);
      results.add(
          outage.retry(
              TARGET,
              task.getEnvelope(),
              false,
              () -> new PageMeasurement(pack, run.kind(), run.customer(), page, watch).measure()));
    }
    return new ProbesReport(
        envelope,
        task.getCut(),
        pack.probes().measure(),
        amount.number(),
        amount.problem(),
        results);
  }

  private void requireRunning(RunSpec run) throws RunStoppedException, InterruptedException {
    if (ended) {
      throw new InterruptedException("The process ends.");
    }
    if (!runs.status(run.runId()).map(RunStatus::writesRows).orElse(false)) {
      throw new RunStoppedException(run.runId());
    }
  }

  /** Ends the measurement of another thread, without an answer. */
  public void end() {
    ended = true;
  }
}
