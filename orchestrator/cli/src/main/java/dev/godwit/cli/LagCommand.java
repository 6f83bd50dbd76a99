package dev.godwit.cli;

import dev.godwit.api.LiveAnswer;
import dev.godwit.api.ProgressAnswer;
import dev.godwit.api.text.Figures;
import dev.godwit.api.text.Table;
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
      "Seconds are the age of the oldest record that is not yet processed. Lag is counted in records, from receipts and from the topic of live engagement, so a drained stage shows exactly 0; - means not known. Unread are live events that the transformer has not read.",
      "The verdict compares a stage with its own pace: moving, slow, stuck (unread records and no progress for long by its own intervals), stopped (no process), paused (a person must act), idle (waits for the stage before), drained."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  godwit lag", "  godwit lag acme", "  godwit lag acme --json"})
public final class LagCommand extends OrchestratorCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "CUSTOMER",
      description =
          "The customer; if left out, all whose run is open or has lag, and the number of the others.")
  String customer;

  @Override
  protected int run(OrchestratorClient client) {
    List<ProgressAnswer> all = client.lag(customer);
    if (json) {
      writeJson(all);
      return ExitCodes.OK;
    }
    out().print(customer != null ? text(all) : textOfAll(all));
    return ExitCodes.OK;
  }

  /** Customers without lag, nearly all at the end of a programme, are only counted. */
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
        && p.stages().stream().allMatch(s -> s.lagRecords() == 0);
  }

  private static String text(List<ProgressAnswer> all) {
    String stages = stages(all);
    return stages.isEmpty() ? "No run has begun yet.\n" : stages + live(all);
  }

  private static String stages(List<ProgressAnswer> all) {
    record Line(ProgressAnswer progress, ProgressAnswer.Stage stage) {}
    List<Line> lines =
        all.stream().flatMap(p -> p.stages().stream().map(s -> new Line(p, s))).toList();
    return lines.isEmpty()
        ? ""
        : Table.of(lines)
            .words("customer", l -> l.progress().customer())
            .figures("run", l -> String.valueOf(l.progress().run()))
            .words("stage", l -> Figures.word(l.stage().stage()))
            .words("entity", l -> Figures.word(l.stage().entity()))
            .figures("lag records", l -> Figures.orDash(l.stage().lagRecords()))
            .figures("lag seconds", l -> lagSeconds(l.stage()))
            .counts("rows/s", l -> Math.round(l.stage().rowsPerSecond()))
            .words("verdict", l -> l.stage().verdict().label())
            .build()
            .text();
  }

  private static String lagSeconds(ProgressAnswer.Stage s) {
    if (!s.counted()) {
      return "-";
    }
    return s.lagRecords() == 0 ? "0" : String.format(Locale.ROOT, "%.1f", s.lagSeconds());
  }

  private static String live(List<ProgressAnswer> all) {
    List<ProgressAnswer> live = all.stream().filter(p -> p.live() != null).toList();
    return live.isEmpty()
        ? ""
        : "\n"
            + Table.of(live)
                .words("live engagement", ProgressAnswer::customer)
                .counts("arrived", p -> p.live().arrived())
                .counts("loaded", p -> p.live().loaded())
                .counts("duplicate", p -> p.live().duplicates())
                .counts("quarantined", p -> p.live().quarantined())
                .figures("unread", p -> Figures.known(p.live().unread()))
                .counts("on its way", p -> p.live().waiting())
                .figures("last cut", p -> lastCut(p.live()))
                .figures("behind it", p -> Figures.known(p.live().behindCut()))
                .words("alarm", p -> p.live().alarm() == null ? "" : p.live().alarm())
                .build()
                .text();
  }

  private static String lastCut(LiveAnswer live) {
    return live.cut() == null ? "-" : String.valueOf(live.cut().cut());
  }
}
