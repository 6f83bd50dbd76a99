package dev.godwit.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Publishes {@code PauseProgramme} or {@code ResumeProgramme}. */
@Command(
    name = "programme",
    description = "Pause or resume the whole programme: no migration begins a new step meanwhile.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  godwit programme pause --by ann --why \"holidays\"",
      "  godwit programme resume --by ann"
    })
public final class ProgrammeCommand extends SendingCommand {
  /** What to do with it. */
  public enum Action {
    pause,
    resume
  }

  @Parameters(paramLabel = "pause|resume", description = "What to do.")
  Action action;

  @Override
  String command() {
    return action == Action.pause ? "PauseProgramme" : "ResumeProgramme";
  }

  @Override
  String about() {
    return "*";
  }
}
