package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.event.Recorded;

/**
 * An event that cannot follow the state it met: the history or the code is broken. Fatal: the
 * engine stops rather than going on from a wrong state.
 */
public final class ImpossibleEventException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  private ImpossibleEventException(String message) {
    super(message);
  }

  static ImpossibleEventException in(Migration migration, Recorded recorded) {
    return new ImpossibleEventException(
        "Expected an event that can follow %s of migration %s, found %s at sequence %d; the history is broken, do not go on from it."
            .formatted(
                migration.state().getClass().getSimpleName(),
                migration.id(),
                recorded.event().name(),
                recorded.envelope().sequence()));
  }

  static ImpossibleEventException in(Programme programme, Recorded recorded) {
    return new ImpossibleEventException(
        "Expected an event that can follow a programme that is %s, found %s at sequence %d of *; the history is broken, do not go on from it."
            .formatted(
                programme.paused() ? "paused" : "not paused",
                recorded.event().name(),
                recorded.envelope().sequence()));
  }

  static ImpossibleEventException outOfOrder(String id, long expected, Recorded recorded) {
    return new ImpossibleEventException(
        "Expected sequence %d of migration %s, found %d (%s); the history has a gap or was written twice, do not go on from it."
            .formatted(expected, id, recorded.envelope().sequence(), recorded.event().name()));
  }
}
