package dev.godwit.extractor.inbound;

import dev.godwit.extractor.freeze.CustomerFreeze;
import dev.godwit.extractor.source.SourcePacks;
import dev.godwit.report.v1.SourceFrozen;
import dev.godwit.stage.TaskHandler;
import dev.godwit.stage.TaskTransaction;
import dev.godwit.task.v1.FreezeSource;
import dev.godwit.task.v1.TaskEnvelope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Freezes the customer in the old system, and asks back. Once asked for it is done and answered,
 * also when the run is being undone meanwhile: nobody may thaw before it is known to be over.
 */
@ApplicationScoped
public class FreezeSourceTask implements TaskHandler<FreezeSource> {
  private SourcePacks packs;
  private SourceOutage source;

  FreezeSourceTask() {}

  @Inject
  FreezeSourceTask(SourcePacks packs, SourceOutage source) {
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
    source.during(
        envelope,
        transaction,
        () -> {
          CustomerFreeze.freeze(packs.pack(envelope.getSourcePack()), envelope.getCustomer());
          return null;
        });
    transaction.report(new SourceFrozen(transaction.envelope()));
  }

  @Override
  public boolean alsoWhenStopped() {
    return true;
  }
}
