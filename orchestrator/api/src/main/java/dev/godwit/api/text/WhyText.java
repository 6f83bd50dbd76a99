package dev.godwit.api.text;

import dev.godwit.api.WhyAnswer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Prints on one screen what a migration waits for, since when, and what a person can do. */
public final class WhyText {
  private WhyText() {}

  /**
   * The answer as text.
   *
   * @param why the answer
   * @param zone zone of the reader's clock
   */
  public static String of(WhyAnswer why, ZoneId zone) {
    List<String> lines = new ArrayList<>();
    String run = why.run() == 0 ? "" : ", %s run %d".formatted(Figures.word(why.kind()), why.run());
    lines.add(why.customer() + " is " + why.phase().label() + run + since(why, why.since(), zone));
    lines.add((why.person() ? "It waits for a person. " : "") + why.headline());
    if (!why.reasons().isEmpty()) {
      lines.add("");
      for (WhyAnswer.Reason reason : why.reasons()) {
        lines.add(
            "  %-16s  %s%s"
                .formatted(reason.kind().label(), reason.text(), since(why, reason.since(), zone)));
      }
    }
    if (why.freeze() != null) {
      String freeze = HoldPresenter.sentence(why.freeze());
      if (!freeze.isEmpty()) {
        lines.add("");
        lines.add("  customer          " + freeze);
      }
    }
    if (!why.packs().isEmpty()) {
      lines.add("");
      lines.add("  packs             " + why.packs());
    }
    lines.add("");
    lines.add("What you can do");
    lines.add("");
    if (why.actions().isEmpty()) {
      lines.add("  Nothing is needed.");
    }
    why.actions().forEach(action -> lines.add("  " + action));
    why.reasons().stream()
        .map(WhyAnswer.Reason::runbook)
        .filter(runbook -> !runbook.isEmpty())
        .distinct()
        .forEach(runbook -> lines.add("  read " + runbook));
    if (why.rejected() != null) {
      WhyAnswer.Rejected rejected = why.rejected();
      lines.add("");
      lines.add(
          "The last command that was rejected: %s at %s"
              .formatted(rejected.command(), Figures.dayAndClock(rejected.at(), zone)));
      lines.add("  expected  " + rejected.problem().expected());
      lines.add("  found     " + rejected.problem().found());
      lines.add("  do        " + rejected.problem().action());
    }
    return String.join("\n", lines) + "\n";
  }

  private static String since(WhyAnswer why, Instant since, ZoneId zone) {
    return since == null
        ? ""
        : " (since %s, %s)"
            .formatted(
                Figures.clock(since, zone),
                Figures.duration(Duration.between(since, why.asOf()).toMillis() / 1000.0));
  }
}
