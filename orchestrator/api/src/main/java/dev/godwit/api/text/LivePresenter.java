package dev.godwit.api.text;

import dev.godwit.api.LiveAnswer;
import dev.godwit.api.text.ReportDocument.Badge;
import dev.godwit.api.text.ReportDocument.Lines;
import dev.godwit.api.text.ReportDocument.Section;
import dev.godwit.api.text.ReportDocument.Tile;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Decides what a report, a list and a progress line say about live engagement. */
public final class LivePresenter {
  private LivePresenter() {}

  /** The counts as one sentence; counts of the return are left out while they are zero. */
  public static String sentence(LiveAnswer live) {
    StringBuilder text =
        new StringBuilder(
            "%s arrived · %s loaded · %s duplicate · %s quarantined"
                .formatted(
                    Figures.count(live.arrived()),
                    Figures.count(live.loaded()),
                    Figures.count(live.duplicates()),
                    Figures.count(live.quarantined())));
    if (live.returned() != 0 || live.kept() != 0) {
      text.append(
          " · %s returned · %s kept by the source"
              .formatted(Figures.count(live.returned()), Figures.count(live.kept())));
    }
    if (live.open() && live.unread() > 0) {
      text.append(" · %s unread".formatted(Figures.count(live.unread())));
    }
    if (live.open() && live.cut() != null) {
      text.append(
          " · %s behind cut %d".formatted(Figures.known(live.behindCut()), live.cut().cut()));
    }
    return text.toString();
  }

  static Section section(LiveAnswer live, ZoneId zone) {
    List<ReportDocument.Block> blocks = new ArrayList<>();
    blocks.add(new ReportDocument.Tiles(tiles(live)));
    if (!live.ledger().isEmpty()) {
      blocks.add(ledger(live, zone));
    }
    if (live.alarm() != null) {
      blocks.add(new Lines(Tone.BAD, List.of("ALARM: " + live.alarm())));
    }
    if (!live.alarms().isEmpty()) {
      blocks.add(alarms(live, zone));
    }
    return new Section(
        "Live engagement",
        Tone.NEUTRAL,
        new Badge(live.open() ? "open" : "closed", "", tone(live)),
        "events that arrive now belong to "
            + (live.open() ? "this run." : "the source.")
            + cuts(live, zone),
        blocks);
  }

  private static Tone tone(LiveAnswer live) {
    if (live.alarm() != null || (live.cut() != null && !live.cut().reconciled())) {
      return Tone.BAD;
    }
    return live.cut() == null ? Tone.NEUTRAL : Tone.GOOD;
  }

  private static String cuts(LiveAnswer live, ZoneId zone) {
    LiveAnswer.Cut cut = live.cut();
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

  private static List<Tile> tiles(LiveAnswer live) {
    List<Tile> tiles = new ArrayList<>();
    tiles.add(tile(live.arrived(), "arrived", Tone.NEUTRAL));
    tiles.add(tile(live.loaded(), "loaded", Tone.NEUTRAL));
    tiles.add(tile(live.duplicates(), "duplicate", Tone.NEUTRAL));
    tiles.add(
        tile(
            live.quarantined(),
            "quarantined",
            live.quarantined() == 0 ? Tone.NEUTRAL : Tone.WARNING));
    tiles.add(
        tile(
            live.unread(), "before the transformer", live.unread() > 0 ? Tone.BUSY : Tone.NEUTRAL));
    tiles.add(tile(live.waiting(), "on its way", Tone.NEUTRAL));
    if (live.returned() != 0 || live.kept() != 0) {
      tiles.add(tile(live.returned(), "returned to the source", Tone.NEUTRAL));
      tiles.add(tile(live.kept(), "kept by the source", Tone.NEUTRAL));
    }
    tiles.add(tile(live.behindCut(), "behind the cut", Tone.NEUTRAL));
    return tiles;
  }

  private static Tile tile(long figure, String label, Tone tone) {
    return new Tile(Figures.known(figure), label, tone);
  }

  private static Table ledger(LiveAnswer live, ZoneId zone) {
    boolean machines = live.ledger().stream().anyMatch(l -> l.machine() != 0);
    return Table.of(live.ledger())
        .figures("cut", l -> String.valueOf(l.cut()))
        .words("when", l -> Figures.dayAndClock(l.at(), zone))
        .words("verdict", LivePresenter::verdict)
        .counts("arrived before it", LiveAnswer.LedgerLine::arrived)
        .counts("of them by machines", LiveAnswer.LedgerLine::machine)
        .onlyIf(machines)
        .counts("loaded", LiveAnswer.LedgerLine::loaded)
        .counts("duplicate", LiveAnswer.LedgerLine::duplicates)
        .counts("quarantined", LiveAnswer.LedgerLine::quarantined)
        .counts("returned", LiveAnswer.LedgerLine::givenBack)
        .counts("kept by the source", LiveAnswer.LedgerLine::kept)
        .figures("target", l -> Figures.read(l.targetRows()))
        .figures("since the cut", l -> Figures.orDash(l.sinceCut()))
        .words("sum", l -> ReportPresenter.sum(l.holds()))
        .tone(l -> Tone.unless(l.holds() && (l.returned() || l.reconciled())))
        .titled("Ledger of live engagement")
        .explained(
            "arrived = loaded + duplicate + quarantined + returned + kept by the source. After the"
                + " commit the target's own engagement is among the rows since the cut. The table"
                + " holds the newest cuts; every verdict is in migration.events.v1.")
        .build();
  }

  private static String verdict(LiveAnswer.LedgerLine line) {
    return line.returned() ? "returned" : line.reconciled() ? "reconciled" : "NOT RECONCILED";
  }

  private static Table alarms(LiveAnswer live, ZoneId zone) {
    long earlier = live.alarmCount() - live.alarms().size();
    return Table.of(live.alarms())
        .words("alarm", a -> Figures.dayAndClock(a.at(), zone))
        .figures("cut", a -> String.valueOf(a.cut()))
        .words("what", LiveAnswer.Alarm::reason)
        .words("what to do", LiveAnswer.Alarm::action)
        .tone(a -> Tone.BAD)
        .titled("Alarms")
        .noted(earlier > 0 ? Figures.count(earlier) + " earlier: godwit events." : "")
        .build();
  }
}
