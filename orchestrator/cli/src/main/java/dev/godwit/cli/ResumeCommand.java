package dev.godwit.cli;

import picocli.CommandLine.Command;

/** Publishes {@code ResumeMigration}. */
@Command(
    name = "resume",
    description = "Go on from where it was paused.",
    footerHeading = "%nExamples:%n",
    footer = {"  godwit resume acme --by ann"})
public final class ResumeCommand extends CustomerCommand {
  @Override
  String command() {
    return "ResumeMigration";
  }
}
