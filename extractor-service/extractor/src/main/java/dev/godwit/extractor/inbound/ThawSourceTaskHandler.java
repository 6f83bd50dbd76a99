package dev.godwit.extractor.inbound;

import dev.godwit.extractor.snapshot.CustomerFreeze;
import dev.godwit.report.v1.ThawReport;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.task.v1.ThawSource;
import dev.godwit.worker.task.TaskHandler;
import dev.godwit.worker.task.TaskTransaction;
import jakarta.enterprise.context.ApplicationScoped;

/** Thaws the customer in the source and checks that it is not frozen any more. */
@ApplicationScoped
public class ThawSourceTaskHandler implements TaskHandler<ThawSource> {
  private final SourceAccess source;

  ThawSourceTaskHandler(SourceAccess source) {
    this.source = source;
  }

  @Override
  public Class<ThawSource> type() {
    return ThawSource.class;
  }

  @Override
  public void handle(ThawSource task, TaskTransaction transaction) throws Exception {
    TaskEnvelope envelope = task.getEnvelope();
    source.runAsIs(
        envelope, transaction, pack -> CustomerFreeze.thaw(pack, envelope.getCustomer()));
    transaction.report(new ThawReport(transaction.envelope()));
  }

  /** A rollback thaws the customer: until then it stays frozen. */
  @Override
  public boolean alsoWhenStopped() {
    return true;
  }
}
