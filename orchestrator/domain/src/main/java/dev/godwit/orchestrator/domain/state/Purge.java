package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.state.Run.Rehearsal;

/**
 * A purge of the run's target.
 *
 * @param purpose the step that follows it
 * @param reason why
 * @param attempt 1, and one more for each time it was asked for again
 * @param rollback why the run rolls back; null but for {@link Purpose#ROLLBACK}
 * @param passed what a passed rehearsal leaves; null but for {@link Purpose#REHEARSAL_PASSED}
 */
public record Purge(
    Purpose purpose, String reason, int attempt, Rollback rollback, Rehearsal passed) {

  /** The step that follows a purge. The names stand in events. */
  public enum Purpose {
    REHEARSAL_PASSED,
    REHEARSAL_FAILED,
    CANCEL,
    RETRY,
    ROLLBACK;

    /** Whether the purge is part of a rollback, which no pause holds back. */
    public boolean isRollback() {
      return this == REHEARSAL_FAILED || this == CANCEL || this == ROLLBACK;
    }
  }

  /**
   * Why a live run rolls back.
   *
   * @param reason why
   * @param firstFailure the first failing record or statement, without content; may be empty
   * @param nextStep what to do next; may be empty
   */
  public record Rollback(String reason, String firstFailure, String nextStep) {}

  static Purge first(Purpose purpose, String reason) {
    return new Purge(purpose, reason, 1, null, null);
  }

  Purge again() {
    return new Purge(purpose, reason, attempt + 1, rollback, passed);
  }
}
