package dev.godwit.worker;

import org.apache.avro.specific.SpecificRecord;

/**
 * Does one kind of task. A CDI bean; {@link TaskIntake} finds it.
 *
 * <p>Contract:
 *
 * <ul>
 *   <li>May be called again for the same task, by this process or another: the act is idempotent.
 *   <li>What is sent through the transaction is seen by readers only with the task's offset, or not
 *       at all.
 *   <li>May take as long as it needs; the group is not rebalanced because of it.
 *   <li>Called by several threads at once where there are several workers, each with a transaction
 *       of its own.
 * </ul>
 */
public interface TaskHandler<T extends SpecificRecord> {

  /** The task's generated class. */
  Class<T> type();

  /**
   * Does the task.
   *
   * @throws StageFailedException fatal: nothing that was sent is kept, a StageFailed report is
   * @throws java.sql.SQLException by {@link SqlFailure}: retriable ones are tried again from the
   *     start, others are fatal
   * @throws RunStoppedException nothing that was sent is kept, the task is done with
   * @throws Exception fatal
   */
  void handle(T task, TaskTransaction transaction) throws Exception;

  /** True where the task is done even when its run is being undone or is over. */
  default boolean alsoWhenStopped() {
    return false;
  }
}
