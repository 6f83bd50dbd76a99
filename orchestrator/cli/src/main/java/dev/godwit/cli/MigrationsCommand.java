package dev.godwit.cli;

import dev.godwit.api.Figures;
import dev.godwit.api.LiveCutAnswer;
import dev.godwit.api.MigrationAnswer;
import dev.godwit.api.TextTable;
import dev.godwit.cli.client.OrchestratorClient;
import java.time.ZoneId;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists migrations. */
@Command(
    name = "migrations",
    description = "All migrations: where each is, and what may be done next.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  godwit migrations",
      "  godwit migrations --json | jq -r '.[] | select(.alarm).customer'",
      "  godwit migrations --json | jq -r '.[] | select(.stuck).customer'",
      "  godwit migrations --json | jq -r '.[] | select(.phase==\"HELD\").customer'"
    })
public final class MigrationsCommand extends OrchestratorCommand {
  @Override
  protected int run(OrchestratorClient client) {
    List<MigrationAnswer> all = client.migrations();
    if (json) {
      writeJson(all);
    } else {
      out().print(text(all, ZoneId.systemDefault()));
    }
    return ExitCodes.OK;
  }

  static String text(List<MigrationAnswer> all, ZoneId zone) {
    if (all.isEmpty()) {
      return "There is no migration yet. Begin one with godwit rehearse CUSTOMER.\n";
    }
    TextTable table = new TextTable("customer", "is", ">run", "since", "live engagement", "next");
    for (MigrationAnswer m : all) {
      String paused = m.paused() || m.programmePaused() ? " (paused)" : "";
      String stuck = m.stuck() == null ? "" : " (STUCK)";
      table.row(
          m.customer(),
          m.phase().words() + stuck + paused,
          String.valueOf(m.run()),
          Figures.dayAndClock(m.changedAt(), zone),
          live(m, zone),
          m.next());
    }
    return table.text();
  }

  private static String live(MigrationAnswer m, ZoneId zone) {
    LiveCutAnswer cut = m.lastCut();
    String last =
        cut == null
            ? "-"
            : "cut %d %s %s"
                .formatted(
                    cut.cut(),
                    cut.reconciled() ? "reconciled" : "NOT RECONCILED",
                    Figures.clock(cut.at(), zone));
    return m.alarm() == null ? last : "ALARM, " + last;
  }
}
