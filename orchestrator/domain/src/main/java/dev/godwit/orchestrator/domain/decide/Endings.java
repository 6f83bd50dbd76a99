package dev.godwit.orchestrator.domain.decide;

import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.PurgeStarted;
import dev.godwit.orchestrator.domain.event.RehearsalFailed;
import dev.godwit.orchestrator.domain.event.RollbackStarted;
import dev.godwit.orchestrator.domain.event.RunRefused;
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
    return (state instanceof Assessing || state instanceof Assessed) && !state.run().mayBeFrozen();
  }

  static List<Event> fail(Forward state, Failure failure) {
    boolean live = state.run().live();
    if (isUntouched(state)) {
      return List.of(
          live
              ? new RunRefused(List.of(failure.reason()), failure.nextStep())
              : new RehearsalFailed(List.of(failure.reason())));
    }
    if (!live) {
      return List.of(purge(failure.reason(), Purpose.REHEARSAL_FAILED));
    }
    return List.of(
        new RollbackStarted(
            failure.reason(), failure.cause().name(), failure.firstFailure(), failure.nextStep()),
        purge(failure.reason(), Purpose.ROLLBACK));
  }

  /**
   * The new system holds rows that are not ours: nothing was copied or frozen by this run, so there
   * is nothing to purge, and a purge would delete what somebody else wrote.
   */
  static List<Event> refuse(Preparing state, Failure failure) {
    if (state.run().mayBeFrozen()) {
      return fail(state, failure);
    }
    return List.of(
        state.run().live()
            ? new RunRefused(List.of(failure.reason()), failure.nextStep())
            : purge(failure.reason(), Purpose.REHEARSAL_FAILED));
  }

  static PurgeStarted purge(String reason, Purpose purpose) {
    return new PurgeStarted(reason, purpose.name());
  }
}
