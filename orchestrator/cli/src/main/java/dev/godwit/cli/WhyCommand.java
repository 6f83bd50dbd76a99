package dev.godwit.cli;

import dev.godwit.api.WhyAnswer;
import dev.godwit.api.text.WhyText;
import dev.godwit.cli.client.OrchestratorClient;
import java.time.ZoneId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Answers what a migration waits for, since when, and what a person can do. */
@Command(
    name = "why",
    description = {
      "What a migration waits for, since when, and what you can do: on one screen.",
      "It looks at the hold, the gates, pauses, waiting stages, stages with lag and without progress, a cut or replay under way, and the last rejected command."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  godwit why acme",
      "  godwit why acme --json | jq -r '.reasons[].kind'",
      "  godwit why acme --json | jq -r '.actions[0]'"
    })
public final class WhyCommand extends OrchestratorCommand {
  @Parameters(paramLabel = "CUSTOMER", description = "The customer's id in the source.")
  String customer;

  @Override
  protected int run(OrchestratorClient client) {
    WhyAnswer why = client.why(customer);
    if (json) {
      writeJson(why);
    } else {
      out().print(WhyText.of(why, ZoneId.systemDefault()));
    }
    return ExitCodes.OK;
  }
}
