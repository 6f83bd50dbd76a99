package dev.godwit.worker.failure;

import dev.godwit.task.v1.TaskEnvelope;
import java.sql.SQLException;

/**
 * A stage met an error that no retry mends: fatal for the run. Becomes a {@code FailureReport}.
 * None of the texts may hold row content or a password.
 */
public final class StageFailedException extends Exception {
  private final String subject;
  private final String action;
  private final long count;
  private final String firstKey;

  /**
   * A failure.
   *
   * @param subject entity, table or file it happened on
   * @param error what was expected and what was found
   * @param action what to do
   */
  public StageFailedException(String subject, String error, String action, Throwable cause) {
    this(subject, error, action, cause, 0, "");
  }

  /**
   * As above, with what is known of the records.
   *
   * @param count records concerned; 0 where unknown
   * @param firstKey id in the source of the first one; empty where unknown
   */
  public StageFailedException(
      String subject, String error, String action, Throwable cause, long count, String firstKey) {
    super(error, cause);
    this.subject = subject;
    this.action = action;
    this.count = count;
    this.firstKey = firstKey;
  }

  /** As above, without a cause. */
  public StageFailedException(String subject, String error, String action) {
    this(subject, error, action, null);
  }

  /** The failure of a task by any error; quotes no row, even where the error wraps a database's. */
  public static StageFailedException of(TaskEnvelope task, Exception error) {
    if (error instanceof PackChangedException changed) {
      return changed.toFailure();
    }
    SQLException refused = SqlFailure.among(error);
    if (refused != null) {
      return new StageFailedException(
          task.getTaskId(),
          "The database refused: " + SqlFailure.describe(refused),
          SqlFailure.remedy(refused),
          error);
    }
    return new StageFailedException(
        task.getTaskId(),
        "Expected the task to be done, found %s: %s"
            .formatted(error.getClass().getSimpleName(), error.getMessage()),
        "See the log of this service at this time for the place, then start again.",
        error);
  }

  /** Entity, table or file it happened on. */
  public String subject() {
    return subject;
  }

  /** The remedy. */
  public String action() {
    return action;
  }

  /** Records concerned; 0 where unknown. */
  public long count() {
    return count;
  }

  /** Id in the source of the first record concerned; empty where unknown. */
  public String firstKey() {
    return firstKey;
  }
}
