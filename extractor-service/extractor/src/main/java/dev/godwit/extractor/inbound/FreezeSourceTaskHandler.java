package dev.godwit.extractor.inbound;

import dev.godwit.extractor.snapshot.CustomerFreeze;
import dev.godwit.extractor.source.SourcePacks;
import dev.godwit.report.v1.FreezeReport;
import dev.godwit.task.v1.FreezeSource;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.worker.RunRegistry;
import dev.godwit.worker.RunSpec;
import dev.godwit.worker.RunStoppedException;
import dev.godwit.worker.TaskHandler;
import dev.godwit.worker.TaskTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Freezes the customer in the old system, and asks back. Once asked for it is done and answered,
 * also when the run is being undone meanwhile: nobody may thaw before it is known to be over.
 */
@ApplicationScoped
public class FreezeSourceTaskHandler implements TaskHandler<FreezeSource> {
  private RunRegistry runs;
  private SourcePacks packs;
  private SourceAccess source;

  FreezeSourceTaskHandler() {}

  @Inject
  FreezeSourceTaskHandler(RunRegistry runs, SourcePacks packs, SourceAccess source) {
    this.runs = runs;
    this.packs = packs;
    this.source = source;
  }

  @Override
  public Class<FreezeSource> type() {
    return FreezeSource.class;
  }

  @Override
  public void handle(FreezeSource task, TaskTransaction transaction) throws Exception {
    TaskEnvelope envelope = task.getEnvelope();
    String runId = RunSpec.idOf(envelope.getCustomer(), envelope.getRun());
    if (runs.isOver(runId)) {
      throw new RunStoppedException(runId); // It was answered long ago.
    }
    source.during(
        envelope,
        transaction,
        () -> {
          CustomerFreeze.freeze(packs.pack(envelope.getSourcePack()), envelope.getCustomer());
          return null;
        });
    transaction.report(new FreezeReport(transaction.envelope()));
  }

  @Override
  public boolean alsoWhenStopped() {
    return true;
  }
}
