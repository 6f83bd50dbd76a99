package dev.godwit.orchestrator.domain.decide;

import dev.godwit.orchestrator.domain.event.EndingEvent.PurgeStarted;
import dev.godwit.orchestrator.domain.event.EndingEvent.RehearsalFailed;
import dev.godwit.orchestrator.domain.event.EndingEvent.RollbackStarted;
import dev.godwit.orchestrator.domain.event.EndingEvent.RunRefused;
import dev.godwit.orchestrator.domain.event.EndingEvent.ThawStarted;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.state.MigrationState.Assessed;
import dev.godwit.orchestrator.domain.state.MigrationState.Assessing;
import dev.godwit.orchestrator.domain.state.MigrationState.Forward;
import dev.godwit.orchestrator.domain.state.MigrationState.Preparing;
import dev.godwit.orchestrator.domain.state.Purpose;
import java.util.List;

/**
 * How a run ends that does not reach its goal. Before anything was frozen or written it simply
 * ends, and what the new system holds is left alone: it is not ours. Later its rows are purged, and
 * a live run gives the old system back.
 */
final class Endings {
  private Endings() {}

  /** Why a live run goes back; the names stand in {@code RollbackStarted}. */
  enum Cause {
    COMMAND,
    STAGE_FAILED,
    VERDICT,
    REFUSED
  }

  /** Why a run ends, with the first failing record or statement and what to do next. */
  record Failure(Cause cause, String reason, String firstFailure, String nextStep) {}

  /** Whether nothing was frozen and nothing can have been written. */
  static boolean isUntouched(Forward state) {
    return holdsNothing(state) && !state.run().mayBeFrozen();
  }

  /** Whether the new system can hold nothing of this run: its preparation was not handed out. */
  private static boolean holdsNothing(Forward state) {
    return state instanceof Assessing
        || state instanceof Assessed
        || (state instanceof Preparing on && on.run().live() && !on.issued());
  }

  /**
   * Ends the run. Not for a live run whose preparation is out: what a target holds that was not
   * prepared is not ours.
   */
  static List<Event> fail(Forward state, Failure failure) {
    if (holdsNothing(state)) {
      return refuse(state, failure);
    }
    return state.run().live()
        ? List.of(rollback(failure), purge(failure.reason(), Purpose.ROLLBACK))
        : List.of(purge(failure.reason(), Purpose.REHEARSAL_FAILED));
  }

  /**
   * Ends a run of which the new system holds nothing. There is nothing to purge, and a purge would
   * delete what somebody else wrote. Staging is nobody else's.
   */
  static List<Event> refuse(Forward state, Failure failure) {
    if (!state.run().live()) {
      return List.of(
          state instanceof Preparing
              ? purge(failure.reason(), Purpose.REHEARSAL_FAILED)
              : new RehearsalFailed(List.of(failure.reason())));
    }
    return state.run().mayBeFrozen()
        ? List.of(rollback(failure), new ThawStarted())
        : List.of(new RunRefused(List.of(failure.reason()), failure.nextStep()));
  }

  private static RollbackStarted rollback(Failure failure) {
    return new RollbackStarted(
        failure.reason(), failure.cause().name(), failure.firstFailure(), failure.nextStep());
  }

  static PurgeStarted purge(String reason, Purpose purpose) {
    return new PurgeStarted(reason, purpose.name());
  }
}
