package dev.godwit.cli;

import dev.godwit.api.MergeGroupDetailAnswer;
import dev.godwit.api.text.MergesPresenter;
import dev.godwit.cli.client.MergeClient;
import dev.godwit.cli.client.OrchestratorClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows a merge group. */
@Command(
    name = "show",
    description = {
      "A merge group: its rows side by side, what would be kept of each field, and the evidence.",
      "It prints values of the source, personal data among them."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  godwit merges show acme 3f0c9a7be1d24c55",
      "  godwit merges show acme 3f0c9a7be1d24c55 --json"
    })
final class MergesShowCommand extends OrchestratorCommand {
  @Parameters(
      index = "0",
      paramLabel = "CUSTOMER",
      description = "The customer's id in the source.")
  String customer;

  @Parameters(
      index = "1",
      paramLabel = "GROUP",
      description = "Id of the group, as godwit merges list prints it.")
  String group;

  @Override
  protected int run(OrchestratorClient client) {
    MergeGroupDetailAnswer detail = new MergeClient(client).group(customer, group);
    if (json) {
      writeJson(detail);
    } else {
      out().print(MergesPresenter.text(detail));
    }
    return ExitCodes.OK;
  }
}
