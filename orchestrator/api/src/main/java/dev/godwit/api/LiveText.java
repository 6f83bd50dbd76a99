package dev.godwit.api;

import java.time.ZoneId;

/** Live engagement of a run as plain text. */
final class LiveText {
  private LiveText() {}

  static String of(LiveAnswer live, ZoneId zone) {
    TextTable figures =
        new TextTable(
            ">arrived",
            ">loaded",
            ">duplicate",
            ">quarantined",
            ">before the transformer",
            ">on its way",
            ">returned",
            ">kept by the old system",
            ">behind the cut");
    figures.row(
        Figures.count(live.arrived()),
        Figures.count(live.loaded()),
        Figures.count(live.duplicates()),
        Figures.count(live.quarantined()),
        Figures.known(live.unread()),
        Figures.count(live.waiting()),
        Figures.count(live.returned()),
        Figures.count(live.kept()),
        Figures.known(live.behindCut()));
    StringBuilder out = new StringBuilder();
    out.append("  ").append(where(live)).append(cut(live, zone)).append("\n\n");
    out.append(figures.text());
    if (!live.ledger().isEmpty()) {
      out.append('\n').append(ledger(live, zone));
    }
    if (live.alarm() != null) {
      out.append("\n  ALARM: ").append(live.alarm()).append('\n');
    }
    if (!live.alarms().isEmpty()) {
      out.append('\n').append(alarms(live, zone));
    }
    return out.toString();
  }

  private static String where(LiveAnswer live) {
    return live.open()
        ? "OPEN: what arrives now belongs to this run."
        : "CLOSED: what arrives now is the old system's.";
  }

  private static String cut(LiveAnswer live, ZoneId zone) {
    LiveCutAnswer cut = live.cut();
    String last =
        cut == null
            ? " No cut has a verdict yet."
            : " Cut %d %s at %s, with %s arrived before it."
                .formatted(
                    cut.cut(),
                    cut.reconciled() ? "was reconciled" : "WAS NOT RECONCILED",
                    Figures.dayAndClock(cut.at(), zone),
                    Figures.count(cut.arrived()));
    return live.underWay() == null ? last : last + " Cut " + live.underWay() + " is under way.";
  }

  private static String ledger(LiveAnswer live, ZoneId zone) {
    TextTable table =
        new TextTable(
            ">cut",
            "when",
            "verdict",
            ">arrived before it",
            ">loaded",
            ">duplicate",
            ">quarantined",
            ">returned",
            ">kept by the old system",
            ">new system",
            ">since the cut",
            "sum");
    for (LiveLedgerLine l : live.ledger()) {
      table.row(
          String.valueOf(l.cut()),
          Figures.dayAndClock(l.at(), zone),
          l.words(),
          Figures.count(l.arrived()),
          Figures.count(l.loaded()),
          Figures.count(l.duplicates()),
          Figures.count(l.quarantined()),
          Figures.count(l.givenBack()),
          Figures.count(l.kept()),
          l.targetRows() < 0 ? "not read" : Figures.count(l.targetRows()),
          l.sinceCut() < 0 ? "-" : Figures.count(l.sinceCut()),
          l.holds() ? "holds" : "DOES NOT HOLD");
    }
    return table.text();
  }

  private static String alarms(LiveAnswer live, ZoneId zone) {
    TextTable table = new TextTable("alarm", ">cut", "what", "what to do");
    for (AlarmAnswer a : live.alarms()) {
      table.row(Figures.dayAndClock(a.at(), zone), String.valueOf(a.cut()), a.reason(), a.action());
    }
    long more = live.alarmCount() - live.alarms().size();
    return table.text()
        + (more > 0 ? "  %s earlier: godwit events.%n".formatted(Figures.count(more)) : "");
  }
}
