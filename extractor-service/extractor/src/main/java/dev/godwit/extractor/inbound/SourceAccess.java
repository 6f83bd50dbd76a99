package dev.godwit.extractor.inbound;

import dev.godwit.extractor.source.SourcePacks;
import dev.godwit.pack.SourcePack;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.worker.outage.OutageRetry;
import dev.godwit.worker.run.RunPacks;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.task.TaskTransaction;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Runs the work of a task on the source database. Work that fails because the database is down is
 * repeated from its beginning until the database is back. Thread-safe.
 */
@ApplicationScoped
public class SourceAccess {
  private static final String SOURCE = "the source database";

  private final SourcePacks packs;
  private final RunPacks runPacks;
  private final OutageRetry outage;

  SourceAccess(SourcePacks packs, RunPacks runPacks, OutageRetry outage) {
    this.packs = packs;
    this.runPacks = runPacks;
    this.outage = outage;
  }

  /** Work on a source. */
  @FunctionalInterface
  interface Work<R> {
    /** The result; may be called again after it threw. */
    R on(SourcePack pack) throws Exception;
  }

  /** Work on a source without a result. */
  @FunctionalInterface
  interface Act {
    /** Does it; may be called again after it threw. */
    void on(SourcePack pack) throws Exception;
  }

  /** The result of work on the source that the task names; the transaction restarts before it. */
  <R> R get(TaskEnvelope task, TaskTransaction transaction, Work<R> work) throws Exception {
    return outage.retry(
        SOURCE,
        task,
        transaction.alsoWhenStopped(),
        () -> {
          transaction.restart();
          runPacks.refreshSource(
              RunSpec.idOf(task.getCustomer(), task.getRun()), task.getSourcePack());
          return work.on(packs.pack(task.getSourcePack()));
        });
  }

  /** As {@link #get}, without a result. */
  void run(TaskEnvelope task, TaskTransaction transaction, Act act) throws Exception {
    get(
        task,
        transaction,
        pack -> {
          act.on(pack);
          return null;
        });
  }
}
