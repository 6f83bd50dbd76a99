package dev.godwit.validator.inbound;

import dev.godwit.records.Topics;
import dev.godwit.task.v1.ReconcileCut;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.task.TaskHandler;
import dev.godwit.worker.task.TaskTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Forwards the request for a verdict to the partition of the receipts, in the task's transaction.
 * The ledger follows once the cut has passed every stage, however long that takes.
 */
@ApplicationScoped
public class ReconcileCutTaskHandler implements TaskHandler<ReconcileCut> {
  private static final int ONLY_PARTITION = 0;

  @Override
  public Class<ReconcileCut> type() {
    return ReconcileCut.class;
  }

  /** Cuts continue after the commit; the ledger of a run that is undone gets no verdict. */
  @Override
  public boolean alsoWhenStopped() {
    return true;
  }

  @Override
  public void handle(ReconcileCut task, TaskTransaction transaction) {
    String runId = RunSpec.idOf(task.getEnvelope().getCustomer(), task.getEnvelope().getRun());
    Future<RecordMetadata> unused =
        transaction.send(
            Topics.LEDGER_REQUESTS, ONLY_PARTITION, runId.getBytes(StandardCharsets.UTF_8), task);
  }
}
