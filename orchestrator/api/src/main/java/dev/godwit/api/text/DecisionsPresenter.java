package dev.godwit.api.text;

import dev.godwit.api.DecisionAnswer;
import java.time.ZoneId;
import java.util.List;

/** Presents decisions about data that does not fit as a table. Pure. */
public final class DecisionsPresenter {
  private DecisionsPresenter() {}

  /**
   * The table.
   *
   * @param decisions decisions in their order
   * @param zone zone of the reader's clock
   */
  public static Table table(List<DecisionAnswer> decisions, ZoneId zone) {
    return Table.of(decisions)
        .figures("number", one -> String.valueOf(one.number()))
        .words("by", DecisionAnswer::by)
        .words("at", one -> Figures.dayAndClock(one.at(), zone))
        .words("holds", one -> one.holds() ? "yes" : undone(one.undone(), zone))
        .words("decision", DecisionAnswer::text)
        .words("why", DecisionAnswer::why)
        .build();
  }

  private static String undone(DecisionAnswer.Undone undone, ZoneId zone) {
    return "no, undone by %s %s: %s"
        .formatted(undone.by(), Figures.dayAndClock(undone.at(), zone), undone.why());
  }
}
