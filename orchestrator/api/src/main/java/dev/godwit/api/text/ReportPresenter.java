package dev.godwit.api.text;

import dev.godwit.api.LiveAnswer;
import dev.godwit.api.MigrationAnswer;
import dev.godwit.api.QuarantineAnswer;
import dev.godwit.api.ReportAnswer;
import dev.godwit.api.StoryLine;
import dev.godwit.api.VerdictAnswer;
import dev.godwit.api.text.ReportDocument.Badge;
import dev.godwit.api.text.ReportDocument.Bars;
import dev.godwit.api.text.ReportDocument.Lines;
import dev.godwit.api.text.ReportDocument.Note;
import dev.godwit.api.text.ReportDocument.Section;
import dev.godwit.api.text.ReportDocument.Story;
import dev.godwit.api.text.ReportDocument.Tile;
import dev.godwit.api.text.Table.Shown;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Decides what a report says: its sections and their order, the columns of each table, the words of
 * each verdict. Text and page print the same document.
 */
public final class ReportPresenter {
  private final ReportAnswer report;
  private final ZoneId zone;

  private ReportPresenter(ReportAnswer report, ZoneId zone) {
    this.report = report;
    this.zone = zone;
  }

  /**
   * The report as a document.
   *
   * @param report the report
   * @param zone zone of the reader's clock
   */
  public static ReportDocument present(ReportAnswer report, ZoneId zone) {
    return new ReportPresenter(report, zone).document();
  }

  /** The ledger of a verdict. */
  static Table ledger(VerdictAnswer v) {
    boolean live = v.ledger().stream().anyMatch(l -> l.live() || l.duplicates() != 0);
    return Table.of(v.ledger())
        .words("entity", l -> Figures.word(l.entity()))
        .counts("source", VerdictAnswer.LedgerLine::sourceRows)
        .counts("extracted", VerdictAnswer.LedgerLine::extracted)
        .counts("merged", VerdictAnswer.LedgerLine::mergedAway)
        .counts("quarantined", l -> l.quarantinedByTransformer() + l.quarantinedByLoader())
        .on(Shown.TEXT)
        .counts("quarantined (transform)", VerdictAnswer.LedgerLine::quarantinedByTransformer)
        .on(Shown.PAGE)
        .counts("transformed", VerdictAnswer.LedgerLine::transformed)
        .on(Shown.PAGE)
        .counts("duplicate", VerdictAnswer.LedgerLine::duplicates)
        .onlyIf(live)
        .counts("quarantined (load)", VerdictAnswer.LedgerLine::quarantinedByLoader)
        .on(Shown.PAGE)
        .counts("loaded", VerdictAnswer.LedgerLine::loaded)
        .figures("live loaded", l -> l.live() ? Figures.count(l.liveLoaded()) : "-")
        .onlyIf(live)
        .figures("target", l -> Figures.read(l.targetRows()))
        .figures("since the cut", l -> l.live() ? Figures.orDash(l.sinceCut()) : "-")
        .onlyIf(live)
        .words("sum", l -> sum(l.holds(v.checks())))
        .tone(l -> Tone.unless(l.holds(v.checks())))
        .explained(
            "source = extracted; extracted = transformed + merged + quarantined (transform);"
                + " transformed = loaded + duplicate + quarantined (load);"
                + " loaded + live loaded + rows since the cut = target.")
        .build();
  }

  static String sum(boolean holds) {
    return holds ? "holds" : "DOES NOT HOLD";
  }

  private ReportDocument document() {
    MigrationAnswer m = report.migration();
    List<String> facts =
        Stream.of(
                report.run() == null ? "No run has begun yet." : fact(report.run()),
                packs(m),
                isLatest() && m.freeze() != null ? HoldPresenter.fact(m.freeze()) : "")
            .filter(fact -> !fact.isEmpty())
            .toList();
    List<Note> notes = new ArrayList<>();
    if (m.stuck() != null) {
      notes.add(new Note("Stuck", m.stuck(), Tone.BAD));
    }
    if (m.replay() != null && m.replay().state().open()) {
      notes.add(new Note("Replay", ReplayPresenter.sentence(m.replay()), Tone.WARNING));
    }
    m.waiting().forEach(w -> notes.add(new Note("Waiting", w, Tone.WARNING)));
    if (report.verdict() != null) {
      StatementsPresenter.sequences(report.verdict())
          .forEach(text -> notes.add(new Note("Sequence", text, Tone.WARNING)));
    }
    return new ReportDocument(
        m.customer(),
        new Badge(
            MigrationsPresenter.status(m), "", m.stuck() == null ? Tone.of(m.phase()) : Tone.BAD),
        facts,
        Figures.dayAndClock(report.asOf(), zone) + " " + zone,
        report.run() == null ? List.of() : tiles(),
        notes,
        sections(),
        m.next());
  }

  /** True where the report is of the latest run, which the migration's hold and freeze are of. */
  private boolean isLatest() {
    return report.run() != null && report.run().run() == report.migration().run();
  }

