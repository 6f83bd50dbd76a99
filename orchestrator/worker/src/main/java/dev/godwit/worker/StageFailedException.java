package dev.godwit.worker;

/**
 * A stage met an error that no retry mends: fatal for the run. Becomes a {@code FailureReport}.
 * None of the texts may hold row content or a password.
 */
public final class StageFailedException extends Exception {
  private final String subject;
  private final String action;

  /**
   * A failure.
   *
   * @param subject entity, table or file it happened on
   * @param error what was expected and what was found
   * @param action what to do
   */
  public StageFailedException(String subject, String error, String action, Throwable cause) {
    super(error, cause);
    this.subject = subject;
    this.action = action;
  }

  /** As above, without a cause. */
  public StageFailedException(String subject, String error, String action) {
    this(subject, error, action, null);
  }

  /** Entity, table or file it happened on. */
  public String subject() {
    return subject;
  }

  /** What to do. */
  public String action() {
    return action;
  }
}
