package dev.godwit.cli;

import dev.godwit.api.text.RehearsalText;
import dev.godwit.cli.client.Json;
import dev.godwit.cli.client.OrchestratorClient;
import java.nio.file.Path;
import java.time.ZoneId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the answer of a rehearsal. */
@Command(
    name = "rehearsal",
    description = {
      "The answer of a rehearsal, as text, JSON or a page: whether it passed, and what remains until the live run.",
      "It holds the findings with their proposed fixes, merges to decide, limits that are close, differences between staging and live, changes since the rehearsal before, the estimated freeze, the proof of the rollback, and the commands that remain."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  godwit rehearsal acme",
      "  godwit rehearsal acme --run 1",
      "  godwit rehearsal acme --format html --out acme.html",
      "  godwit rehearsal acme --json | jq -r '.remaining[].command'"
    })
public final class RehearsalCommand extends OrchestratorCommand {
  @Parameters(paramLabel = "CUSTOMER", description = "The customer's id in the source.")
  String customer;

  @Option(
      names = "--run",
      paramLabel = "N",
      description = "Number of the rehearsal; the newest if left out.")
  int run;

  @Option(
      names = "--format",
      paramLabel = "text|json|html",
      description = "How to write it (text; --json is the same as --format json).")
  ReportCommand.Format format;

  @Option(names = "--out", paramLabel = "FILE", description = "Write it to a file.")
  Path file;

  @Override
  protected int run(OrchestratorClient client) {
    ReportCommand.Format as =
        format != null ? format : json ? ReportCommand.Format.json : ReportCommand.Format.text;
    String text =
        switch (as) {
          case html -> client.rehearsalPage(customer, run);
          case text -> RehearsalText.of(client.rehearsal(customer, run), ZoneId.systemDefault());
          case json -> Json.pretty(client.rehearsal(customer, run)) + System.lineSeparator();
        };
    OutputFile.write(text, file, spec);
    return ExitCodes.OK;
  }
}
