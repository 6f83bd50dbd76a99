package dev.godwit.cli;

import picocli.CommandLine.Command;

/** Publishes {@code PauseMigration}. */
@Command(
    name = "pause",
    description = "Begin no new step or chunk; what has begun is finished.",
    footerHeading = "%nExamples:%n",
    footer = {"  godwit pause acme --by ann --why \"their newsletter goes out at ten\""})
public final class PauseCommand extends CustomerCommand {
  @Override
  String command() {
    return "PauseMigration";
  }
}
