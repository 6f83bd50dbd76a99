package dev.godwit.loader.batch;

import dev.godwit.loader.inbound.PartitionFeed;
import dev.godwit.worker.run.RunStoppedException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The differences between loading a snapshot and loading live engagement: which records make a
 * batch, and what follows from a batch that cannot be loaded. The pipeline does the rest. Runs on
 * one worker thread.
 */
public interface LoadStrategy {
  /** The records that it loads. */
  Traffic traffic();

  /** Outcome, as a metric names it, of a record that the target held already. */
  String heldOutcome();

  /**
   * Takes the next batch from the feeds, and pauses partitions whose next record must wait.
   *
   * @param feeds the polled partitions of this strategy
   * @return empty where nothing is left that can be loaded now
   * @throws SQLException fatal, and no run's fault
   * @throws RunStoppedException where a run was stopped while the target database was away; the
   *     taken records must be given up
   * @throws InterruptedException where the process is about to end
   */
  Optional<Batch> next(List<PartitionFeed> feeds)
      throws SQLException, RunStoppedException, InterruptedException;

  /** The batch is committed. */
  void loaded(Batch batch);

  /**
   * A batch with records of runs failed, and no retry helps: reports the run at fault and pauses
   * its partitions.
   *
   * @return the rest of the batch, which can be loaded without that run; empty where there is none
   * @throws InterruptedException where the process is about to end
   */
  Optional<Batch> failed(Batch batch, Exception error, List<PartitionFeed> feeds)
      throws InterruptedException;
}
