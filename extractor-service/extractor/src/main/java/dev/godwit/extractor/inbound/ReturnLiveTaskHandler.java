package dev.godwit.extractor.inbound;

import dev.godwit.extractor.engagement.returns.LiveReturns;
import dev.godwit.extractor.engagement.returns.ReturnCounts;
import dev.godwit.records.Entity;
import dev.godwit.report.v1.ReturnReport;
import dev.godwit.task.v1.ReturnLive;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.stage.StageMetrics;
import dev.godwit.worker.task.TaskHandler;
import dev.godwit.worker.task.TaskTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Returns the live events of a run that is rolled back to the source, each once. */
@ApplicationScoped
public class ReturnLiveTaskHandler implements TaskHandler<ReturnLive> {
  private static final Logger LOG = Logger.getLogger(ReturnLiveTaskHandler.class);

  private final SourceAccess source;
  private final LiveReturns returns;
  private final StageMetrics metrics;

  ReturnLiveTaskHandler(SourceAccess source, LiveReturns returns, StageMetrics metrics) {
    this.source = source;
    this.returns = returns;
    this.metrics = metrics;
  }

  @Override
  public Class<ReturnLive> type() {
    return ReturnLive.class;
  }

  @Override
  public void handle(ReturnLive task, TaskTransaction transaction) throws Exception {
    TaskEnvelope envelope = task.getEnvelope();
    String customer = envelope.getCustomer();
    String runId = RunSpec.idOf(customer, envelope.getRun());
    ReturnCounts counts =
        source.getAsIs(
            envelope,
            transaction,
            pack ->
                returns.finish(pack, customer, runId, task.getFromOffsets(), task.getToOffsets()));
    transaction.report(
        new ReturnReport(
            transaction.envelope(),
            counts.received(),
            counts.returned(),
            counts.kept(),
            counts.duplicates(),
            counts.quarantined()));
    metrics.count(Entity.LIVE, "returned", counts.returned());
    metrics.count(Entity.LIVE, "quarantined", counts.quarantined());
    LOG.infof(
        "customer=%s run=%d: of %d live events, %d were returned to the source, %d were written by the source itself, %d were duplicates, %d quarantined.",
        customer,
        envelope.getRun(),
        counts.received(),
        counts.returned(),
        counts.kept(),
        counts.duplicates(),
        counts.quarantined());
  }

  /** A rollback includes the return. */
  @Override
  public boolean alsoWhenStopped() {
    return true;
  }
}
