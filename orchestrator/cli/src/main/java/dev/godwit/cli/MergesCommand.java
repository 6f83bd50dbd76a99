package dev.godwit.cli;

import dev.godwit.cli.client.OrchestratorClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The commands about rows that are, or may be, one. */
@Command(
    name = "merges",
    description = "Decide which rows are one: contacts, outlets or others that the packs merge.",
    subcommands = {DecideMergesCommand.class, UndoDecisionCommand.OfMerges.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  godwit merges decide acme --together 17,4711 --by ann --why \"same person, two teams\"",
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
