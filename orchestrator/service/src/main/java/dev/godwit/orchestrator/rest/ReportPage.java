package dev.godwit.orchestrator.rest;

import dev.godwit.api.CheckAnswer;
import dev.godwit.api.DifferenceAnswer;
import dev.godwit.api.FailureAnswer;
import dev.godwit.api.Figures;
import dev.godwit.api.LedgerLineAnswer;
import dev.godwit.api.LedgerSum;
import dev.godwit.api.MigrationAnswer;
import dev.godwit.api.PhaseDuration;
import dev.godwit.api.QuarantineAnswer;
import dev.godwit.api.QuarantineExample;
import dev.godwit.api.ReportAnswer;
import dev.godwit.api.RunAnswer;
import dev.godwit.api.StoryLine;
import dev.godwit.api.VerdictAnswer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A report as the page shows it: words and figures, ready to be written. The template only lays
 * them out.
 */
public record ReportPage(
    String customer,
    String phase,
    String tone,
    String runLine,
    String packs,
    String asOf,
    String next,
    List<String> waiting,
    List<Tile> tiles,
    Failure failure,
    Verdict verdict,
    LivePart live,
    Verdict liveVerdict,
    List<Quarantined> quarantine,
    List<Cells> waivers,
    Purge purge,
    List<Bar> durations,
    List<Line> decisions,
    List<Cells> runs) {

  /** A figure with what it is. */
  public record Tile(String figure, String label, String tone) {}

  /** The first failure. */
  public record Failure(String when, String where, String what, String next) {}

  /** Cells of a table's row, and a colour class that may be empty. */
  public record Cells(String tone, List<String> cells) {}

  /** The verdict. */
  public record Verdict(
      String words,
      String tone,
      int cut,
      List<Cells> ledger,
      List<Cells> failed,
      List<Cells> passed,
      List<Cells> differences) {}

  /** What was quarantined for a reason. */
  public record Quarantined(
      String entity,
      String stage,
      String reason,
      String count,
      String waivedUpTo,
      String limit,
      List<QuarantineExample> examples) {}

  /** A purge and its proof. */
  public record Purge(String words, String tone, String reason, String when, List<Cells> tables) {}

  /** A duration as a bar; left and width in per cent of the run. */
  public record Bar(String phase, String lasted, String left, String width) {}

  /** A line of who did what. */
  public record Line(String when, String who, String text, String why, String tone) {}

  /** Of a report; times in the given zone. */
  public static ReportPage of(ReportAnswer r, ZoneId zone) {
    MigrationAnswer m = r.migration();
    return new ReportPage(
        m.customer(),
        m.phase().words()
            + (m.stuck() == null ? "" : " · stuck")
            + (m.paused() || m.programmePaused() ? " · paused" : ""),
        m.stuck() == null ? PageTone.of(m.phase()) : PageTone.BAD,
        r.run() == null ? "No run was begun yet." : runLine(r.run(), zone),
        m.sourcePack() + " → " + m.targetPack(),
        Figures.dayAndClock(r.asOf(), zone) + " " + zone,
        m.next(),
        m.waiting(),
        tiles(r),
        failure(r.failure(), zone),
        verdict(r.verdict()),
        LivePart.of(r.live(), zone),
        verdict(r.liveVerdict()),
        r.quarantine().stream().map(ReportPage::quarantined).toList(),
        r.waivers().stream()
            .map(
                w ->
                    new Cells(
                        "",
                        List.of(
                            Figures.word(w.entity()),
                            w.reason(),
                            Figures.upTo(w.upTo()),
                            w.by(),
                            Figures.dayAndClock(w.at(), zone),
                            w.why())))
            .toList(),
        purge(r, zone),
        bars(r),
        r.decisions().stream().map(d -> line(d, zone)).toList(),
        m.runs().stream().map(run -> runCells(run, zone)).toList());
  }

  private static String runLine(RunAnswer run, ZoneId zone) {
    return "Run %d, %s: %s. Begun %s by %s%s%s"
        .formatted(
            run.run(),
            Figures.word(run.kind()),
            run.outcome().words(),
            Figures.dayAndClock(run.startedAt(), zone),
            run.by(),
            run.endedAt() == null ? "" : ", ended " + Figures.clock(run.endedAt(), zone),
            run.why().isBlank() ? "." : " — “" + run.why().strip() + "”");
  }

  private static List<Tile> tiles(ReportAnswer r) {
    List<Tile> tiles = new ArrayList<>();
    if (r.run() == null) {
      return tiles;
    }
    tiles.add(new Tile(Figures.count(r.run().sourceRows()), "rows in the snapshot", ""));
    VerdictAnswer v = r.verdict();
    if (v != null) {
      long loaded = v.ledger().stream().mapToLong(LedgerLineAnswer::loaded).sum();
      tiles.add(new Tile(Figures.count(loaded), "records loaded", ""));
      long failed = v.checks().stream().filter(c -> !c.passed()).count();
      tiles.add(
          new Tile(
              failed == 0 ? "all " + v.checks().size() : failed + " of " + v.checks().size(),
              failed == 0 ? "checks hold" : "checks failed",
              failed == 0 ? PageTone.GOOD : PageTone.BAD));
      long differing = v.missing() + v.unexpected() + v.changed();
      tiles.add(
          new Tile(
              Figures.count(differing),
              "keys differ",
              differing == 0 ? PageTone.GOOD : PageTone.BAD));
    }
    long quarantined = r.quarantine().stream().mapToLong(QuarantineAnswer::count).sum();
    tiles.add(
        new Tile(
            Figures.count(quarantined), "quarantined", quarantined == 0 ? "" : PageTone.WARNING));
    if (r.mergeGroups() > 0) {
      tiles.add(
          new Tile(
              Figures.count(r.mergeGroups()),
              "merged contacts of " + Figures.count(r.mergedMembers()),
              ""));
    }
    if (r.run().startedAt() != null) {
      Instant end = r.run().endedAt() == null ? r.asOf() : r.run().endedAt();
      double seconds = Duration.between(r.run().startedAt(), end).toMillis() / 1000.0;
      tiles.add(
          new Tile(Figures.duration(seconds), r.run().endedAt() == null ? "so far" : "in all", ""));
    }
    return tiles;
  }

  private static Failure failure(FailureAnswer f, ZoneId zone) {
    return f == null
        ? null
        : new Failure(Figures.clock(f.at(), zone), f.where(), f.what(), f.next());
  }

  private static Verdict verdict(VerdictAnswer v) {
    if (v == null) {
      return null;
    }
    return new Verdict(
        v.reconciled() ? "Reconciled" : "Not reconciled",
        v.reconciled() ? PageTone.GOOD : PageTone.BAD,
        v.cut(),
        v.ledger().stream().map(l -> ledger(l, v)).toList(),
        v.checks().stream().filter(c -> !c.passed()).map(ReportPage::check).toList(),
        v.checks().stream().filter(CheckAnswer::passed).map(ReportPage::check).toList(),
        v.differences().stream().map(ReportPage::difference).toList());
  }

  private static Cells ledger(LedgerLineAnswer l, VerdictAnswer v) {
    boolean holds = LedgerSum.holds(l, v.checks());
    return new Cells(
        holds ? "" : PageTone.BAD,
        List.of(
            Figures.word(l.entity()),
            Figures.count(l.sourceRows()),
            Figures.count(l.extracted()),
            Figures.count(l.mergedAway()),
            Figures.count(l.quarantinedByTransformer()),
            Figures.count(l.transformed()),
            Figures.count(l.duplicates()),
            Figures.count(l.quarantinedByLoader()),
            Figures.count(l.loaded()),
            l.live() ? Figures.count(l.liveLoaded()) : "–",
            l.targetRows() < 0 ? "not read" : Figures.count(l.targetRows()),
            l.live() && l.targetRows() >= 0 ? Figures.count(LedgerSum.sinceCut(l)) : "–",
            holds ? "holds" : "does not hold"));
  }

  private static Cells check(CheckAnswer c) {
    return new Cells(
        c.passed() ? "" : PageTone.BAD,
        List.of(c.name(), c.subject(), c.expected(), c.found(), c.passed() ? "✓" : "✗"));
  }

  private static Cells difference(DifferenceAnswer d) {
    return new Cells(
        "", List.of(d.difference(), d.table(), d.key(), String.join(", ", d.fields())));
  }

  private static Quarantined quarantined(QuarantineAnswer q) {
    String longest = q.longest() == null ? "" : "up to " + Figures.count(q.longest()) + ", ";
    return new Quarantined(
        Figures.word(q.entity()),
        Figures.word(q.stage()),
        q.reason(),
        Figures.count(q.count()),
        q.waivedUpTo() == 0 ? "–" : Figures.upTo(q.waivedUpTo()),
        q.limit() == null ? "" : longest + "limit " + Figures.count(q.limit()),
        q.examples());
  }

  private static Purge purge(ReportAnswer r, ZoneId zone) {
    if (r.purge() == null) {
      return null;
    }
    return new Purge(
        r.purge().empty() ? "Proved empty" : "Not empty",
        r.purge().empty() ? PageTone.GOOD : PageTone.BAD,
        r.purge().reason(),
        Figures.clock(r.purge().at(), zone),
        r.purge().tables().stream()
            .map(
                t ->
                    new Cells(
                        t.left() == 0 ? "" : PageTone.BAD,
                        List.of(t.table(), Figures.count(t.deleted()), Figures.count(t.left()))))
            .toList());
  }

  private static List<Bar> bars(ReportAnswer r) {
    List<Bar> bars = new ArrayList<>();
    long all = r.durations().stream().mapToLong(PhaseDuration::millis).sum();
    long before = 0;
    for (PhaseDuration d : r.durations()) {
      bars.add(
          new Bar(
              d.phase().words(),
              Figures.duration(d.millis() / 1000.0) + (d.endedAt() == null ? " so far" : ""),
              share(before, all),
              share(Math.max(d.millis(), all / 250), all)));
      before += d.millis();
    }
    return bars;
  }

  private static String share(long part, long all) {
    return String.format(Locale.ROOT, "%.2f%%", all == 0 ? 0 : 100.0 * part / all);
  }

  private static Line line(StoryLine d, ZoneId zone) {
    String tone =
        switch (d.tone()) {
          case STEP -> "";
          case GOOD -> PageTone.GOOD;
          case WARNING -> PageTone.WARNING;
          case BAD -> PageTone.BAD;
        };
    return new Line(Figures.dayAndClock(d.at(), zone), d.by(), d.text(), d.why(), tone);
  }

  private static Cells runCells(RunAnswer run, ZoneId zone) {
    return new Cells(
        PageTone.of(run.outcome()),
        List.of(
            String.valueOf(run.run()),
            Figures.word(run.kind()),
            run.outcome().words(),
            run.startedAt() == null ? "" : Figures.dayAndClock(run.startedAt(), zone),
            run.by()));
  }
}
