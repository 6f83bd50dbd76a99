package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.RunEvent.AlarmRaised;
import dev.godwit.orchestrator.domain.event.RunEvent.CutStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.CutWritten;
import dev.godwit.orchestrator.domain.event.RunEvent.ReconciliationStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.StageFailed;
import dev.godwit.orchestrator.domain.event.RunEvent.VerdictReached;
import dev.godwit.orchestrator.domain.state.MigrationState.Committed;

/** Where an event leads after the commit: cut after cut of live engagement, for ever. */
final class CommittedMoves {
  private CommittedMoves() {}

  /** The state after the event; null where it cannot follow. */
  static Committed move(Committed on, Recorded recorded) {
    LiveWindow window = on.run().window();
    if (window == null) {
      return null;
    }
    return switch (recorded.event()) {
      case CutStarted cut when on.mayCut() && LiveMoves.isNext(window, cut, false) ->
          on.with(window.next(false)).cutAt(recorded.envelope().occurredAt());
      case CutWritten cut when LiveMoves.isAnswer(window, cut) -> on.with(window.with(cut));
      case ReconciliationStarted start
          when on.progress() == VerdictProgress.NONE
              && window.progress() == CutProgress.WRITTEN
              && start.cut() == window.cut()
              && start.cut() > on.asked() ->
          on.asking(start.cut());
      case VerdictReached verdict
          when on.progress() == VerdictProgress.HANDED_OUT && verdict.cut() == on.asked() ->
          verdict.reconciled()
              ? on.with(VerdictProgress.NONE).settled()
              : on.with(VerdictProgress.NONE);
      case StageFailed failed -> failed(on, failed);
      case AlarmRaised alarm -> on.alarmed(alarm.reason());
      default -> null;
    };
  }

  private static Committed failed(Committed on, StageFailed failed) {
    if (LiveMoves.isFailure(on.run(), failed)) {
      return on.with(on.run().window().with(CutProgress.FAILED));
    }
    return on.progress() == VerdictProgress.HANDED_OUT
            && failed.taskId().equals(TaskIds.reconcile(on.run(), on.asked()))
        ? on.with(VerdictProgress.NONE)
        : on.withFailure();
  }
}
