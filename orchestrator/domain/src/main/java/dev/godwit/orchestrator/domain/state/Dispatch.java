package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.state.EndingState.Purged;
import dev.godwit.orchestrator.domain.state.EndingState.Purging;
import dev.godwit.orchestrator.domain.state.EndingState.Returning;
import dev.godwit.orchestrator.domain.state.EndingState.Thawing;
import dev.godwit.orchestrator.domain.state.Extraction.CutProgress;
import dev.godwit.orchestrator.domain.state.ForwardState.Copying;
import dev.godwit.orchestrator.domain.state.ForwardState.Freezing;
import dev.godwit.orchestrator.domain.state.IdleState.Committed;
import dev.godwit.orchestrator.domain.state.IdleState.Committed.VerdictProgress;
import dev.godwit.orchestrator.domain.state.MigrationState.Active;
import dev.godwit.orchestrator.domain.state.MigrationState.Tasked;
import dev.godwit.orchestrator.domain.state.Replays.Replay;
import dev.godwit.orchestrator.domain.state.Run.Freeze;

/**
 * Which tasks are dispatched, as a part of the fold: with each event everything counts as
 * dispatched that is due and that no pause and no hold keeps back. So a rebuild knows what was
 * dispatched without an event about it, and {@link Reaction} dispatches every task once, however
 * many pauses come between. A task that failed is dispatched again once its run, which was held, is
 * resumed.
 *
 * <p>A pause holds back all but a rollback: the purge and the thaw of a run that failed, was
 * cancelled or is rolled back. A rollback ends a hold.
 */
final class Dispatch {
  private Dispatch() {}

  /** The migration once everything that is due is dispatched. */
  static Migration due(Migration migration) {
    if (isHeldBack(migration) && !isRollback(migration.state())) {
      return migration;
    }
    return replay(step(again(migration)));
  }

  private static boolean isHeldBack(Migration migration) {
    return migration.paused()
        || migration.programmePaused()
        || (migration.run() != null && migration.run().holds().isHeld());
  }

  /** A task that failed before the run was resumed is dispatched under another id. */
  private static Migration again(Migration migration) {
    Run run = migration.run();
    return run == null || run.holds().failed().isEmpty()
        ? migration
        : migration.with(run.with(run.holds().dispatchingAgain()));
  }

  private static Migration replay(Migration migration) {
    Replay replay = migration.replay();
    return replay == null || replay.dispatched()
        ? migration
        : migration.with(
            migration.run().with(migration.run().replays().with(replay.asDispatched())));
  }

  private static Migration step(Migration migration) {
    return switch (migration.state()) {
      case Copying on -> cut(migration).with(on.with(on.extraction().dispatchingAll()));
      case Committed on when on.progress() == VerdictProgress.STARTED ->
          cut(migration).with(on.with(VerdictProgress.DISPATCHED));
      case Committed on -> cut(migration);
      case Freezing on when !migration.dispatched() ->
          migration.with(migration.run().with(Freeze.ASKED)).asDispatched();
      case Tasked on when !migration.dispatched() -> cut(migration).asDispatched();
      case Active on -> cut(migration);
      default -> migration;
    };
  }

  /** The cut of live engagement that is intended; it is no matter of one state alone. */
  private static Migration cut(Migration migration) {
    LiveWindow window = migration.window();
    return window != null && window.isHeldBack()
        ? migration.with(migration.run().with(window.with(CutProgress.DISPATCHED)))
        : migration;
  }

  private static boolean isRollback(MigrationState state) {
    return switch (state) {
      case Purging on -> on.purge().purpose().isRollback();
      case Purged on -> on.purge().purpose().isRollback();
      case Returning on -> on.purge().purpose().isRollback();
      case Thawing on -> true;
      default -> false;
    };
  }
}
