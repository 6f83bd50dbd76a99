package dev.godwit.loader.batch;

import dev.godwit.records.Entity;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.run.RunStatus;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/** The services of the worker library that a load worker uses. Thread-safe. */
public interface StagePort {

  /**
   * Does work for a run, and repeats it while the target database is away; reports the outage once.
   *
   * @throws dev.godwit.worker.run.RunStoppedException where the run is stopped while waiting
   * @throws Exception the work's own, where it is not retriable
   */
  <T> T whileTargetIsDown(RunSpec run, Callable<T> work) throws Exception;

  /** The run's status; empty where its start was not consumed yet. */
  Optional<RunStatus> status(String runId);

  /** Every entity that a run has moved; the set is replaced where it grows. */
  Set<Entity> entities();

  /** The customer's newest run; empty where no start of one was consumed yet. */
  Optional<RunSpec> newestRunOf(String customer);

  /**
   * Waits until every event that is there now is consumed, so that no status is older than the
   * partitions that this process takes over.
   */
  void awaitStatuses() throws InterruptedException;

  /** Whether a consumed event ordered a replay of the transformer's stage for a run. */
  boolean isReplayOfTransformer(String runId, int replay);

  /**
   * Reports that a run cannot go on; no text may hold a row's content.
   *
   * @param count records concerned; 0 where unknown
   * @param firstKey id in the source of the first one; empty where unknown
   */
  void failed(
      RunSpec run, String subject, String error, String action, long count, String firstKey);

  /** Counts records by outcome. */
  void count(Entity entity, String outcome, long records);
}
