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

  /**
   * The result of work on the source that the task names, by the pack that its run was assessed
   * with; the transaction restarts before it.
   *
   * @throws dev.godwit.worker.failure.PackChangedException where the pack was changed since; fatal
   */
  <R> R get(TaskEnvelope task, TaskTransaction transaction, Work<R> work) throws Exception {
    return getAsIs(
        task,
        transaction,
        pack -> {
          runPacks.requireSource(RunSpec.idOf(task.getCustomer(), task.getRun()), pack);
          return work.on(pack);
        });
  }

  /**
   * As {@link #get}, by the pack as its files are now: for the assessment, which fixes the pack of
   * its run, and for a rollback, which must be possible after a change.
   */
  <R> R getAsIs(TaskEnvelope task, TaskTransaction transaction, Work<R> work) throws Exception {
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
    get(task, transaction, withoutResult(act));
  }

  /** As {@link #getAsIs}, without a result. */
  void runAsIs(TaskEnvelope task, TaskTransaction transaction, Act act) throws Exception {
    getAsIs(task, transaction, withoutResult(act));
  }

  private static Work<Void> withoutResult(Act act) {
    return pack -> {
      act.on(pack);
      return null;
    };
  }
}
