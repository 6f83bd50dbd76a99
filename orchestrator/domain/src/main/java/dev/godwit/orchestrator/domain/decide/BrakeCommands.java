package dev.godwit.orchestrator.domain.decide;

import static dev.godwit.orchestrator.domain.decide.Decision.accepted;
import static dev.godwit.orchestrator.domain.decide.Decision.rejected;

import dev.godwit.orchestrator.domain.command.Command.CancelMigration;
import dev.godwit.orchestrator.domain.command.Command.PauseMigration;
import dev.godwit.orchestrator.domain.command.Command.ResumeMigration;
import dev.godwit.orchestrator.domain.command.Command.RollBackMigration;
import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.decide.Endings.Cause;
import dev.godwit.orchestrator.domain.decide.Endings.Failure;
import dev.godwit.orchestrator.domain.event.EndingEvent.ReturnStarted;
import dev.godwit.orchestrator.domain.event.EndingEvent.RollbackStarted;
import dev.godwit.orchestrator.domain.event.EndingEvent.ThawStarted;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.RequestEvent.MigrationCancelled;
import dev.godwit.orchestrator.domain.event.RequestEvent.MigrationPaused;
import dev.godwit.orchestrator.domain.event.RequestEvent.MigrationResumed;
import dev.godwit.orchestrator.domain.event.RunEvent.CutStarted;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.MigrationState.Active;
import dev.godwit.orchestrator.domain.state.MigrationState.Approved;
import dev.godwit.orchestrator.domain.state.MigrationState.Cancelled;
import dev.godwit.orchestrator.domain.state.MigrationState.Committed;
import dev.godwit.orchestrator.domain.state.MigrationState.Committing;
import dev.godwit.orchestrator.domain.state.MigrationState.Ending;
import dev.godwit.orchestrator.domain.state.MigrationState.Forward;
import dev.godwit.orchestrator.domain.state.MigrationState.Idle;
import dev.godwit.orchestrator.domain.state.MigrationState.Preparing;
import dev.godwit.orchestrator.domain.state.MigrationState.Purged;
import dev.godwit.orchestrator.domain.state.MigrationState.Purging;
import dev.godwit.orchestrator.domain.state.MigrationState.Rehearsed;
import dev.godwit.orchestrator.domain.state.MigrationState.Requested;
import dev.godwit.orchestrator.domain.state.MigrationState.Returning;
import dev.godwit.orchestrator.domain.state.MigrationState.RolledBack;
import dev.godwit.orchestrator.domain.state.MigrationState.Thawing;
import dev.godwit.orchestrator.domain.state.MigrationState.Unrequested;
import dev.godwit.orchestrator.domain.state.Purge;
import dev.godwit.orchestrator.domain.state.Purpose;
import dev.godwit.orchestrator.domain.state.Run;
import java.util.List;

/** Commands that stop a migration: roll back, cancel, pause; and the end of a pause. */
final class BrakeCommands {
  private BrakeCommands() {}

  static Decision rollBack(Migration migration, RollBackMigration command) {
    return switch (migration.state()) {
      case Committed s ->
          rejected(
              "a live run that is not committed yet",
              Words.of(migration),
              "There is no way back after the commit: what was written to the new system since"
                  + " would be lost. Mend it in the new system.");
      case Committing s when s.issued() ->
          rejected(
              "a live run that is not being committed",
              Words.of(migration),
              "Wait for its answer: a purge that overtakes it could leave both systems enabled."
                  + " If enabling fails, the run goes back by itself.");
      case Preparing s when isBeingPrepared(s) -> beingPrepared(migration);
      case Forward s ->
          accepted(
              Endings.fail(
                  s,
                  new Failure(
                      Cause.COMMAND,
                      "Rolled back by " + command.by() + Words.because(command.why()),
                      "",
                      s.run().live()
                          ? "Rehearse again before the next live run."
                          : "Rehearse again.")));
      case Purging s when s.stuck() ->
          accepted(Endings.purge(s.purge().reason(), s.purge().purpose()));
      case Purged s when isStuck(s.run()) ->
          accepted(
              returnAgain(
                  s.purge(), new CutStarted(Entity.LIVE, s.run().window().cut() + 1, true)));
      case Returning s when s.stuck() ->
          accepted(
              returnAgain(
                  s.purge(), new ReturnStarted(s.run().window().from(), s.run().window().to())));
      case Thawing s when s.stuck() -> accepted(new ThawStarted());
      case Ending s ->
          rejected(
              "a run that is not on its way back already",
              Words.of(migration),
              "Wait for its end, see: godwit watch.");
      case Idle s ->
          rejected(
              "a run that is on", Words.of(migration), "Nothing: there is nothing to roll back.");
    };
  }

