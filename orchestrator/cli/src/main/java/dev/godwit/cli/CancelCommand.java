package dev.godwit.cli;

import picocli.CommandLine.Command;

/** Publishes {@code CancelMigration}. */
@Command(
    name = "cancel",
    description = "Give up before anything is frozen.",
    footerHeading = "%nExamples:%n",
    footer = {"  godwit cancel acme --by ann --why \"they stay on the old system\""})
public final class CancelCommand extends CustomerCommand {
  @Override
  String command() {
    return "CancelMigration";
  }
}
