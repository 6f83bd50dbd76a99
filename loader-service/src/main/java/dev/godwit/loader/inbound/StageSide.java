package dev.godwit.loader.inbound;

import dev.godwit.common.v1.Entity;
import dev.godwit.worker.RunSpec;
import java.util.Optional;
import java.util.concurrent.Callable;

/** What a lane needs of the rest of the service. Thread-safe. */
interface StageSide {

  /**
   * Does work for a run, again and again while the target database is down, and says so once.
   *
   * @throws dev.godwit.worker.RunStoppedException where the run is stopped while waiting
   * @throws Exception whatever else the work throws
   */
  <T> T whileTargetIsDown(RunSpec run, Callable<T> work) throws Exception;

  /** The run of an id; empty where it was not heard of, or is over. */
  Optional<RunSpec> find(String runId);

  /** True where the run has ended, well or not. */
  boolean isOver(String runId);

  /** Reports that a run cannot go on; no text may hold a row's content. */
  void failed(RunSpec run, String subject, String error, String action);

  /** Counts records by what came of them. */
  void count(Entity entity, String outcome, long records);
}
