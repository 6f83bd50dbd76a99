package dev.godwit.extractor.inbound;

import dev.godwit.extractor.snapshot.CustomerFreeze;
import dev.godwit.extractor.source.SourcePacks;
import dev.godwit.report.v1.ThawReport;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.task.v1.ThawSource;
import dev.godwit.worker.TaskHandler;
import dev.godwit.worker.TaskTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Thaws the customer in the old system, and asks back. */
@ApplicationScoped
public class ThawSourceTaskHandler implements TaskHandler<ThawSource> {
  private SourcePacks packs;
  private SourceAccess source;

  ThawSourceTaskHandler() {}

  @Inject
  ThawSourceTaskHandler(SourcePacks packs, SourceAccess source) {
    this.packs = packs;
    this.source = source;
  }

  @Override
  public Class<ThawSource> type() {
    return ThawSource.class;
  }

  @Override
  public void handle(ThawSource task, TaskTransaction transaction) throws Exception {
    TaskEnvelope envelope = task.getEnvelope();
    source.during(
        envelope,
        transaction,
        () -> {
          CustomerFreeze.thaw(packs.pack(envelope.getSourcePack()), envelope.getCustomer());
          return null;
        });
    transaction.report(new ThawReport(transaction.envelope()));
  }

  /** A customer of a run that is rolled back stays frozen until this is done. */
  @Override
  public boolean alsoWhenStopped() {
    return true;
  }
}
