package dev.godwit.cli;

import dev.godwit.api.DecisionAnswer;
import dev.godwit.api.text.DecisionsPresenter;
import dev.godwit.cli.client.OrchestratorClient;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists the decisions about a customer's data. */
@Command(
    name = "decisions",
    description = {
      "Decisions about a customer's data that does not fit: number, author, time, whether it holds, and the reason.",
      "They hold for every later run. Which rows and values they are about stands in the "
          + "commands alone, since it is personal data."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  godwit decisions acme",
      "  godwit decisions acme --json | jq '.[] | select(.undone == null).number'"
    })
public final class DecisionsCommand extends OrchestratorCommand {
  @Parameters(paramLabel = "CUSTOMER", description = "The customer's id in the source.")
  String customer;

  @Override
  protected int run(OrchestratorClient client) {
    List<DecisionAnswer> all = client.decisions(customer);
    if (json) {
      writeJson(all);
    } else {
      print(out(), all);
    }
    return ExitCodes.OK;
  }

  static void print(PrintWriter out, List<DecisionAnswer> decisions) {
    out.print(
        decisions.isEmpty()
            ? "Nothing was decided.%n".formatted()
            : DecisionsPresenter.table(decisions, ZoneId.systemDefault()).text());
  }
}
