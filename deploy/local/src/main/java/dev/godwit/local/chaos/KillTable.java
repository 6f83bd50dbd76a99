package dev.godwit.local.chaos;

import dev.godwit.api.text.TextTable;
import dev.godwit.local.chaos.check.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The results of all cases, summed by what was disturbed. Immutable. */
final class KillTable {
  /**
   * Sums of one target.
   *
   * @param skipped why its cases did not run; empty where they did
   */
  private record Row(
      int cases,
      int reached,
      String skipped,
      long lost,
      long twice,
      long other,
      Duration longestRecovery) {
    Row plus(CaseResult result) {
      return new Row(
          cases + 1,
          reached + (result.reached() ? 1 : 0),
          result.isSkipped() ? result.skipped() : skipped,
          lost + result.count(Finding.Kind.LOST),
          twice + result.count(Finding.Kind.TWICE),
          other + result.count(Finding.Kind.OTHER),
          longestRecovery.compareTo(result.recovery()) > 0 ? longestRecovery : result.recovery());
    }

    String[] cells(String label) {
      return new String[] {
        label,
        Integer.toString(cases),
        skipped.isEmpty() ? Integer.toString(reached) : skipped,
        Long.toString(lost),
        Long.toString(twice),
        Long.toString(other),
        String.format(Locale.ROOT, "%.1f s", longestRecovery.toMillis() / 1000.0)
      };
    }
  }

  private static final Row NONE = new Row(0, 0, "", 0, 0, 0, Duration.ZERO);

  private final List<CaseResult> results;
  private final Map<String, Row> rows = new TreeMap<>();
  private Row all = NONE;

  KillTable(List<CaseResult> results) {
    this.results = List.copyOf(results);
    for (CaseResult result : results) {
      rows.merge(result.of().target().label(), NONE.plus(result), (old, fresh) -> old.plus(result));
      all = result.isSkipped() ? all : all.plus(result);
    }
  }

  /** For a terminal. */
  String text() {
    TextTable table =
        new TextTable(
            "disturbed", ">cases", ">reached", ">lost", ">twice", ">other", ">longest recovery");
    rows.forEach((label, row) -> table.row(row.cells(label)));
    table.row(all.cells("all"));
    return table.text();
  }

  /**
   * A page of the documents.
   *
   * @param heading lines about version, date and seed
   */
  String markdown(List<String> heading) {
    List<String> lines = new ArrayList<>(heading);
    lines.add("");
    lines.add("| disturbed | cases | reached | lost | twice | other findings | longest recovery |");
    lines.add("|---|---:|---:|---:|---:|---:|---:|");
    rows.forEach((label, row) -> lines.add(line(row.cells("`" + label + "`"))));
    lines.add(line(all.cells("**all**")));
    List<CaseResult> bad = results.stream().filter(result -> !result.isGood()).toList();
    if (!bad.isEmpty()) {
      lines.add("");
      lines.add("## Findings");
      lines.add("");
      for (CaseResult result : bad) {
        lines.add("- `" + result.of().repeat() + "`");
        result.findings().forEach(finding -> lines.add("  - " + firstSentences(finding)));
      }
    }
    return String.join("\n", lines) + "\n";
  }

  private static String line(String... cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  /** The finding without the lines of a log, which name files of the machine. */
  private static String firstSentences(Finding finding) {
    return finding
        .toString()
        .lines()
        .findFirst()
        .orElse("")
        .replaceAll(" The last lines of .*", "");
  }
}
