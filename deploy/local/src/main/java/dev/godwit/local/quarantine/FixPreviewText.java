package dev.godwit.local.quarantine;

import dev.godwit.api.text.Figures;
import dev.godwit.records.Entity;
import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;

/** Prints the preview of a fix for people. Stateless. */
final class FixPreviewText {
  private static final int LONGEST = 80;

  private FixPreviewText() {}

  static void print(FixPreview.Result result, long unreadable, Entity entity, PrintWriter out) {
    out.printf(
        "The transformer has %s of %s in quarantine. The fix changes %s of them; the target can take %s then.%n",
        Figures.number(result.held(), "record", "records"),
        entity.text(),
        Figures.count(result.changed()),
        Figures.count(result.released()));
    if (result.anyway() > 0) {
      out.printf(
          "A redrive would release %s without this fix too.%n", Figures.count(result.anyway()));
    }
    for (FixPreview.Sample sample : result.samples()) {
      out.printf(
          "  %s %s: %s -> %s%s%n",
          sample.id(),
          sample.field(),
          shown(sample.before()),
          shown(sample.after()),
          sample.outcome().isEmpty() ? "" : "  still " + sample.outcome());
    }
    list("still in quarantine then", result.still(), out);
    list("violated with the fix alone", result.fresh(), out);
    if (unreadable > 0) {
      out.printf(
          "  not looked at: %s that cannot be read here, or are too large%n",
          Figures.number(unreadable, "record", "records"));
    }
    if (!result.findings().isEmpty()) {
      out.println("  found: " + String.join(", ", result.findings()));
    }
  }

  private static void list(String title, Map<String, Long> counts, PrintWriter out) {
    new TreeMap<>(counts)
        .forEach((what, count) -> out.printf("  %s: %s %s%n", title, Figures.count(count), what));
  }

  private static String shown(String value) {
    String line = value.replace('\n', ' ').replace('\r', ' ');
    return line.length() <= LONGEST ? "'" + line + "'" : "'" + line.substring(0, LONGEST) + "…'";
  }
}
