package dev.godwit.cli;

import dev.godwit.api.QuarantineAnswer;
import dev.godwit.api.text.Figures;
import dev.godwit.api.text.QuarantinePresenter;
import dev.godwit.cli.client.OrchestratorClient;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the quarantine. */
@Command(
    name = "quarantine",
    description = {
      "Quarantined records of a run, by entity, stage and reason, with examples.",
      "Examples are ids and positions; the records themselves are in crm.quarantine.v1."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  godwit quarantine acme", "  godwit quarantine acme --run 1 --json"})
public final class QuarantineCommand extends OrchestratorCommand {
  @Parameters(paramLabel = "CUSTOMER", description = "The customer's id in the source.")
  String customer;

  @Option(
      names = "--run",
      paramLabel = "N",
      description = "Number of the run; the latest if left out.")
  int run;

  @Override
  protected int run(OrchestratorClient client) {
    List<QuarantineAnswer> all = client.quarantine(customer, run);
    if (json) {
      writeJson(all);
    } else {
      out().print(text(all));
    }
    return ExitCodes.OK;
  }

  static String text(List<QuarantineAnswer> all) {
    if (all.isEmpty()) {
      return "Nothing was quarantined.\n";
    }
    StringBuilder out = new StringBuilder();
    for (QuarantineAnswer q : all) {
      out.append(
          "%s  %s by %s: %s%s%s%n"
              .formatted(
                  q.reason(),
                  Figures.word(q.entity()),
                  Figures.word(q.stage()),
                  Figures.count(q.count()),
                  q.longest() == null || q.limit() == null
                      ? ""
                      : ", up to %s where the limit is %s"
                          .formatted(Figures.count(q.longest()), Figures.count(q.limit())),
                  q.waivedUpTo() == 0 ? "" : ", waived up to " + Figures.upTo(q.waivedUpTo())));
      q.examples()
          .forEach(e -> out.append("    ").append(QuarantinePresenter.position(e)).append("\n"));
    }
    return out.toString();
  }
}
