package dev.godwit.worker.task;

import dev.godwit.common.v1.Stage;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.worker.order.TaskOrders;
import dev.godwit.worker.outage.OutageRetry;
import dev.godwit.worker.run.RunRegistry;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.run.RunStoppedException;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.jboss.logging.Logger;

/**
 * Passes a task to its handler, again while the stage's database is away, full or read-only: the
 * wait is reported, whatever the task. What is done is what the events order under the task's id; a
 * message that they do not order is refused. A task of a run that is being undone or is over is
 * skipped, unless its handler does it all the same. Thread-safe.
 */
final class TaskHandling {
  private static final Logger LOG = Logger.getLogger(TaskHandling.class);

  private final String database;
  private final RunRegistry runs;
  private final TaskOrders orders;
  private final OutageRetry outage;

  TaskHandling(Stage stage, RunRegistry runs, TaskOrders orders, OutageRetry outage) {
    this.database = stage == Stage.EXTRACT ? "the source database" : "the target database";
    this.runs = runs;
    this.orders = orders;
    this.outage = outage;
  }

  /**
   * Does the task, or skips it.
   *
   * @param name beginning of a log line
   * @param transaction restarted before each attempt
   * @throws Exception any error that is not retriable
   */
  <T extends SpecificRecord> void handle(
      String name,
      TaskHandler<T> handler,
      SpecificRecord task,
      TaskEnvelope envelope,
      TaskTransaction transaction)
      throws Exception {
    String runId = RunSpec.idOf(envelope.getCustomer(), envelope.getRun());
    boolean stopped = runs.status(runId).filter(status -> !status.writesRows()).isPresent();
    if (stopped && !handler.alsoWhenStopped()) {
      LOG.infof("%s: skipping it, because its run is being undone or is over.", name);
      return;
    }
    Optional<SpecificRecord> ordered = orders.await(task);
    if (ordered.isEmpty() && stopped) {
      LOG.infof("%s: skipping it, because no event of its ending run orders it any more.", name);
      return;
    }
    if (ordered.isEmpty()) {
      LOG.warnf(
          "%s: refused it, because no event of the customer orders it now: its answer is not awaited any more, or somebody else than the orchestrator wrote it. Nothing was done.",
          name);
      return;
    }
    try {
      outage.retry(
          database,
          envelope,
          handler.alsoWhenStopped(),
          () -> {
            transaction.restart();
            handler.handle(handler.type().cast(ordered.get()), transaction);
            return null;
          });
    } catch (RunStoppedException e) {
      transaction.restart();
      LOG.infof("%s: giving it up. %s", name, e.getMessage());
    }
  }
}
