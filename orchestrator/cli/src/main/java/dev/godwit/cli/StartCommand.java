package dev.godwit.cli;

import picocli.CommandLine.Command;

/** Publishes {@code StartMigration}. */
@Command(
    name = "start",
    description = "Begin the live run: freeze, copy, reconcile, commit.",
    footerHeading = "%nExamples:%n",
    footer = {"  godwit start acme --by ann", "  godwit start acme --by ann --watch"})
public final class StartCommand extends RunningCommand {
  @Override
  String command() {
    return "StartMigration";
  }
}
