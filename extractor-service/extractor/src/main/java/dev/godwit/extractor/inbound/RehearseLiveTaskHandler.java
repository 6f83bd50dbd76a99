package dev.godwit.extractor.inbound;

import dev.godwit.extractor.rehearsal.LiveRehearsals;
import dev.godwit.extractor.rehearsal.LiveRehearsals.Sent;
import dev.godwit.report.v1.LiveSentReport;
import dev.godwit.task.v1.RehearseLive;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.worker.task.TaskHandler;
import dev.godwit.worker.task.TaskTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Sends synthetic live events by every route that the customer uses, and reports their number. The
 * events, the request to the webhooks process and the report are one transaction.
 */
@ApplicationScoped
public class RehearseLiveTaskHandler implements TaskHandler<RehearseLive> {
  private static final Logger LOG = Logger.getLogger(RehearseLiveTaskHandler.class);

  private final SourceAccess source;
  private final LiveRehearsals rehearsals;

  RehearseLiveTaskHandler(SourceAccess source, LiveRehearsals rehearsals) {
    this.source = source;
    this.rehearsals = rehearsals;
  }

  @Override
  public Class<RehearseLive> type() {
    return RehearseLive.class;
  }

  @Override
  public void handle(RehearseLive task, TaskTransaction transaction) throws Exception {
    TaskEnvelope envelope = task.getEnvelope();
    Sent sent = source.get(envelope, transaction, pack -> rehearsals.send(task, pack, transaction));
    transaction.report(new LiveSentReport(transaction.envelope(), sent.routes(), sent.nothing()));
    LOG.infof(
        "customer=%s run=%d: synthetic live events of the rehearsal: %s; the validator checks their arrival next.",
        envelope.getCustomer(),
        envelope.getRun(),
        sent.nothing().isEmpty() ? sent.routes() : "none. " + sent.nothing());
  }
}
