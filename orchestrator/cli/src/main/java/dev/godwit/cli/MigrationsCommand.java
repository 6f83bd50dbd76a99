package dev.godwit.cli;

import dev.godwit.api.MigrationAnswer;
import dev.godwit.api.text.MigrationsPresenter;
import dev.godwit.cli.client.OrchestratorClient;
import java.time.ZoneId;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists migrations. */
@Command(
    name = "migrations",
    description = "All migrations: phase, live engagement and next step of each.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  godwit migrations",
      "  godwit migrations --json | jq -r '.[] | select(.alarm).customer'",
      "  godwit migrations --json | jq -r '.[] | select(.stuck).customer'",
      "  godwit migrations --json | jq -r '.[] | select(.phase==\"HELD\").customer'"
    })
public final class MigrationsCommand extends OrchestratorCommand {
  static final String NONE =
      "There is no migration yet. Begin one with godwit rehearse CUSTOMER.\n";

  @Override
  protected int run(OrchestratorClient client) {
    List<MigrationAnswer> all = client.migrations();
    if (json) {
      writeJson(all);
    } else {
      out()
          .print(
              all.isEmpty() ? NONE : MigrationsPresenter.table(all, ZoneId.systemDefault()).text());
    }
    return ExitCodes.OK;
  }
}
