package dev.godwit.cli;

import dev.godwit.api.Figures;
import dev.godwit.api.LiveAnswer;
import dev.godwit.api.MigrationAnswer;
import dev.godwit.api.ProgressAnswer;
import dev.godwit.api.StageProgress;
import dev.godwit.api.TextTable;
import dev.godwit.cli.client.OrchestratorClient;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows lag. */
@Command(
    name = "lag",
    description = {
      "Lag by stage and entity, in records and in seconds.",
      "Seconds are the age of the oldest record not yet processed. Lag is counted in records, from receipts and from the topic that live engagement comes in by, so a drained stage shows exactly 0; - where it is not known. Unread is what of live engagement waits before the transformer."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  godwit lag", "  godwit lag acme", "  godwit lag acme --json"})
public final class LagCommand extends OrchestratorCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "CUSTOMER",
      description =
          "The customer; if left out all whose run is on or has lag, and how many others there are.")
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
    out().print(customer != null ? text(all) : textOfAll(all));
    return ExitCodes.OK;
  }

  /**
   * Of customers with nothing to do, which are nearly all at the end of a programme, the number.
   */
  private static String textOfAll(List<ProgressAnswer> all) {
    List<ProgressAnswer> others = all.stream().filter(p -> !isOverAndDrained(p)).toList();
    int drained = all.size() - others.size();
    if (drained == 0) {
      return text(all);
    }
    return (others.isEmpty() ? "" : stages(others) + "\n")
        + "Others, whose run is over and whose lag is 0 in every stage: %s\n"
            .formatted(Figures.count(drained))
        + live(all);
  }

  private static boolean isOverAndDrained(ProgressAnswer p) {
    return p.outcome() != null
        && !p.outcome().open()
        && p.waiting().isEmpty()
        && p.stages().stream().allMatch(s -> s.counted() && s.lagRecords() == 0);
  }

  private static String text(List<ProgressAnswer> all) {
    String stages = stages(all);
    return stages.isEmpty() ? "No run was begun yet.\n" : stages + live(all);
  }

  private static String stages(List<ProgressAnswer> all) {
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
    return table.isEmpty() ? "" : table.text();
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
