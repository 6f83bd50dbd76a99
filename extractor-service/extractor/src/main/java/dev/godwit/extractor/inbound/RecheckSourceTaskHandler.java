package dev.godwit.extractor.inbound;

import dev.godwit.extractor.recheck.SourceRecheck;
import dev.godwit.extractor.recheck.SourceRecheck.Unchanged;
import dev.godwit.report.v1.SourceRecheckReport;
import dev.godwit.task.v1.RecheckSource;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.worker.merge.PublishedMerges;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.task.TaskHandler;
import dev.godwit.worker.task.TaskTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Reads the frozen source again before the commit, and reports that it is unchanged. */
@ApplicationScoped
public class RecheckSourceTaskHandler implements TaskHandler<RecheckSource> {
  private static final Logger LOG = Logger.getLogger(RecheckSourceTaskHandler.class);

  private final SourceAccess source;
  private final SourceRecheck recheck;
  private final PublishedMerges merges;

  RecheckSourceTaskHandler(SourceAccess source, SourceRecheck recheck, PublishedMerges merges) {
    this.source = source;
    this.recheck = recheck;
    this.merges = merges;
  }

  @Override
  public Class<RecheckSource> type() {
    return RecheckSource.class;
  }

  @Override
  public void handle(RecheckSource task, TaskTransaction transaction) throws Exception {
    TaskEnvelope envelope = task.getEnvelope();
    String runId = RunSpec.idOf(envelope.getCustomer(), envelope.getRun());
    Unchanged unchanged =
        source.get(
            envelope,
            transaction,
            pack ->
                recheck.compare(
                    task,
                    pack,
                    merges.of(runId, "", task.getIdentitiesFrom(), task.getIdentitiesTo()),
                    transaction.encoder()));
    transaction.report(
        new SourceRecheckReport(transaction.envelope(), unchanged.entities(), unchanged.late()));
    LOG.infof(
        "customer=%s run=%d: the source was read again before the commit; the frozen entities are as they were extracted.",
        envelope.getCustomer(), envelope.getRun());
  }
}
