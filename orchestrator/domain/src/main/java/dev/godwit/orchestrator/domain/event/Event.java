package dev.godwit.orchestrator.domain.event;

/**
 * A fact that was decided; past tense, the smallest true one. Component names are those of the
 * schema, {@code dev.godwit.event.v1}; the envelope is kept beside it in {@link Recorded}.
 *
 * <p>Every event is a record nested in one of the eight groups, so a switch over the events without
 * a default compiles only where it is complete.
 */
public sealed interface Event
    permits RequestEvent,
        DecisionEvent,
        RunEvent,
        HoldEvent,
        ReplayEvent,
        StatementEvent,
        ProbeEvent,
        EndingEvent {
  /** Name of the event as its schema writes it. */
  default String name() {
    return getClass().getSimpleName();
  }
}
