package dev.godwit.cli;

import dev.godwit.api.MergeExplanationAnswer;
import dev.godwit.api.text.MergesPresenter;
import dev.godwit.cli.client.MergeClient;
import dev.godwit.cli.client.OrchestratorClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Explains why two rows are, may be, or are not one. */
@Command(
    name = "explain",
    description = "Why two rows are, may be, or are not one: the evidence with its weights.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  godwit merges explain acme 4711 815",
      "  godwit merges explain acme 12 34 --entity companies"
    })
final class MergesExplainCommand extends OrchestratorCommand {
  @Parameters(
      index = "0",
      paramLabel = "CUSTOMER",
      description = "The customer's id in the source.")
  String customer;

  @Parameters(index = "1", paramLabel = "ID", description = "Id of a row in the source.")
  String left;

  @Parameters(index = "2", paramLabel = "ID", description = "Id of the other row.")
  String right;

  @Option(
      names = "--entity",
      paramLabel = "ENTITY",
      defaultValue = "contacts",
      description = "Entity of the rows (${DEFAULT-VALUE}).")
  String entity;

  @Override
  protected int run(OrchestratorClient client) {
    MergeExplanationAnswer answer = new MergeClient(client).explain(customer, entity, left, right);
    if (json) {
      writeJson(answer);
    } else {
      out().print(MergesPresenter.text(answer));
    }
    return ExitCodes.OK;
  }
}
