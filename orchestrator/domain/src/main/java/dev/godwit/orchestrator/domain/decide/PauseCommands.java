package dev.godwit.orchestrator.domain.decide;

import static dev.godwit.orchestrator.domain.decide.Decision.accepted;
import static dev.godwit.orchestrator.domain.decide.Decision.rejected;

import dev.godwit.orchestrator.domain.command.Command;
import dev.godwit.orchestrator.domain.command.Command.PauseMigration;
import dev.godwit.orchestrator.domain.command.Command.PauseProgramme;
import dev.godwit.orchestrator.domain.command.Command.ResumeProgramme;
import dev.godwit.orchestrator.domain.event.RequestEvent.MigrationPaused;
import dev.godwit.orchestrator.domain.event.RequestEvent.ProgrammePaused;
import dev.godwit.orchestrator.domain.event.RequestEvent.ProgrammeResumed;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.MigrationState.Active;
import dev.godwit.orchestrator.domain.state.Programme;

/** Decides on commands that pause a migration, and pause and resume the whole programme. */
final class PauseCommands {
  private PauseCommands() {}

  static Decision pause(Migration migration, PauseMigration command) {
    if (!(migration.state() instanceof Active)) {
      return rejected(
          "a run that is on", StatusText.of(migration), "Nothing: there is nothing to pause.");
    }
    if (migration.paused()) {
      return rejected(
          "a migration that is not paused",
          StatusText.of(migration),
          "Publish ResumeMigration to go on.");
    }
    return accepted(new MigrationPaused(command.why()));
  }

  static Decision programme(Programme programme, Command command) {
    return switch (command) {
      case PauseProgramme pause when programme.paused() ->
          paused(programme, "Publish ResumeProgramme to go on.");
      case PauseProgramme pause -> accepted(new ProgrammePaused(pause.why()));
      case ResumeProgramme resume when !programme.paused() ->
          rejected(
              "a programme that is paused",
              "a programme that is not",
              "Nothing, or ResumeMigration where a single customer is paused.");
      case ResumeProgramme resume -> accepted(new ProgrammeResumed(resume.why()));
      default ->
          rejected(
              "a command about the whole programme: PauseProgramme or ResumeProgramme",
              command.name() + " for customer " + Programme.ID,
              "Name the customer.");
    };
  }

  /** Rejects a command that begins something, since the programme is paused. */
  static Decision programmeIsPaused(Programme programme) {
    return paused(programme, "Publish ResumeProgramme, then this command again with a new id.");
  }

  private static Decision paused(Programme programme, String action) {
    return rejected(
        "a programme that is not paused",
        "the programme paused by " + programme.pausedBy(),
        action);
  }
}
