package dev.godwit.cli;

import dev.godwit.answer.Figures;
import dev.godwit.answer.LiveAnswer;
import dev.godwit.answer.MigrationAnswer;
import dev.godwit.answer.ProgressAnswer;
import dev.godwit.answer.StageProgress;
import dev.godwit.answer.TextTable;
import dev.godwit.cli.client.OrchestratorClient;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows lag. */
@Command(
    name = "lag",
    description = {
      "Lag by stage and entity, in records and in seconds (age of the oldest record not yet processed).",
      "It is counted in records, from receipts and from the topic that live engagement comes in by, so a drained stage",
      "shows exactly 0; - where it is not known. Unread is what of live engagement waits before the transformer."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  godwit lag", "  godwit lag acme", "  godwit lag acme --json"})
public final class LagCommand extends OrchestratorCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "CUSTOMER",
      description = "The customer; all migrations that have a run if left out.")
  String customer;

  @Override
  protected int run(OrchestratorClient client) {
    List<String> customers =
        customer != null
            ? List.of(customer)
            : client.migrations().stream().map(MigrationAnswer::customer).toList();
    List<ProgressAnswer> all = customers.stream().map(client::progress).toList();
    if (json) {
      writeJson(all);
      return ExitCodes.OK;
    }
    out().print(text(all));
    return ExitCodes.OK;
  }

  static String text(List<ProgressAnswer> all) {
    TextTable table =
        new TextTable(
            "customer", ">run", "stage", "entity", ">lag records", ">lag seconds", ">rows/s");
    for (ProgressAnswer p : all) {
      for (StageProgress s : p.stages()) {
        table.row(
            p.customer(),
            String.valueOf(p.run()),
            Figures.word(s.stage()),
            Figures.word(s.entity()),
            s.counted() ? Figures.count(s.lagRecords()) : "-",
            lagSeconds(s),
            Figures.count(Math.round(s.rowsPerSecond())));
      }
    }
    return table.isEmpty() ? "No run was begun yet.\n" : table.text() + live(all);
  }

  private static String lagSeconds(StageProgress s) {
    if (!s.counted()) {
      return "-";
    }
    return s.lagRecords() == 0 ? "0" : String.format(Locale.ROOT, "%.1f", s.lagSeconds());
  }

  private static String live(List<ProgressAnswer> all) {
    TextTable table =
        new TextTable(
            "live engagement",
            ">arrived",
            ">loaded",
            ">duplicate",
            ">quarantined",
            ">unread",
            ">on its way",
            ">last cut",
            ">behind it",
            "alarm");
    for (ProgressAnswer p : all) {
      LiveAnswer live = p.live();
      if (live != null) {
        table.row(
            p.customer(),
            Figures.count(live.arrived()),
            Figures.count(live.loaded()),
            Figures.count(live.duplicates()),
            Figures.count(live.quarantined()),
            Figures.known(live.unread()),
            Figures.count(live.waiting()),
            live.cut() == null ? "-" : String.valueOf(live.cut().cut()),
            Figures.known(live.behindCut()),
            live.alarm() == null ? "" : live.alarm());
      }
    }
    return table.isEmpty() ? "" : "\n" + table.text();
  }
}
