package dev.godwit.orchestrator.domain.decide;

import static dev.godwit.orchestrator.domain.decide.Decision.accepted;
import static dev.godwit.orchestrator.domain.decide.Decision.rejected;

import dev.godwit.orchestrator.domain.command.Command;
import dev.godwit.orchestrator.domain.command.Command.PauseProgramme;
import dev.godwit.orchestrator.domain.command.Command.ResumeProgramme;
import dev.godwit.orchestrator.domain.event.RequestEvent.ProgrammePaused;
import dev.godwit.orchestrator.domain.event.RequestEvent.ProgrammeResumed;
import dev.godwit.orchestrator.domain.state.Programme;

/** Commands about all migrations at once. */
final class ProgrammeCommands {
  private ProgrammeCommands() {}

  static Decision decide(Programme programme, Command command) {
    return switch (command) {
      case PauseProgramme pause when programme.paused() ->
          rejected(
              "a programme that is not paused",
              "the programme paused by " + programme.pausedBy(),
              "Publish ResumeProgramme to go on.");
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
}