  private static boolean isBeingPrepared(Preparing state) {
    return state.run().live() && state.issued();
  }

  private static Decision beingPrepared(Migration migration) {
    return rejected(
        "a live run whose target is not being prepared",
        Words.of(migration),
        "Wait for the answer of the loader and send the command again with a new id: a purge that"
            + " overtakes it could delete rows that are not ours.");
  }

  private static boolean isStuck(Run run) {
    return run.window() != null && run.window().isStuck();
  }

  /** A run that was to be tried again goes back instead: that is what was asked for. */
  private static List<Event> returnAgain(Purge purge, Event again) {
    if (purge.purpose() == Purpose.ROLLBACK) {
      return List.of(again);
    }
    String reason = "The live events could not be given to the old system; " + purge.reason();
    return List.of(
        new RollbackStarted(reason, Cause.COMMAND.name(), "", "Rehearse again."),
        Endings.purge(reason, Purpose.ROLLBACK));
  }

  static Decision cancel(Migration migration, CancelMigration command) {
    return switch (migration.state()) {
      case Unrequested s ->
          rejected(
              "a migration that was requested",
              Words.of(migration),
              "Nothing: there is nothing to cancel.");
      case Cancelled s ->
          rejected(
              "a migration that is not cancelled yet",
              Words.of(migration),
              "Nothing: it is cancelled.");
      case Committed s ->
          rejected(
              "a migration that is not committed",
              Words.of(migration),
              "There is no way back after the commit: what was written to the new system since"
                  + " would be lost.");
      case Requested s -> accepted(new MigrationCancelled(command.why()));
      case Rehearsed s -> accepted(new MigrationCancelled(command.why()));
      case Approved s -> accepted(new MigrationCancelled(command.why()));
      case RolledBack s -> accepted(new MigrationCancelled(command.why()));
      case Purging s when s.stuck() && s.purge().purpose() == Purpose.CANCEL ->
          accepted(Endings.purge(s.purge().reason(), Purpose.CANCEL));
      case Ending s ->
          rejected(
              "a run that is not ending already",
              Words.of(migration),
              "Wait for its end, then cancel.");
      case Forward s when Endings.isUntouched(s) -> accepted(new MigrationCancelled(command.why()));
      case Preparing s when isBeingPrepared(s) && !s.run().mayBeFrozen() ->
          beingPrepared(migration);
      case Forward s when !s.run().live() ->
          accepted(
              Endings.purge(
                  "Cancelled by " + command.by() + Words.because(command.why()), Purpose.CANCEL));
      case Forward s ->
          rejected(
              "a migration whose customer is not frozen yet",
              Words.of(migration),
              "Publish RollBackMigration: it purges the new system and gives the old one back.");
    };
  }

  static Decision pause(Migration migration, PauseMigration command) {
    if (!(migration.state() instanceof Active)) {
      return rejected(
          "a run that is on", Words.of(migration), "Nothing: there is nothing to pause.");
    }
    if (migration.paused()) {
      return rejected(
          "a migration that is not paused",
          Words.of(migration),
          "Publish ResumeMigration to go on.");
    }
    return accepted(new MigrationPaused(command.why()));
  }

  static Decision resume(Migration migration, ResumeMigration command) {
    if (!migration.paused()) {
      return rejected(
          "a migration that is paused",
          Words.of(migration),
          migration.programmePaused()
              ? "Publish ResumeProgramme: the programme as a whole is paused."
              : "Nothing: it is not paused.");
    }
    return accepted(new MigrationResumed(command.why()));
  }
}
