package dev.godwit.extractor.inbound;

import dev.godwit.extractor.snapshot.CustomerFreeze;
import dev.godwit.report.v1.FreezeReport;
import dev.godwit.task.v1.FreezeSource;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.worker.run.RunRegistry;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.run.RunStatus;
import dev.godwit.worker.run.RunStoppedException;
import dev.godwit.worker.task.TaskHandler;
import dev.godwit.worker.task.TaskTransaction;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Freezes the customer in the source and checks that it is frozen. The freeze is completed and
 * reported even while its run is being undone, so that no thaw can overtake it.
 */
@ApplicationScoped
public class FreezeSourceTaskHandler implements TaskHandler<FreezeSource> {
  private final RunRegistry runs;
  private final SourceAccess source;

  FreezeSourceTaskHandler(RunRegistry runs, SourceAccess source) {
    this.runs = runs;
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
    if (runs.status(runId).filter(RunStatus::isOver).isPresent()) {
      throw new RunStoppedException(runId); // The freeze was reported before the run ended.
    }
    source.run(envelope, transaction, pack -> CustomerFreeze.freeze(pack, envelope.getCustomer()));
    transaction.report(new FreezeReport(transaction.envelope()));
  }

  @Override
  public boolean alsoWhenStopped() {
    return true;
  }
}
