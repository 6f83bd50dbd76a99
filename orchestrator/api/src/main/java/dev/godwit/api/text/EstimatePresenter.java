package dev.godwit.api.text;

import dev.godwit.api.RehearsalAnswer.Estimate;
import dev.godwit.api.RehearsalAnswer.Size;
import dev.godwit.api.RehearsalAnswer.Speed;
import dev.godwit.api.text.ReportDocument.Lines;
import dev.godwit.api.text.ReportDocument.Section;
import java.util.List;
import java.util.Locale;

/** Decides what an answer says about the size of a customer and its live run. Stateless. */
final class EstimatePresenter {
  private static final String TITLE = "The live run";

  private EstimatePresenter() {}

  /**
   * The section.
   *
   * @param size null where it is not known
   * @param estimate null where nothing was measured
   */
  static Section section(Size size, Estimate estimate) {
    String rows =
        size == null
            ? "The size is not known: no plan was made."
            : "%s, a %s customer."
                .formatted(
                    Figures.number(size.rows(), "row", "rows"),
                    size.category().name().toLowerCase(Locale.ROOT));
    if (estimate == null) {
      return Section.of(
          TITLE, Lines.of(rows, "No estimate: not every stage was measured in this rehearsal."));
    }
    return Section.of(
        TITLE,
        Lines.of(
            rows,
            "The customer is frozen for about %s, from the freeze to the commit."
                .formatted(RoughTime.range(estimate.shortestSeconds(), estimate.longestSeconds())),
            "From plan to verdict this rehearsal took %s; a live run reads the source once more."
                .formatted(RoughTime.of(estimate.rehearsedSeconds())),
            "Shortest: all stages at once, each at its fastest measured speed.",
            "Longest: one stage after another, each at its slowest. %s."
                .formatted(
                    estimate.runs() == 1
                        ? "Measured in this rehearsal alone"
                        : "Measured in %d runs with the same packs".formatted(estimate.runs()))),
        speeds(estimate.speeds()));
  }

  private static Table speeds(List<Speed> speeds) {
    return Table.of(speeds)
        .words("stage", s -> Figures.word(s.stage()))
        .figures("this rehearsal", s -> Figures.perSecond(s.here()))
        .figures("slowest", s -> Figures.perSecond(s.slowest()))
        .figures("fastest", s -> Figures.perSecond(s.fastest()))
        .explained("In rows of the snapshot a second.")
        .build();
  }
}
