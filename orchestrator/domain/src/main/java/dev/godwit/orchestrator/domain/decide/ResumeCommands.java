package dev.godwit.orchestrator.domain.decide;

import static dev.godwit.orchestrator.domain.decide.Decision.accepted;
import static dev.godwit.orchestrator.domain.decide.Decision.rejected;

import dev.godwit.orchestrator.domain.command.Command.ResumeMigration;
import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.ReplaySelection;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.HoldEvent.RunResumed;
import dev.godwit.orchestrator.domain.event.ReplayEvent.ReplayStarted;
import dev.godwit.orchestrator.domain.event.RequestEvent.MigrationResumed;
import dev.godwit.orchestrator.domain.event.RunEvent.CutStarted;
import dev.godwit.orchestrator.domain.state.ForwardState.Copying;
import dev.godwit.orchestrator.domain.state.ForwardState.Held;
import dev.godwit.orchestrator.domain.state.ForwardState.Opening;
import dev.godwit.orchestrator.domain.state.LiveWindow;
import dev.godwit.orchestrator.domain.state.Migration;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides on the resume of a migration: it ends a pause, a hold, or both. The tasks that failed are
 * dispatched again by the fold; here is decided what else has to be begun again.
 */
final class ResumeCommands {
  private ResumeCommands() {}

  static Decision resume(Migration migration, ResumeMigration command) {
    boolean held = migration.isHeld();
    if (!held && !migration.paused()) {
      return rejected(
          "a migration that is paused or held",
          StatusText.of(migration),
          migration.programmePaused()
              ? "Publish ResumeProgramme: the programme as a whole is paused."
              : "Nothing: it is neither paused nor held.");
    }
    if (!held) {
      return accepted(new MigrationResumed(command.why()));
    }
    boolean needsCut = !migration.run().holds().isHeld() && migration.window() == null;
    if (needsCut && !migration.paused()) {
      return rejected(
          "a held run whose live engagement is followed",
          StatusText.of(migration) + ", begun before live engagement was followed",
          "Waive what holds it, or roll back: no further cut can be taken, and so no further"
              + " verdict.");
    }
    List<Event> events = new ArrayList<>();
    if (migration.paused()) {
      events.add(new MigrationResumed(command.why()));
    }
    if (!needsCut) {
      events.add(new RunResumed(migration.run().holds().resumes() + 1, command.why()));
      events.addAll(next(migration, command));
    }
    return accepted(events);
  }

  private static List<Event> next(Migration migration, ResumeMigration command) {
    LiveWindow window = migration.window();
    return switch (migration.state()) {
      case Opening on when window == null -> List.of(new CutStarted(Entity.LIVE, 0, false));
      case Copying on when on.extraction().isCut() && window != null && window.isIdle() ->
          List.of(nextCut(window));
      case Held on when window != null && window.isIdle() && migration.replay() == null ->
          List.of(on.verdict().inLoader() > 0 ? replay(migration, command) : nextCut(window));
      default -> List.of();
    };
  }

  private static ReplayStarted replay(Migration migration, ResumeMigration command) {
    return new ReplayStarted(
        migration.run().replays().last() + 1,
        Stage.LOAD,
        ReplaySelection.everythingQuarantined(),
        0,
        command.why(),
        migration.decisions().positions());
  }

  /** The cut of live engagement that follows the last one. */
  static CutStarted nextCut(LiveWindow window) {
    return new CutStarted(Entity.LIVE, window.cut() + 1, false);
  }
}
