package dev.godwit.cli;

import dev.godwit.api.text.ReportText;
import dev.godwit.cli.client.Json;
import dev.godwit.cli.client.OrchestratorClient;
import java.nio.file.Path;
import java.time.ZoneId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reports a run. */
@Command(
    name = "report",
    description = {
      "The report of a run, as text, JSON or a page.",
      "It holds the first failure, ledger, checks and digests, differences, live engagement, quarantine by reason, waivers, the purge and its proof, durations, decisions with their reasons, and the next step."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  godwit report acme",
      "  godwit report acme --run 1",
      "  godwit report acme --format html --out acme.html",
      "  godwit report acme --json | jq .verdict.reconciled"
    })
public final class ReportCommand extends OrchestratorCommand {
  /** How it is written. */
  public enum Format {
    text,
    json,
    html
  }

  @Parameters(paramLabel = "CUSTOMER", description = "The customer's id in the source.")
  String customer;

  @Option(
      names = "--run",
      paramLabel = "N",
      description = "Number of the run; the latest if left out.")
  int run;

  @Option(
      names = "--format",
      paramLabel = "text|json|html",
      description = "How to write it (text; --json is the same as --format json).")
  Format format;

  @Option(names = "--out", paramLabel = "FILE", description = "Write it to a file.")
  Path file;

  @Override
  protected int run(OrchestratorClient client) {
    Format as = format != null ? format : json ? Format.json : Format.text;
    String text =
        switch (as) {
          case html -> client.reportPage(customer, run);
          case text -> ReportText.of(client.report(customer, run), ZoneId.systemDefault());
          case json -> Json.pretty(client.report(customer, run)) + System.lineSeparator();
        };
    OutputFile.write(text, file, spec);
    return ExitCodes.OK;
  }
}
