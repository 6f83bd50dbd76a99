package dev.godwit.api.text;

import dev.godwit.api.RehearsalAnswer.CloseLimit;
import dev.godwit.api.text.ReportDocument.Lines;
import dev.godwit.api.text.ReportDocument.Section;
import java.util.Comparator;
import java.util.List;

/** Decides what is said about values that come close to a limit of the target. Stateless. */
final class CloseLimitsPresenter {
  private static final String TITLE = "Limits that are close";
  private static final Comparator<CloseLimit> ORDER =
      Comparator.comparingInt(CloseLimit::percent)
          .thenComparingLong(CloseLimit::count)
          .reversed()
          .thenComparing(CloseLimit::column);

  private CloseLimitsPresenter() {}

  /** The section, the closest first. */
  static Section section(List<CloseLimit> close) {
    if (close.isEmpty()) {
      return Section.of(TITLE, Lines.of("No value comes within 95 % of a limit of the target."));
    }
    return new Section(
        TITLE,
        Tone.NEUTRAL,
        null,
        "Values that the target takes, within 95 % of a limit.",
        List.of(
            Table.of(close.stream().sorted(ORDER).toList())
                .words("column", CloseLimit::column)
                .words("limit", CloseLimitsPresenter::limit)
                .figures("largest", CloseLimitsPresenter::largest)
                .counts("values", CloseLimit::count)
                .words("entity", c -> Figures.word(c.entity()))
                .on(Table.Shown.PAGE)
                .words("keys", c -> Keys.of(c.keys()))
                .details(CloseLimit::keys)
                .explained(
                    "A column of codes that all have the same length is no concern. Records that a"
                        + " fix changed are left out.")
                .build()));
  }

  private static String limit(CloseLimit c) {
    return Figures.count(c.limit()) + (isText(c) ? " characters" : ", a number");
  }

  private static String largest(CloseLimit c) {
    return isText(c) && c.longest() != null
        ? "%s (%d %%)".formatted(Figures.count(c.longest()), c.percent())
        : c.percent() + " %";
  }

  private static boolean isText(CloseLimit c) {
    return c.unit().equals("CHARACTERS");
  }
}
