package dev.godwit.cli;

import dev.godwit.cli.client.OrchestratorClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The commands about rows that are, or may be, one. */
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
      DecideMergesCommand.class,
      UndoDecisionCommand.OfMerges.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  godwit merges list acme --state review",
      "  godwit merges show acme 3f0c9a7be1d24c55",
      "  godwit merges decide acme --together 17,4711 --by ann --why \"same person, two teams\"",
      "  godwit merges export acme --csv groups.csv",
      "  godwit merges decide acme --csv groups.csv --by ann --why \"checked with the customer\"",
      "  godwit merges undo acme 3 --by ann --why \"not the same person after all\"",
      "  godwit decisions acme"
    })
public final class MergesCommand extends OrchestratorCommand {
  @Override
  protected int run(OrchestratorClient client) {
    throw new ParameterException(
        spec.commandLine(),
        "expected one of %s after merges, but found none"
            .formatted(String.join(", ", spec.subcommands().keySet())));
  }
}
