package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.RunEvent.StageFailed;
import dev.godwit.orchestrator.domain.state.ForwardState.Copying;
import dev.godwit.orchestrator.domain.state.ForwardState.Held;
import dev.godwit.orchestrator.domain.state.MigrationState.Passing;

/**
 * Base of the transitions of each group of events: holds the migration before the event, and is the
 * one place that refuses an event that cannot follow. One for each event; not thread-safe.
 */
abstract class Transitions {
  final Migration before;
  final Recorded recorded;

  Transitions(Migration before, Recorded recorded) {
    this.before = before;
    this.recorded = recorded;
  }

  /** The run that is on, or was committed; for use where the state says that there is one. */
  final Run run() {
    return before.run();
  }

  /** The state, which has to be of the type. */
  final <S extends MigrationState> S in(Class<S> type) {
    require(type.isInstance(before.state()));
    return type.cast(before.state());
  }

  /** The state, which has to be of the type, its task dispatched and not answered. */
  final <S extends MigrationState> S awaiting(Class<S> type) {
    require(before.awaits(type));
    return type.cast(before.state());
  }

  /** Whether all cuts of a run that is copied stand, the last one of them being this. */
  final boolean isWholeAt(Copying on, int cut) {
    LiveWindow window = before.window();
    return on.extraction().isCut()
        && (window == null ? cut == Extraction.CUT : window.isCutAfter(0, cut));
  }

  /** Whether a cut stands that is later than that of the verdict which holds the run. */
  final boolean isWholeAt(Held on, int cut) {
    LiveWindow window = before.window();
    return window != null && window.isCutAfter(on.verdict().cut(), cut);
  }

  /** Whether the gate of a held commit can be decided: nothing is under way that changes it. */
  final boolean isDecidable(Held on) {
    return on.verdict().reconciled() && !before.isBeingCut() && before.replay() == null;
  }

  /** Whether a held commit can go on at the cut of its verdict. */
  final boolean isOpenAt(Held on, int cut) {
    return isDecidable(on) && !run().replays().changing() && cut == on.verdict().cut();
  }

  final boolean isPassing() {
    return before.state() instanceof Passing;
  }

  /** Whether the failure is one of the task; events of before this was recorded name the stage. */
  static boolean isOf(StageFailed failed, Stage stage, String taskId) {
    return failed.stage() == stage && (failed.taskId().isEmpty() || failed.taskId().equals(taskId));
  }

  final void require(boolean possible) {
    if (!possible) {
      throw impossible();
    }
  }

  final ImpossibleEventException impossible() {
    return ImpossibleEventException.in(before, recorded);
  }
}
