package dev.godwit.worker.task;

import dev.godwit.worker.failure.SqlFailure;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.run.RunStoppedException;
import org.apache.avro.specific.SpecificRecord;

/**
 * Does one kind of task. A CDI bean; {@link TaskConsumer} finds it. In every service its class is
 * named after the task, {@code <Task>TaskHandler}, and stands in the package {@code inbound} or the
 * package of its subject.
 *
 * <p>Contract:
 *
 * <ul>
 *   <li>Called with a task that the events order, once the event that orders it is consumed.
 *   <li>May be called again for the same task, by this process or another: the act is idempotent.
 *   <li>Records that are sent through the transaction become visible together with the task's
 *       offset, or never.
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
   * @throws StageFailedException fatal: what was sent is taken back, a FailureReport is sent
   * @throws java.sql.SQLException by {@link SqlFailure}: retriable ones repeat the task from its
   *     start, others are fatal
   * @throws RunStoppedException what was sent is taken back, the task is finished
   * @throws Exception fatal
   */
  void handle(T task, TaskTransaction transaction) throws Exception;

  /** True where the task is done even when its run is being undone or is over. */
  default boolean alsoWhenStopped() {
    return false;
  }
}
