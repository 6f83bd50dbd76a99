package dev.godwit.extractor.inbound;

import dev.godwit.common.v1.Entity;
import dev.godwit.extractor.engagement.returns.LiveReturns;
import dev.godwit.extractor.engagement.returns.ReturnCounts;
import dev.godwit.extractor.source.SourcePacks;
import dev.godwit.report.v1.ReturnReport;
import dev.godwit.task.v1.ReturnLive;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.worker.RunSpec;
import dev.godwit.worker.StageMetrics;
import dev.godwit.worker.TaskHandler;
import dev.godwit.worker.TaskTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;

/** Returns the live events of a run that goes back to the old system, once each. */
@ApplicationScoped
public class ReturnLiveTaskHandler implements TaskHandler<ReturnLive> {
  private static final Logger LOG = Logger.getLogger(ReturnLiveTaskHandler.class);

  private SourcePacks packs;
  private SourceAccess source;
  private LiveReturns returns;
  private StageMetrics metrics;

  ReturnLiveTaskHandler() {}

  @Inject
  ReturnLiveTaskHandler(
      SourcePacks packs, SourceAccess source, LiveReturns returns, StageMetrics metrics) {
    this.packs = packs;
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
        source.during(
            envelope,
            transaction,
            () ->
                returns.finish(
                    packs.pack(envelope.getSourcePack()),
                    customer,
                    runId,
                    task.getFromOffsets(),
                    task.getToOffsets()));
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
        "Of %d live events %d were returned, %d were the old system's own, %d duplicates, %d quarantined.",
        counts.received(),
        counts.returned(),
        counts.kept(),
        counts.duplicates(),
        counts.quarantined());
  }

  /** It is part of undoing a run. */
  @Override
  public boolean alsoWhenStopped() {
    return true;
  }
}
