package dev.godwit.cli;

import dev.godwit.api.text.Figures;
import dev.godwit.cli.MergeSelectionOptions.State;
import dev.godwit.cli.client.MergeClient;
import dev.godwit.cli.client.OrchestratorClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Exports merge groups to a file in which a person decides. */
@Command(
    name = "export",
    description = {
      "Write merge groups to a file of comma-separated values, a line for each row of the source.",
      "Without --state, those of which a person has to decide. The file holds personal data; its owner alone can read it.",
      "Fill in the column decision, and give the file to godwit merges decide."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  godwit merges export acme --csv groups.csv",
      "  godwit merges export acme --csv groups.csv --state all --above 5"
    })
final class MergesExportCommand extends OrchestratorCommand {
  @Parameters(paramLabel = "CUSTOMER", description = "The customer's id in the source.")
  String customer;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      required = true,
      description = "File that is written.")
  Path csv;

  @Mixin MergeSelectionOptions selection;

  @Override
  protected int run(OrchestratorClient client) {
    try {
      long groups =
          PrivateFile.write(
              csv,
              out ->
                  new MergeClient(client)
                      .export(customer, selection.parameters(State.review), out));
      if (json) {
        writeJson(Map.of("file", csv.toString(), "groups", groups));
      } else {
        out()
            .printf(
                "%s of %s written to %s. It holds personal data: delete it when it is no longer needed.%n",
                groups == 1 ? "1 group" : Figures.count(groups) + " groups", customer, csv);
      }
      return ExitCodes.OK;
    } catch (IOException e) {
      throw new ParameterException(
          spec.commandLine(),
          "expected a file that can be written, found %s: %s"
              .formatted(csv, e.getClass().getSimpleName()),
          e);
    }
  }
}
