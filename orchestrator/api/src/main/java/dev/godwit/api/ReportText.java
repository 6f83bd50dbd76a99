package dev.godwit.api;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A report as plain text with tables, for a terminal or an e-mail. */
public final class ReportText {
  private final ReportAnswer report;
  private final ZoneId zone;
  private final StringBuilder out = new StringBuilder();

  private ReportText(ReportAnswer report, ZoneId zone) {
    this.report = report;
    this.zone = zone;
  }

  /**
   * Writes a report.
   *
   * @param report the report
   * @param zone zone of the reader's clock
   */
  public static String of(ReportAnswer report, ZoneId zone) {
    ReportText text = new ReportText(report, zone);
    text.write();
    return text.out.toString();
  }

  /**
   * The reconciliation ledger alone, as a table.
   *
   * @param verdict the verdict
   */
  public static String ledger(VerdictAnswer verdict) {
    boolean live = verdict.ledger().stream().anyMatch(l -> l.live() || l.duplicates() != 0);
    TextTable table =
        live
            ? new TextTable(
                "entity",
                ">source",
                ">extracted",
                ">merged",
                ">quarantined",
                ">duplicate",
                ">loaded",
                ">live loaded",
                ">new system",
                ">since the cut",
                "sum")
            : new TextTable(
                "entity",
                ">source",
                ">extracted",
                ">merged",
                ">quarantined",
                ">loaded",
                ">new system",
                "sum");
    for (LedgerLineAnswer l : verdict.ledger()) {
      List<String> cells = new ArrayList<>();
      cells.add(Figures.word(l.entity()));
      cells.add(Figures.count(l.sourceRows()));
      cells.add(Figures.count(l.extracted()));
      cells.add(Figures.count(l.mergedAway()));
      cells.add(Figures.count(l.quarantinedByTransformer() + l.quarantinedByLoader()));
      if (live) {
        cells.add(Figures.count(l.duplicates()));
      }
      cells.add(Figures.count(l.loaded()));
      if (live) {
        cells.add(l.live() ? Figures.count(l.liveLoaded()) : "-");
      }
      cells.add(l.targetRows() < 0 ? "not read" : Figures.count(l.targetRows()));
      if (live) {
        cells.add(l.live() && l.targetRows() >= 0 ? Figures.count(LedgerSum.sinceCut(l)) : "-");
      }
      cells.add(LedgerSum.holds(l, verdict.checks()) ? "holds" : "DOES NOT HOLD");
      table.row(cells.toArray(String[]::new));
    }
    return table.text();
  }

  private void write() {
    headline();
    if (report.run() == null) {
      out.append("\nNo run was begun yet. ").append(report.migration().next()).append('\n');
      return;
    }
    section("What went wrong first", report.failure(), this::failure);
    section("Reconciliation", report.verdict(), this::verdict);
    if (report.verdict() == null) {
      out.append("\nReconciliation\n\n  No verdict was reached in this run.\n");
    }
    section("Live engagement", report.live(), l -> out.append(LiveText.of(l, zone)));
    section("Reconciliation after the commit", report.liveVerdict(), this::verdict);
    quarantine();
    waivers();
    section("Purge of the new system", report.purge(), this::purge);
    durations();
    decisions();
    out.append("\nWhat next\n\n  ").append(report.migration().next()).append('\n');
  }

  private <T> void section(String title, T part, Consumer<T> write) {
    if (part != null) {
      out.append('\n').append(title).append("\n\n");
      write.accept(part);
    }
  }

  private void headline() {
    MigrationAnswer m = report.migration();
    out.append("Migration of ").append(m.customer()).append(": ").append(m.phase().words());
    if (m.paused() || m.programmePaused()) {
      out.append(m.paused() ? " (paused)" : " (the programme is paused)");
    }
    out.append('\n');
    RunAnswer run = report.run();
    if (run != null) {
      out.append(
          "Run %d, %s: %s; begun %s by %s%s%n"
              .formatted(
                  run.run(),
                  Figures.word(run.kind()),
                  run.outcome().words(),
                  Figures.dayAndClock(run.startedAt(), zone),
                  run.by(),
                  run.endedAt() == null ? "" : ", ended " + Figures.clock(run.endedAt(), zone)));
    }
    out.append("From ").append(m.sourcePack()).append(" to ").append(m.targetPack()).append('\n');
    if (m.stuck() != null) {
      out.append("STUCK: ").append(m.stuck()).append('\n');
    }
    m.waiting().forEach(w -> out.append("Waiting: ").append(w).append('\n'));
  }

