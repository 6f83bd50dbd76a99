package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.event.RunEvent.CutStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.CutWritten;
import dev.godwit.orchestrator.domain.event.RunEvent.StageFailed;

/** What the events of live engagement's cuts mean for the window of a run. */
final class LiveMoves {
  private LiveMoves() {}

  /** Whether the event is the intent of the window's next cut. */
  static boolean isNext(LiveWindow window, CutStarted cut, boolean closes) {
    return cut.entity() == Entity.LIVE
        && window != null
        && cut.cut() == window.cut() + 1
        && cut.closes() == closes;
  }

  /** Whether the event is the intent to open a window. */
  static boolean opens(CutStarted cut) {
    return cut.entity() == Entity.LIVE && cut.cut() == 0 && !cut.closes();
  }

  /** Whether the event answers the window's last cut. */
  static boolean isAnswer(LiveWindow window, CutWritten cut) {
    return cut.entity() == Entity.LIVE && window != null && window.awaits(cut.cut(), cut.closes());
  }

  /** Whether the event says that the window's last cut could not be written. */
  static boolean isFailure(Run run, StageFailed failed) {
    LiveWindow window = run.window();
    return window != null
        && window.isOut()
        && failed.taskId().equals(TaskIds.cut(run, Entity.LIVE, window.cut()));
  }

  static Run answered(Run run, CutWritten cut) {
    return run.with(run.window().with(cut));
  }

  static Run next(Run run, boolean closes) {
    return run.with(run.window().next(closes));
  }
}
