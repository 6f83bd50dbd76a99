package dev.godwit.orchestrator.domain.decide;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.event.EndingEvent.MigrationRolledBack;
import dev.godwit.orchestrator.domain.event.EndingEvent.RehearsalFailed;
import dev.godwit.orchestrator.domain.event.EndingEvent.RehearsalPassed;
import dev.godwit.orchestrator.domain.event.EndingEvent.ReturnStarted;
import dev.godwit.orchestrator.domain.event.EndingEvent.ThawStarted;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.RequestEvent.MigrationCancelled;
import dev.godwit.orchestrator.domain.event.RunEvent.CutStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.RunStarted;
import dev.godwit.orchestrator.domain.state.LiveWindow;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.Purge;
import dev.godwit.orchestrator.domain.state.Purge.Rollback;
import dev.godwit.orchestrator.domain.state.Run;
import dev.godwit.orchestrator.domain.state.Run.Freeze;
import dev.godwit.orchestrator.domain.state.Run.Rehearsal;
import java.util.List;

/**
 * Decides on the next step once the target is proved empty. A live run waits for the answers that
 * are out, closes its window, returns the live events to the source that it did not see, and only
 * then goes on: to the thaw, or to another run.
 */
final class PurgeFollowUp {
  private PurgeFollowUp() {}

  /**
   * The events of the next step; none while an answer is awaited.
   *
   * @param run the migration's run as it is after the event that is decided
   */
  static List<Event> of(Migration migration, Run run, Purge purge) {
    LiveWindow window = run.window();
    if (run.freeze() == Freeze.ASKED || (window != null && window.isOut())) {
      return List.of();
    }
    if (window == null || window.returned()) {
      return end(migration, run, purge);
    }
    return List.of(
        window.isClosed()
            ? new ReturnStarted(window.from(), window.to())
            : new CutStarted(Entity.LIVE, window.cut() + 1, true));
  }

  private static List<Event> end(Migration migration, Run run, Purge purge) {
    return switch (purge.purpose()) {
      case REHEARSAL_PASSED -> {
        Rehearsal passed = purge.passed();
        yield List.of(
            new RehearsalPassed(
                passed.findings(), passed.sourceFingerprint(), passed.targetFingerprint()));
      }
      case REHEARSAL_FAILED -> List.of(new RehearsalFailed(List.of(purge.reason())));
      case CANCEL -> List.of(new MigrationCancelled(purge.reason()));
      case RETRY ->
          List.of(
              new RunStarted(
                  run.kind(),
                  migration.request().customer(),
                  migration.request().sourcePack(),
                  migration.request().targetPack(),
                  "Run %d was abandoned".formatted(run.number()),
                  run.budget().seconds(),
                  run.decisions()));
      case ROLLBACK ->
          List.of(run.freeze() == Freeze.NONE ? rolledBack(purge.rollback()) : new ThawStarted());
    };
  }

  static MigrationRolledBack rolledBack(Rollback rollback) {
    return new MigrationRolledBack(rollback.reason(), rollback.firstFailure(), rollback.nextStep());
  }
}
