package dev.godwit.cli;

import dev.godwit.cli.client.MergeClient;
import dev.godwit.cli.client.OrchestratorClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Decides about merge groups by a file. */
@Command(
    name = "decide",
    description = {
      "Decide about merge groups by a file of godwit merges export whose column decision is filled in.",
      "together: the rows are one. apart: the row is none of the others. together:A, together:B, …: rows with the same label are one, those with another are not.",
      "A group without any decision stays as it is. Nothing is decided unless the whole file is right."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  godwit merges decide acme --csv groups.csv --dry-run",
      "  godwit merges decide acme --csv groups.csv --by ann --why \"checked with the customer\""
    })
final class MergesDecideCommand extends OrchestratorCommand {
  @Parameters(paramLabel = "CUSTOMER", description = "The customer's id in the source.")
  String customer;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      required = true,
      description = "File with the decisions.")
  Path csv;

  @Option(names = "--dry-run", description = "Check the file and count; decide nothing.")
  boolean dryRun;

  @Option(
      names = "--by",
      paramLabel = "NAME",
      defaultValue = "${env:GODWIT_BY:-${env:USER:-${sys:user.name}}}",
      description = "Your name (GODWIT_BY, USER; ${DEFAULT-VALUE}).")
  String by;

  @Option(
      names = "--why",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Your reason, kept in the history; needed unless --dry-run.")
  String why;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "How long to wait for each answer (${DEFAULT-VALUE}).")
  int timeoutSeconds;

  @Override
  protected int run(OrchestratorClient client) throws InterruptedException {
    if (!dryRun && why.isBlank()) {
      throw new ParameterException(
          spec.commandLine(), "expected a reason with --why, which the history keeps");
    }
    MergeFileDecision decision =
        new MergeFileDecision(
            this,
            customer,
            MergeFileDecision.text(csv, spec.commandLine()),
            new MergeClient(client).all(customer, Map.of()));
    if (!decision.isRight()) {
      return decision.refuse(csv);
    }
    return dryRun
        ? decision.preview()
        : decision.publish(client, by, why, Duration.ofSeconds(timeoutSeconds));
  }
}
