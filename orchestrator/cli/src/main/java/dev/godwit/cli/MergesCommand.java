package dev.godwit.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows merge groups, and decides about them. */
@Command(
    name = "merges",
    description = {
      "Rows of the source that are, or may be, one: list the groups, look at one, decide.",
      "A decision holds for every later run of the customer, until it is undone."
    },
    subcommands = {
      MergesListCommand.class,
      MergesShowCommand.class,
      MergesExplainCommand.class,
      MergesExportCommand.class,
      MergesDecideCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  godwit merges list acme --state review",
      "  godwit merges show acme 3f0c9a7be1d24c55",
      "  godwit merges export acme --csv groups.csv",
      "  godwit merges decide acme --csv groups.csv --by ann --why \"checked with the customer\""
    })
public final class MergesCommand implements Runnable {
  @Spec CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "expected one of " + String.join(", ", spec.subcommands().keySet()));
  }
}
