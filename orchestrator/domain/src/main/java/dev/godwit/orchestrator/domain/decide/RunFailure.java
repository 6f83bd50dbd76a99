package dev.godwit.orchestrator.domain.decide;

import dev.godwit.orchestrator.domain.common.TableCount;
import dev.godwit.orchestrator.domain.event.EndingEvent.PurgeStarted;
import dev.godwit.orchestrator.domain.event.EndingEvent.RehearsalFailed;
import dev.godwit.orchestrator.domain.event.EndingEvent.RollbackStarted;
import dev.godwit.orchestrator.domain.event.EndingEvent.RunRefused;
import dev.godwit.orchestrator.domain.event.EndingEvent.ThawStarted;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.RunEvent.StageFailed;
import dev.godwit.orchestrator.domain.state.ForwardState.Assessing;
import dev.godwit.orchestrator.domain.state.ForwardState.Preparing;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.Purge.Purpose;
import java.util.List;
import java.util.Locale;

/**
 * Ends a run that does not reach its goal. Before anything was frozen or written it simply ends,
 * and the target is left alone: its rows are not ours. Later its rows are purged, and a live run
 * thaws the source.
 */
final class RunFailure {
  private RunFailure() {}

  /** Why a live run rolls back; the names stand in {@code RollbackStarted}. */
  enum Cause {
    COMMAND,
    STAGE_FAILED,
    VERDICT,
    REFUSED,
    FREEZE_BUDGET
  }

  /** Why a run ends, with the first failing record or statement and what to do next. */
  record Failure(Cause cause, String reason, String firstFailure, String nextStep) {
    static Failure refused(String reason, String nextStep) {
      return new Failure(Cause.REFUSED, reason, "", nextStep);
    }

    static Failure targetNotEmpty(String customer, List<TableCount> rows) {
      return refused(
          "Expected a target without rows of customer %s, found %s."
              .formatted(customer, StatusText.tables(rows)),
          "Find out where these rows come from and remove them from the target; they were not"
              + " touched.");
    }

    static Failure of(StageFailed failed) {
      return new Failure(
          Cause.STAGE_FAILED,
          "Stage %s failed on %s: %s"
              .formatted(
                  failed.stage().name().toLowerCase(Locale.ROOT), failed.subject(), failed.error()),
          failed.subject(),
          failed.action());
    }
  }

  /** Whether nothing was frozen and nothing can have been written. */
  static boolean isUntouched(Migration migration) {
    return holdsNothing(migration) && !migration.run().mayBeFrozen();
  }

  /** Whether the target can hold nothing of this run: its preparation was not dispatched. */
  private static boolean holdsNothing(Migration migration) {
    return switch (migration.state()) {
      case Assessing on -> true;
      case Preparing on -> migration.live() && !migration.dispatched();
      default -> false;
    };
  }

  /**
   * Ends the run, which is on its way to its goal. Not for a live run whose preparation is out:
   * what a target holds that was not prepared is not ours.
   */
  static List<Event> end(Migration migration, Failure failure) {
    if (holdsNothing(migration)) {
      return refuse(migration, failure);
    }
    return migration.live()
        ? List.of(rollback(failure), purge(failure.reason(), Purpose.ROLLBACK))
        : List.of(purge(failure.reason(), Purpose.REHEARSAL_FAILED));
  }

  /**
   * Ends a run of which the target holds nothing. There is nothing to purge, and a purge would
   * delete what somebody else wrote. Staging is nobody else's.
   */
  static List<Event> refuse(Migration migration, Failure failure) {
    if (!migration.live()) {
      return List.of(
          migration.state() instanceof Preparing
              ? purge(failure.reason(), Purpose.REHEARSAL_FAILED)
              : new RehearsalFailed(List.of(failure.reason())));
    }
    return migration.run().mayBeFrozen()
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
