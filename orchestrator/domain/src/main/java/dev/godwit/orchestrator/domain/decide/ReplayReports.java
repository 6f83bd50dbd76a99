package dev.godwit.orchestrator.domain.decide;

import static dev.godwit.orchestrator.domain.decide.Decision.accepted;
import static dev.godwit.orchestrator.domain.decide.Decision.ignored;

import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.ReplayEvent.ReplayFailed;
import dev.godwit.orchestrator.domain.event.ReplayEvent.ReplayFinished;
import dev.godwit.orchestrator.domain.event.ReplayEvent.ReplayPaused;
import dev.godwit.orchestrator.domain.event.ReplayEvent.ReplayProgressed;
import dev.godwit.orchestrator.domain.event.ReplayEvent.ReplayStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.RecheckStarted;
import dev.godwit.orchestrator.domain.report.Report.FailureReport;
import dev.godwit.orchestrator.domain.report.Report.ReplayProgressReport;
import dev.godwit.orchestrator.domain.report.Report.ReplayReport;
import dev.godwit.orchestrator.domain.report.Reported.ReportEnvelope;
import dev.godwit.orchestrator.domain.state.ForwardState.Held;
import dev.godwit.orchestrator.domain.state.IdleState.Committed;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.Replays;
import dev.godwit.orchestrator.domain.state.Replays.Progress;
import dev.godwit.orchestrator.domain.state.Replays.Replay;
import dev.godwit.orchestrator.domain.state.TaskIds;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides on reports about a replay. A stage reports what it did also after its replay was
 * cancelled, or failed, and another one begun: what left the quarantine is counted in any case.
 */
final class ReplayReports {
  private ReplayReports() {}

  static Decision progressed(
      Migration migration, ReportEnvelope envelope, ReplayProgressReport report) {
    Replay replay = migration.replay();
    if (!isAnswer(migration, envelope, report.replay())
        || !migration.run().replays().isCurrent(report.replay())
        || replay.isCancelled()
        || report.read() <= replay.read()) {
      return ignored("the replay is not under way, or this is known of it");
    }
    return accepted(new ReplayProgressed(report.replay(), report.read(), report.total()));
  }

  /** After a replay that may have changed the target a cut follows, and a verdict after it. */
  static Decision finished(Migration migration, ReportEnvelope envelope, ReplayReport report) {
    if (!isAnswer(migration, envelope, report.replay())) {
      return ignored("the replay is not under way");
    }
    ReplayFinished finished =
        new ReplayFinished(
            report.replay(),
            report.read(),
            report.written(),
            report.present(),
            report.refused(),
            report.released(),
            report.missing(),
            report.unexpected(),
            report.changed());
    if (!migration.run().replays().isCurrent(report.replay())) {
      return accepted(finished);
    }
    Replay replay = migration.replay();
    List<Event> events = new ArrayList<>();
    events.add(finished);
    if (!replay.isCancelled() && isFirstOfTwo(replay)) {
      events.addAll(second(migration, replay));
    } else if (!replay.isCancelled() && replay.isChanging() && migration.window() != null) {
      events.add(ResumeCommands.nextCut(migration.window()));
    } else if (report.missing() + report.unexpected() + report.changed() == 0) {
      events.addAll(openedGate(migration));
    }
    return accepted(events);
  }

  /** A redrive is two replays: that of the load follows that of the transformer. */
  private static boolean isFirstOfTwo(Replay replay) {
    return replay.selection().dependants() && replay.stage() == Stage.TRANSFORM;
  }

  /** One that is paused at its end stays paused. */
  private static List<Event> second(Migration migration, Replay first) {
    int number = first.number() + 1;
    ReplayStarted started =
        new ReplayStarted(
            number,
            Stage.LOAD,
            first.selection(),
            first.rate(),
            "The redrive that replay %d began.".formatted(first.number()),
            migration.decisions().positions());
    return first.progress() == Progress.PAUSED
        ? List.of(started, new ReplayPaused(number))
        : List.of(started);
  }

  /** A replay that fails is no failure of the run: what it did stays, and it can be repeated. */
  static Decision failed(Migration migration, ReportEnvelope envelope, FailureReport report) {
    Replay replay = migration.replay();
    if (replay == null || !isAnswer(migration, envelope, replay.number())) {
      return ignored("the replay is not under way");
    }
    return accepted(
        new ReplayFailed(replay.number(), report.error(), report.action()), openedGate(migration));
  }

  private static boolean isAnswer(Migration migration, ReportEnvelope envelope, int number) {
    return (migration.state() instanceof Held || migration.state() instanceof Committed)
        && migration.run().replays().awaits(number)
        && envelope.taskId().equals(TaskIds.replay(migration, number));
  }

  /** A waiver that was given during a replay opens the gate once the replay is over. */
  static List<Event> openedGate(Migration migration) {
    Replays replays = migration.run().replays();
    return migration.state() instanceof Held held
            && held.verdict().reconciled()
            && !replays.changing()
            && !migration.isBeingCut()
            && VerdictGate.closed(
                    migration,
                    held.verdict().quarantine(),
                    held.verdict().sourceRows(),
                    migration.run().permit())
                .isEmpty()
        ? List.of(new RecheckStarted(held.verdict().cut()))
        : List.of();
  }
}
