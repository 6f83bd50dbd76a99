package dev.godwit.cli;

import picocli.CommandLine.Command;

/** Publishes {@code RollBackMigration}. */
@Command(
    name = "rollback",
    description = "End the run: purge the new system, prove it empty, thaw the old one.",
    footerHeading = "%nExamples:%n",
    footer = {"  godwit rollback acme --by ann --why \"the address book is missing\""})
public final class RollbackCommand extends CustomerCommand {
  @Override
  String command() {
    return "RollBackMigration";
  }
}
