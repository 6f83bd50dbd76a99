package dev.godwit.api.text;

import dev.godwit.api.FreezeAnswer;
import dev.godwit.api.HoldAnswer;
import dev.godwit.api.text.ReportDocument.Lines;
import dev.godwit.api.text.ReportDocument.Section;
import dev.godwit.api.text.ReportDocument.Tile;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Decides what a report, a list and a progress line say about a held run and its freeze budget. */
public final class HoldPresenter {
  private static final long NEARLY_USED_PERCENT = 50;

  private HoldPresenter() {}

  /** Stage, subject and fault, as one sentence: {@code load on table contact: too long}. */
  public static String sentence(HoldAnswer hold) {
    return "%s%s: %s%s"
        .formatted(
            Figures.word(hold.stage()),
            hold.subject().isBlank() ? "" : " on " + hold.subject(),
            withoutStop(hold.reason().strip()),
            records(hold));
  }

  private static String withoutStop(String text) {
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  /** How many records are concerned, and the first of them; empty where neither is known. */
  private static String records(HoldAnswer hold) {
    String count = hold.count() <= 0 ? "" : Figures.number(hold.count(), "record", "records");
    String first = hold.firstKey().isBlank() ? "" : "first source id " + hold.firstKey();
    String both = count + (count.isEmpty() || first.isEmpty() ? "" : ", ") + first;
    return both.isEmpty() ? "" : " (" + both + ")";
  }

  /**
   * The freeze and its budget, as one sentence.
   *
   * @return empty before the freeze where the run has no budget
   */
  public static String sentence(FreezeAnswer freeze) {
    String budget =
        freeze.budgetSeconds() <= 0
            ? "no freeze budget"
            : "freeze budget " + Figures.duration((double) freeze.budgetSeconds());
    if (freeze.frozenAt() == null) {
      return freeze.budgetSeconds() <= 0 ? "" : "not frozen yet, " + budget;
    }
    String used = Figures.duration((double) freeze.usedSeconds());
    String share = freeze.budgetSeconds() <= 0 ? "" : " (" + freeze.percent() + "% used)";
    return freeze.lasts()
        ? "frozen for %s, %s%s".formatted(used, budget, share)
        : "was frozen for %s, %s%s".formatted(used, budget, share);
  }

  /** The freeze as a line of a report; empty where there is nothing to say. */
  static String fact(FreezeAnswer freeze) {
    String sentence = sentence(freeze);
    return sentence.isEmpty() ? "" : "Customer " + sentence;
  }

  /** True where half of the budget or more is used and the freeze lasts. */
  public static boolean isNearlyUsed(FreezeAnswer freeze) {
    return freeze.lasts() && freeze.percent() >= NEARLY_USED_PERCENT;
  }

  /** The section of a held run. */
  static Section section(HoldAnswer hold, ZoneId zone) {
    List<ReportDocument.Block> blocks = new ArrayList<>();
    blocks.add(
        Lines.of(
            "Held since %s: %s".formatted(Figures.dayAndClock(hold.since(), zone), sentence(hold)),
            hold.judged()
                ? "All records are loaded and a verdict was reached: the run can be repaired and"
                    + " replayed."
                : "The stage continues where it stopped once the run is resumed; nothing is"
                    + " extracted or loaded twice."));
    if (!hold.actions().isEmpty()) {
      blocks.add(
          Table.of(hold.actions()).words("commands that are possible", action -> action).build());
    }
    return new Section("Held", Tone.WARNING, null, "", blocks);
  }

  /** The share of the freeze budget as a figure. */
  static Tile tile(FreezeAnswer freeze) {
    Tone tone = Tone.NEUTRAL;
    if (isNearlyUsed(freeze)) {
      tone = freeze.percent() >= 100 ? Tone.BAD : Tone.WARNING;
    }
    return freeze.budgetSeconds() <= 0
        ? new Tile(
            Figures.duration((double) freeze.usedSeconds()), "frozen, without a budget", tone)
        : new Tile(
            freeze.percent() + "%",
            "of the freeze budget of " + Figures.duration((double) freeze.budgetSeconds()),
            tone);
  }
}