  private void failure(FailureAnswer f) {
    out.append("  ")
        .append(Figures.clock(f.at(), zone))
        .append("  ")
        .append(f.where())
        .append('\n');
    out.append("  ").append(f.what()).append('\n');
    if (!f.next().isBlank()) {
      out.append("  What to do: ").append(f.next()).append('\n');
    }
  }

  private void verdict(VerdictAnswer v) {
    long failed = v.checks().stream().filter(c -> !c.passed()).count();
    out.append(
        "  %s at cut %d: %d checks, %d failed; keys missing %s, unexpected %s, changed %s%n%n"
            .formatted(
                v.reconciled() ? "RECONCILED" : "NOT RECONCILED",
                v.cut(),
                v.checks().size(),
                failed,
                Figures.count(v.missing()),
                Figures.count(v.unexpected()),
                Figures.count(v.changed())));
    out.append(ledger(v));
    TextTable checks = new TextTable("check", "on", "expected", "found", "");
    for (CheckAnswer c : v.checks()) {
      checks.row(c.name(), c.subject(), c.expected(), c.found(), c.passed() ? "ok" : "DIFFERS");
    }
    out.append('\n').append(checks.text());
    if (!v.differences().isEmpty()) {
      TextTable keys = new TextTable("difference", "table", "key", "columns");
      for (DifferenceAnswer d : v.differences()) {
        keys.row(d.difference(), d.table(), d.key(), String.join(", ", d.fields()));
      }
      out.append('\n').append(keys.text());
      out.append("  Every differing key is in crm.differences.v1.\n");
    }
  }

  private void quarantine() {
    out.append("\nQuarantine\n\n");
    if (report.quarantine().isEmpty()) {
      out.append("  Nothing was quarantined.\n");
      return;
    }
    TextTable table =
        new TextTable(
            "entity", "stage", "reason", ">count", ">waived up to", "example (legacy id)");
    for (QuarantineAnswer q : report.quarantine()) {
      table.row(
          Figures.word(q.entity()),
          Figures.word(q.stage()),
          q.reason(),
          Figures.count(q.count()),
          q.waivedUpTo() == 0 ? "-" : Figures.upTo(q.waivedUpTo()),
          q.examples().isEmpty() ? "" : example(q.examples().getFirst()));
    }
    out.append(table.text());
  }

  private static String example(QuarantineExample e) {
    String id =
        e.legacyId().isEmpty() ? e.topic() + "[" + e.partition() + "]@" + e.offset() : e.legacyId();
    return e.detail().isBlank() ? id : id + ": " + e.detail();
  }

  private void waivers() {
    if (report.waivers().isEmpty()) {
      return;
    }
    TextTable table = new TextTable("entity", "reason", ">up to", "by", "when", "why");
    for (WaiverAnswer w : report.waivers()) {
      table.row(
          Figures.word(w.entity()),
          w.reason(),
          Figures.upTo(w.upTo()),
          w.by(),
          Figures.clock(w.at(), zone),
          w.why());
    }
    out.append("\nWaivers\n\n").append(table.text());
  }

  private void purge(PurgeAnswer p) {
    out.append("  ")
        .append(p.empty() ? "PROVED EMPTY" : "NOT EMPTY")
        .append(": ")
        .append(p.reason());
    out.append("\n\n");
    TextTable table = new TextTable("table", ">deleted", ">left");
    for (TablePurge t : p.tables()) {
      table.row(t.table(), Figures.count(t.deleted()), Figures.count(t.left()));
    }
    out.append(table.text());
  }

  private void durations() {
    TextTable table = new TextTable("phase", "from", ">lasted");
    for (PhaseDuration d : report.durations()) {
      table.row(
          d.phase().words(),
          Figures.clock(d.startedAt(), zone),
          Figures.duration(d.millis() / 1000.0) + (d.endedAt() == null ? " so far" : ""));
    }
    if (!table.isEmpty()) {
      out.append("\nDurations\n\n").append(table.text());
    }
  }

  private void decisions() {
    out.append("\nWho did what, and why\n\n");
    report.decisions().forEach(d -> out.append("  ").append(StoryText.line(d, zone)).append('\n'));
  }
}
