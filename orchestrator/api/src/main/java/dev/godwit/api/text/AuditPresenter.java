package dev.godwit.api.text;

import dev.godwit.api.AuditAnswer;
import java.time.ZoneId;
import java.util.List;

/** Presents commands with their authors and routes as a table. Pure. */
public final class AuditPresenter {
  private AuditPresenter() {}

  /**
   * The table.
   *
   * @param commands in the order in which they are shown
   * @param zone zone of the reader's clock
   */
  public static Table table(List<AuditAnswer> commands, ZoneId zone) {
    return Table.of(commands)
        .words("at", one -> Figures.dayAndClock(one.at(), zone))
        .words("by", AuditPresenter::author)
        .words("route", one -> one.route().label())
        .words("customer", AuditAnswer::customer)
        .figures("offset", one -> one.offset() < 0 ? "-" : String.valueOf(one.offset()))
        .words("what", AuditPresenter::what)
        .build();
  }

  private static String author(AuditAnswer one) {
    return one.claimed().isEmpty()
        ? one.by()
        : "%s (claimed to be %s)".formatted(one.by(), one.claimed());
  }

  private static String what(AuditAnswer one) {
    return one.refused()
        ? "%s refused: expected %s, found %s"
            .formatted(one.command(), one.problem().expected(), one.problem().found())
        : one.text();
  }
}
