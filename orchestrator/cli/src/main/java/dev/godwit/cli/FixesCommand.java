package dev.godwit.cli;

import dev.godwit.api.DecisionAnswer;
import dev.godwit.api.DecisionAnswer.Kind;
import dev.godwit.cli.client.OrchestratorClient;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** The commands about values that the target cannot take. */
@Command(
    name = "fixes",
    description = "Decide what becomes of values that the target cannot take.",
    subcommands = {
      AddFixCommand.class,
      FixesCommand.ListFixes.class,
      UndoDecisionCommand.OfFixes.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  godwit fixes add acme TRUNCATE contacts.outlet --limit 40 --mark … --by ann --why \"as the target shows it\"",
      "  godwit fixes list acme",
      "  godwit fixes undo acme 4 --by ann --why \"the column is wider now\""
    })
public final class FixesCommand extends OrchestratorCommand {
  @Override
  protected int run(OrchestratorClient client) {
    throw new ParameterException(
        spec.commandLine(),
        "expected one of %s after fixes, but found none"
            .formatted(String.join(", ", spec.subcommands().keySet())));
  }

  /** Lists decisions about fixes. */
  @Command(
      name = "list",
      description = "Fixes that were decided for a customer, those that were undone too.",
      footerHeading = "%nExamples:%n",
      footer = {"  godwit fixes list acme", "  godwit fixes list acme --json"})
  static final class ListFixes extends OrchestratorCommand {
    @Parameters(paramLabel = "CUSTOMER", description = "The customer's id in the source.")
    String customer;

    @Override
    protected int run(OrchestratorClient client) {
      List<DecisionAnswer> fixes =
          client.decisions(customer).stream().filter(one -> one.kind() == Kind.FIX).toList();
      if (json) {
        writeJson(fixes);
      } else {
        DecisionsCommand.print(out(), fixes);
      }
      return ExitCodes.OK;
    }
  }
}
