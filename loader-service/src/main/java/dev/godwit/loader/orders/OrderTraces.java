package dev.godwit.loader.orders;

import dev.godwit.common.v1.Stage;
import dev.godwit.records.Topics;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.trace.Consumed;
import dev.godwit.trace.Subject;
import dev.godwit.trace.Traces;
import dev.godwit.trace.Work;
import dev.godwit.worker.run.RunTraces;

/**
 * Traces of orders: the work can go on in another process than the one that took the task, so that
 * it is part of the run's trace. Thread-safe.
 *
 * @param runs traces of runs
 */
public record OrderTraces(Traces traces, RunTraces runs) {
  /**
   * The work on the order of a task; to be closed.
   *
   * @param task name of the task's type
   * @param of its envelope
   */
  public Work work(String task, TaskEnvelope of) {
    return traces.work(
        Consumed.stored(Topics.TASKS, runs.headers(of.getMigrationId(), of.getRun())),
        Subject.ofTask(task, of.getTaskId(), of.getCustomer(), of.getRun(), Stage.LOAD.name()));
  }
}
