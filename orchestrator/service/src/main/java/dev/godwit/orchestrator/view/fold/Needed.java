package dev.godwit.orchestrator.view.fold;

import dev.godwit.orchestrator.domain.event.EndingEvent.CustomerForgotten;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.ReplayEvent.ReplayCancelled;
import dev.godwit.orchestrator.domain.event.ReplayEvent.ReplayFailed;
import dev.godwit.orchestrator.domain.event.ReplayEvent.ReplayFinished;
import dev.godwit.orchestrator.domain.event.ReplayEvent.ReplayStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.CutStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.MigrationCommitted;
import dev.godwit.orchestrator.domain.event.RunEvent.RunStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.VerdictReached;
import java.time.Instant;

/** Folds the events that say which records of a customer are still needed. */
final class Needed {
  private Needed() {}

  static void fold(MigrationDocument m, Event event, Instant at) {
    switch (event) {
      case RunStarted e -> {
        m.runStartedAt = at;
        m.committedAt = null;
        m.cut = 0;
        m.cutStartedAt = null;
        m.reconciledUntil = null;
        m.forgottenAt = null;
        m.replaying = false;
      }
      case CutStarted e when e.cut() > m.cut -> {
        m.cut = e.cut();
        m.cutStartedAt = at;
      }
      case VerdictReached e when e.reconciled() && e.cut() == m.cut ->
          m.reconciledUntil = m.cutStartedAt;
      case ReplayStarted e -> m.replaying = true;
      case ReplayFinished e -> m.replaying = false;
      case ReplayFailed e -> m.replaying = false;
      case ReplayCancelled e -> m.replaying = false;
      case MigrationCommitted e -> m.committedAt = at;
      case CustomerForgotten e -> m.forgottenAt = at;
      default -> {}
    }
  }
}