  /** The packs, with the files that the run was assessed with. */
  private String packs(MigrationAnswer m) {
    return report.run() == null
        ? PackPhrase.of(m.sourcePack(), null, m.targetPack(), null)
        : PackPhrase.of(
            m.sourcePack(),
            report.run().sourceFingerprint(),
            m.targetPack(),
            report.run().targetFingerprint());
  }

  private String fact(MigrationAnswer.Run run) {
    return "Run %d, %s: %s; begun %s by %s%s%s"
        .formatted(
            run.run(),
            Figures.word(run.kind()),
            run.outcome().label(),
            Figures.dayAndClock(run.startedAt(), zone),
            run.by(),
            run.endedAt() == null ? "" : ", ended " + Figures.clock(run.endedAt(), zone),
            run.why().isBlank() ? "" : " — “" + run.why().strip() + "”");
  }

  private List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    if (report.run() != null) {
      if (isLatest() && report.migration().hold() != null) {
        sections.add(HoldPresenter.section(report.migration().hold(), zone));
      }
      failure(sections);
      sections.add(
          report.verdict() == null
              ? Section.of("Reconciliation", Lines.of("No verdict was reached in this run."))
              : verdict("Reconciliation", report.verdict()));
      LiveAnswer live = report.live();
      if (live != null) {
        sections.add(LivePresenter.section(live, zone));
      }
      if (report.liveVerdict() != null) {
        sections.add(verdict("Reconciliation after the commit", report.liveVerdict()));
      }
      sections.add(QuarantinePresenter.section(report.quarantine()));
      if (!report.replaced().isEmpty()) {
        sections.add(QuarantinePresenter.replaced(report.replaced()));
      }
      if (!report.statements().isEmpty()) {
        sections.add(StatementsPresenter.section(report.statements(), zone));
      }
      if (report.probes() != null) {
        sections.add(ProbesPresenter.section(report.probes()));
      }
      if (!report.replays().isEmpty()) {
        sections.add(ReplayPresenter.section(report.replays(), zone));
      }
      waivers(sections);
      purge(sections);
      if (!report.durations().isEmpty()) {
        sections.add(Section.of("Durations", bars()));
      }
    }
    if (!report.decisions().isEmpty()) {
      sections.add(
          Section.of(
              "Who did what, and why",
              new Story(report.decisions().stream().map(this::entry).toList())));
    }
    runs(sections);
    return sections;
  }

  private List<Tile> tiles() {
    List<Tile> tiles = new ArrayList<>();
    MigrationAnswer.Run run = report.run();
    tiles.add(new Tile(Figures.count(run.sourceRows()), "rows in the snapshot", Tone.NEUTRAL));
    VerdictAnswer v = report.verdict();
    if (v != null) {
      long loaded = v.ledger().stream().mapToLong(VerdictAnswer.LedgerLine::loaded).sum();
      tiles.add(new Tile(Figures.count(loaded), "records loaded", Tone.NEUTRAL));
      long failed = v.failedChecks();
      int all = v.checks().size();
      tiles.add(
          failed == 0
              ? new Tile("all " + all, "checks hold", Tone.GOOD)
              : new Tile(failed + " of " + all, "checks failed", Tone.BAD));
      long differing = v.missing() + v.unexpected() + v.changed();
      tiles.add(
          new Tile(Figures.count(differing), "keys differ", differing == 0 ? Tone.GOOD : Tone.BAD));
    }
    long quarantined = report.quarantine().stream().mapToLong(QuarantineAnswer::count).sum();
    tiles.add(
        new Tile(
            Figures.count(quarantined),
            "quarantined",
            quarantined == 0 ? Tone.NEUTRAL : Tone.WARNING));
    if (report.mergeGroups() > 0) {
      tiles.add(
          new Tile(
              Figures.count(report.mergeGroups()),
              "merged contacts of " + Figures.count(report.mergedMembers()),
              Tone.NEUTRAL));
    }
    for (ReportAnswer.Merged merged : report.merged()) {
      tiles.add(
          new Tile(
              Figures.count(merged.groups()),
              "merged %s of %s"
                  .formatted(
                      merged.entity().toLowerCase(Locale.ROOT), Figures.count(merged.members())),
              Tone.NEUTRAL));
    }
    if (isLatest() && report.migration().freeze() != null) {
      tiles.add(HoldPresenter.tile(report.migration().freeze()));
    }
    Instant end = run.endedAt() == null ? report.asOf() : run.endedAt();
    tiles.add(
        new Tile(
            Figures.duration(Duration.between(run.startedAt(), end).toMillis() / 1000.0),
            run.endedAt() == null ? "so far" : "in all",
            Tone.NEUTRAL));
    return tiles;
  }

  private void failure(List<Section> sections) {
    ReportAnswer.Failure f = report.failure();
    if (f != null) {
      List<String> lines =
          Stream.of(
                  Figures.clock(f.at(), zone) + "  " + f.where(),
                  f.what(),
                  f.next().isBlank() ? "" : "What to do: " + f.next())
              .filter(line -> !line.isEmpty())
              .toList();
      sections.add(
          new Section(
              "What went wrong first",
              Tone.BAD,
              null,
              "",
              List.of(new Lines(Tone.NEUTRAL, lines))));
    }
  }

  private static Section verdict(String title, VerdictAnswer v) {
    long failed = v.failedChecks();
    Table checks =
        Table.of(v.checks())
            .words("check", VerdictAnswer.Check::name)
            .words("on", VerdictAnswer.Check::subject)
            .words("expected", VerdictAnswer.Check::expected)
            .words("found", VerdictAnswer.Check::found)
            .words("", c -> c.passed() ? "ok" : "DIFFERS")
            .tone(c -> Tone.unless(c.passed()))
            .titled("Checks")
            .folding(
                v.checks().size() - failed + " checks that hold, counts and digests",
                VerdictAnswer.Check::passed)
            .build();
    List<ReportDocument.Block> blocks = new ArrayList<>(List.of(ledger(v), checks));
    if (!v.differences().isEmpty()) {
      blocks.add(
          Table.of(v.differences())
              .words("difference", VerdictAnswer.Difference::difference)
              .words("table", VerdictAnswer.Difference::table)
              .words("key", VerdictAnswer.Difference::key)
              .words("columns", d -> String.join(", ", d.fields()))
              .titled("Keys that differ")
              .noted(
                  DifferenceNote.of(
                      v.differences().size(), v.missing() + v.unexpected() + v.changed()))
              .build());
    }
    return new Section(
        title,
        Tone.NEUTRAL,
        new Badge(
            v.reconciled() ? "reconciled" : "not reconciled",
            "at cut " + v.cut(),
            v.reconciled() ? Tone.GOOD : Tone.BAD),
        "%d checks, %d failed; keys missing %s, unexpected %s, changed %s"
            .formatted(
                v.checks().size(),
                failed,
                Figures.count(v.missing()),
                Figures.count(v.unexpected()),
                Figures.count(v.changed())),
        blocks);
  }

  private void waivers(List<Section> sections) {
    if (!report.waivers().isEmpty()) {
      sections.add(
          Section.of(
              "Waivers",
              Table.of(report.waivers())
                  .words("entity", w -> Figures.word(w.entity()))
                  .words("reason", ReportAnswer.Waiver::reason)
                  .figures("up to", w -> Figures.upTo(w.upTo()))
                  .counts("in quarantine now", w -> QuarantinePresenter.of(w, report.quarantine()))
                  .words("by", ReportAnswer.Waiver::by)
                  .words("when", w -> Figures.dayAndClock(w.at(), zone))
                  .words("why", ReportAnswer.Waiver::why)
                  .build()));
    }
  }

  private void purge(List<Section> sections) {
    ReportAnswer.Purge p = report.purge();
    if (p != null) {
      sections.add(
          new Section(
              "Purge of the target",
              Tone.NEUTRAL,
              new Badge(
                  p.empty() ? "proved empty" : "not empty", "", p.empty() ? Tone.GOOD : Tone.BAD),
              p.reason(),
              List.of(
                  Table.of(p.tables())
                      .words("table", ReportAnswer.Purge.Table::table)
                      .counts("deleted", ReportAnswer.Purge.Table::deleted)
                      .counts("left", ReportAnswer.Purge.Table::left)
                      .tone(t -> Tone.unless(t.left() == 0))
                      .explained("Counted at " + Figures.clock(p.at(), zone) + ".")
                      .build())));
    }
  }

  private Bars bars() {
    List<Bars.Bar> bars = new ArrayList<>();
    long all = report.durations().stream().mapToLong(ReportAnswer.PhaseDuration::millis).sum();
    long before = 0;
    for (ReportAnswer.PhaseDuration d : report.durations()) {
      bars.add(
          new Bars.Bar(
              d.phase().label(),
              Figures.clock(d.startedAt(), zone),
              Figures.duration(d.millis() / 1000.0) + (d.endedAt() == null ? " so far" : ""),
              share(before, all),
              share(Math.max(d.millis(), all / 250), all)));
      before += d.millis();
    }
    return new Bars(bars);
  }

  private static String share(long part, long all) {
    return String.format(Locale.ROOT, "%.2f%%", all == 0 ? 0 : 100.0 * part / all);
  }

  private Story.Entry entry(StoryLine line) {
    return new Story.Entry(
        Figures.dayAndClock(line.at(), zone),
        line.by(),
        line.text(),
        line.why(),
        Tone.of(line.tone()),
        ReportText.line(line, zone));
  }

  private void runs(List<Section> sections) {
    List<MigrationAnswer.Run> runs = report.migration().runs();
    if (!runs.isEmpty()) {
      sections.add(
          Section.of(
              "Runs",
              Table.of(runs)
                  .figures("run", run -> String.valueOf(run.run()))
                  .words("kind", run -> Figures.word(run.kind()))
                  .words("outcome", run -> run.outcome().label())
                  .words("begun", run -> Figures.dayAndClock(run.startedAt(), zone))
                  .words("by", MigrationAnswer.Run::by)
                  .tone(run -> Tone.of(run.outcome()))
                  .build()));
    }
  }
}
