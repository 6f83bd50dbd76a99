package dev.godwit.orchestrator.domain.state;

/**
 * A purge of the run's target.
 *
 * @param purpose what follows it
 * @param reason why
 * @param attempt 1, and one more for each time it was asked for again
 * @param rollback why the run goes back; null but for {@link Purpose#ROLLBACK}
 * @param passed what a passed rehearsal leaves; null but for {@link Purpose#REHEARSAL_PASSED}
 */
public record Purge(
    Purpose purpose, String reason, int attempt, Rollback rollback, Rehearsal passed) {
  Purge again() {
    return new Purge(purpose, reason, attempt + 1, rollback, passed);
  }
}
