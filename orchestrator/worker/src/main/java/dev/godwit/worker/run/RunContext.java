package dev.godwit.worker.run;

import dev.godwit.task.v1.TaskEnvelope;
import org.jboss.logging.MDC;

/**
 * Puts customer, migration and run into every log line of this thread until closed, then restores
 * the values before; for try-with-resources.
 */
public final class RunContext implements AutoCloseable {
  private static final String CUSTOMER = "customer";
  private static final String MIGRATION = "migration";
  private static final String RUN = "run";

  private final Object customerBefore = MDC.get(CUSTOMER);
  private final Object migrationBefore = MDC.get(MIGRATION);
  private final Object runBefore = MDC.get(RUN);

  private RunContext(String customer, String migration, int run) {
    MDC.put(CUSTOMER, customer);
    MDC.put(MIGRATION, migration);
    MDC.put(RUN, Integer.toString(run));
  }

  /** Context of a task. */
  public static RunContext of(TaskEnvelope task) {
    return new RunContext(task.getCustomer(), task.getMigrationId(), task.getRun());
  }

  /** Context of a run. */
  public static RunContext of(RunSpec run) {
    return new RunContext(run.customer(), run.customer(), run.run());
  }

  @Override
  public void close() {
    restore(CUSTOMER, customerBefore);
    restore(MIGRATION, migrationBefore);
    restore(RUN, runBefore);
  }

  private static void restore(String key, Object before) {
    if (before == null) {
      MDC.remove(key);
    } else {
      MDC.put(key, before);
    }
  }
}
