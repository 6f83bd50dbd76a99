package dev.godwit.orchestrator.rest;

import dev.godwit.api.Figures;
import dev.godwit.api.LiveAnswer;
import dev.godwit.api.LiveCutAnswer;
import dev.godwit.api.LiveLedgerLine;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Live engagement as the page of a report shows it. */
public record LivePart(
    String words,
    String tone,
    String where,
    String alarm,
    List<ReportPage.Tile> tiles,
    List<ReportPage.Cells> ledger,
    List<ReportPage.Cells> alarms) {

  static LivePart of(LiveAnswer live, ZoneId zone) {
    if (live == null) {
      return null;
    }
    return new LivePart(
        words(live.cut()),
        tone(live),
        (live.open()
                ? "Open: what arrives now belongs to this run."
                : "Closed: what arrives now is the old system's.")
            + (live.cut() == null
                ? ""
                : " Last cut at " + Figures.dayAndClock(live.cut().at(), zone) + ".")
            + (live.underWay() == null ? "" : " Cut " + live.underWay() + " is under way."),
        live.alarm(),
        tiles(live),
        live.ledger().stream().map(l -> ledger(l, zone)).toList(),
        live.alarms().stream()
            .map(
                a ->
                    new ReportPage.Cells(
                        PageTone.BAD,
                        List.of(
                            Figures.dayAndClock(a.at(), zone),
                            String.valueOf(a.cut()),
                            a.reason(),
                            a.action())))
            .toList());
  }

  private static String words(LiveCutAnswer cut) {
    return cut == null
        ? "no cut yet"
        : "cut %d %s".formatted(cut.cut(), cut.reconciled() ? "reconciled" : "not reconciled");
  }

  private static String tone(LiveAnswer live) {
    if (live.alarm() != null || live.cut() != null && !live.cut().reconciled()) {
      return PageTone.BAD;
    }
    return live.cut() == null ? "" : PageTone.GOOD;
  }

  private static List<ReportPage.Tile> tiles(LiveAnswer live) {
    List<ReportPage.Tile> tiles = new ArrayList<>();
    tiles.add(tile(live.arrived(), "arrived", ""));
    tiles.add(tile(live.loaded(), "loaded", ""));
    tiles.add(tile(live.duplicates(), "duplicate", ""));
    tiles.add(
        tile(live.quarantined(), "quarantined", live.quarantined() == 0 ? "" : PageTone.WARNING));
    tiles.add(
        tile(live.unread(), "before the transformer", live.unread() > 0 ? PageTone.BUSY : ""));
    tiles.add(tile(live.waiting(), "on their way", ""));
    if (live.returned() != 0 || live.kept() != 0) {
      tiles.add(tile(live.returned(), "returned to the old system", ""));
      tiles.add(tile(live.kept(), "kept by the old system", ""));
    }
    tiles.add(tile(live.behindCut(), "behind the cut", ""));
    return tiles;
  }

  private static ReportPage.Cells ledger(LiveLedgerLine l, ZoneId zone) {
    return new ReportPage.Cells(
        l.holds() && (l.returned() || l.reconciled()) ? "" : PageTone.BAD,
        List.of(
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
            l.sinceCut() < 0 ? "–" : Figures.count(l.sinceCut()),
            l.holds() ? "holds" : "does not hold"));
  }

  private static ReportPage.Tile tile(long figure, String label, String tone) {
    return new ReportPage.Tile(Figures.known(figure), label, tone);
  }
}
