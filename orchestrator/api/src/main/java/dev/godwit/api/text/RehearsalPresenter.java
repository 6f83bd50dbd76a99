package dev.godwit.api.text;

import dev.godwit.api.MigrationAnswer;
import dev.godwit.api.Phase;
import dev.godwit.api.RehearsalAnswer;
import dev.godwit.api.RehearsalAnswer.Finding;
import dev.godwit.api.RehearsalAnswer.Size;
import dev.godwit.api.RehearsalAnswer.State;
import dev.godwit.api.RehearsalAnswer.Step;
import dev.godwit.api.ReportAnswer.Purge;
import dev.godwit.api.text.ReportDocument.Badge;
import dev.godwit.api.text.ReportDocument.Commands;
import dev.godwit.api.text.ReportDocument.Commands.Command;
import dev.godwit.api.text.ReportDocument.Lines;
import dev.godwit.api.text.ReportDocument.Note;
import dev.godwit.api.text.ReportDocument.Section;
import dev.godwit.api.text.ReportDocument.Tile;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Decides what the answer of a rehearsal says: whether it passed, what it found, and the commands
 * that remain. Text and page print the same document, whose next step is the answer in a sentence.
 */
public final class RehearsalPresenter {
  private final RehearsalAnswer answer;
  private final ZoneId zone;

  private RehearsalPresenter(RehearsalAnswer answer, ZoneId zone) {
    this.answer = answer;
    this.zone = zone;
  }

  /**
   * The answer as a document.
   *
   * @param zone zone of the reader's clock
   */
  public static ReportDocument present(RehearsalAnswer answer, ZoneId zone) {
    return new RehearsalPresenter(answer, zone).document();
  }

  private ReportDocument document() {
    return new ReportDocument(
        answer.customer(),
        status(),
        answer.run() == null ? List.of() : facts(answer.run()),
        Figures.dayAndClock(answer.asOf(), zone) + " " + zone,
        tiles(),
        notes(),
        sections(),
        sentence());
  }

  private Badge status() {
    String stale = answer.stale().isEmpty() ? "" : "and stale";
    return switch (answer.state()) {
      case NONE -> new Badge("none yet", "", Tone.NEUTRAL);
      case RUNNING -> new Badge("under way", "", Tone.BUSY);
      case ENDED -> new Badge("ended without a result", "", Tone.WARNING);
      case FAILED -> new Badge("failed", stale, Tone.BAD);
      case FINDINGS -> new Badge("passed with findings", stale, Tone.WARNING);
      case PASSED -> new Badge("passed", stale, stale.isEmpty() ? Tone.GOOD : Tone.WARNING);
    };
  }

  private String sentence() {
    return switch (answer.state()) {
      case NONE -> "No rehearsal of %s has begun.".formatted(answer.customer());
      case RUNNING ->
          "The rehearsal is under way (%s); its answer follows at its end."
              .formatted(answer.run().phase().label());
      case ENDED ->
          "The rehearsal did not pass: it was %s.".formatted(answer.run().outcome().label());
      case FAILED ->
          answer.failure() == null
              ? "The rehearsal did not pass."
              : "The rehearsal did not pass: " + answer.failure().what();
      case FINDINGS ->
          "The rehearsal passed, with %s %s."
              .formatted(
                  Figures.number(answer.findings().size(), "finding", "findings"),
                  answer.phase() == Phase.COMMITTED
                      ? "that were fixed or accepted since: the customer is in the target"
                      : "that must be fixed or accepted before the customer goes live");
      case PASSED -> "The rehearsal passed, and nothing has to be accepted.";
    };
  }

  private List<String> facts(MigrationAnswer.Run run) {
    List<String> facts = new ArrayList<>();
    facts.add(
        "Run %d, begun %s by %s%s"
            .formatted(
                run.run(),
                Figures.dayAndClock(run.startedAt(), zone),
                run.by(),
                run.endedAt() == null ? "" : ", ended " + Figures.clock(run.endedAt(), zone)));
    facts.add(
        PackPhrase.of(
            answer.sourcePack(),
            run.sourceFingerprint(),
            answer.targetPack(),
            run.targetFingerprint()));
    if (run.run() != answer.newest()) {
      facts.add("The newest rehearsal is run %d.".formatted(answer.newest()));
    }
    return facts;
  }

  private List<Note> notes() {
    List<Note> notes = new ArrayList<>();
    if (!answer.stale().isEmpty()) {
      notes.add(
          new Note(
              "Stale",
              String.join(" ", answer.stale()) + " It allows no live run: start refuses it.",
              Tone.WARNING));
    }
    if (answer.failure() != null && answer.state() != State.FINDINGS) {
      String next = answer.failure().next();
      notes.add(
          new Note(
              "What went wrong first",
              "%s: %s%s"
                  .formatted(
                      answer.failure().where(),
                      answer.failure().what(),
                      next.isBlank() ? "" : " " + next),
              Tone.BAD));
    }
    return notes;
  }

  private List<Tile> tiles() {
    List<Tile> tiles = new ArrayList<>();
    if (answer.size() != null) {
      tiles.add(
          new Tile(
              Figures.count(answer.size().rows()),
              "rows, " + category(answer.size()),
              Tone.NEUTRAL));
    }
    if (isJudged()) {
      int findings = answer.findings().size();
      tiles.add(
          new Tile(
              Figures.count(findings),
              findings == 1 ? "finding" : "findings",
              findings == 0 ? Tone.GOOD : Tone.WARNING));
      tiles.add(
          new Tile(Figures.count(answer.close().size()), "columns close to a limit", Tone.NEUTRAL));
    }
    if (answer.estimate() != null) {
      tiles.add(
          new Tile(
              RoughTime.range(
                  answer.estimate().shortestSeconds(), answer.estimate().longestSeconds()),
              "frozen in the live run, estimated",
              Tone.NEUTRAL));
    }
    return tiles;
  }

  /** Whether there is something to show of its data. */
  private boolean isJudged() {
    return switch (answer.state()) {
      case NONE, RUNNING, ENDED -> false;
      case FAILED, FINDINGS, PASSED -> true;
    };
  }

  private List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    if (isJudged()) {
      // A rehearsal that failed did not look at everything: that it shows nothing says nothing.
      boolean isWhole = answer.state() != State.FAILED;
      sections.add(findings());
      sections.addAll(MergeWaitPresenter.sections(answer.merges()));
      if (isWhole || !answer.close().isEmpty()) {
        sections.add(CloseLimitsPresenter.section(answer.close()));
      }
      if (isWhole || !answer.staging().isEmpty()) {
        sections.add(staging());
      }
      if (answer.probes() != null) {
        sections.add(ProbesPresenter.section(answer.probes()));
      }
      sections.add(changes());
      sections.add(EstimatePresenter.section(answer.size(), answer.estimate()));
      sections.add(purge());
    }
    sections.add(remaining());
    return sections;
  }

  private Section findings() {
    if (answer.findings().isEmpty()) {
      return Section.of(
          "Findings",
          Lines.of(
              answer.state() == State.FAILED
                  ? "No finding is known: the rehearsal failed before."
                  : "Nothing has to be fixed or accepted."));
    }
    return new Section(
        "Findings",
        Tone.NEUTRAL,
        null,
        "",
        List.of(
            Table.of(answer.findings())
                .words("reason", Finding::reason)
                .words("entity", f -> Figures.word(f.entity()))
                .counts("count", Finding::count)
                .figures("of its rows", f -> Shares.of(f.count(), f.rows()))
                .words("found by", f -> Figures.word(f.stage()))
                .on(Table.Shown.PAGE)
                .words("keys", f -> Keys.of(f.keys()))
                .details(Finding::keys)
                .build(),
            new Commands(answer.findings().stream().map(RehearsalPresenter::toDo).toList())));
  }

  private static Command toDo(Finding finding) {
    return new Command(
        "%s of %s: %s"
            .formatted(finding.reason(), Figures.word(finding.entity()), finding.meaning()),
        finding.fixes(),
        "%s\nTo accept it: --waive %s".formatted(finding.remedy(), finding.waiver()));
  }

  private Section staging() {
    if (answer.staging().isEmpty()) {
      return Section.of(
          "Staging and live", Lines.of("The live schema demands the same of the rows as staging."));
    }
    return Section.of(
        "Staging and live",
        Table.of(answer.staging())
            .words("table", RehearsalAnswer.StagingDifference::table)
            .words("demanded differently", RehearsalAnswer.StagingDifference::difference)
            .build());
  }

  private Section changes() {
    String title = "Since the rehearsal before";
    RehearsalAnswer.Changes changes = answer.changes();
    if (changes == null) {
      return Section.of(title, Lines.of("No rehearsal before this one reached a verdict."));
    }
    if (changes.findings().isEmpty()) {
      return Section.of(
          title, Lines.of("The findings are those of run %d.".formatted(changes.run())));
    }
    return Section.of(
        title,
        Table.of(changes.findings())
            .words("reason", RehearsalAnswer.Change::reason)
            .words("entity", c -> Figures.word(c.entity()))
            .counts("run " + changes.run(), RehearsalAnswer.Change::before)
            .counts("run " + answer.run().run(), RehearsalAnswer.Change::now)
            .words("change", RehearsalAnswer.Change::kind)
            .build());
  }

  private Section purge() {
    String title = "Proof of the rollback";
    if (answer.purge() == null) {
      return Section.of(title, Lines.of("Staging was not purged in this rehearsal."));
    }
    List<Purge.Table> tables = answer.purge().tables();
    long deleted = tables.stream().mapToLong(Purge.Table::deleted).sum();
    long left = tables.stream().mapToLong(Purge.Table::left).sum();
    boolean empty = answer.purge().empty();
    return new Section(
        title,
        Tone.NEUTRAL,
        new Badge(empty ? "proved empty" : "not empty", "", empty ? Tone.GOOD : Tone.BAD),
        "%s purged from staging, %s left; counted at %s."
            .formatted(
                Figures.number(deleted, "row", "rows"),
                Figures.count(left),
                Figures.dayAndClock(answer.purge().at(), zone)),
        List.of(
            Table.of(tables)
                .words("table", Purge.Table::table)
                .counts("purged", Purge.Table::deleted)
                .counts("left", Purge.Table::left)
                .tone(t -> Tone.unless(t.left() == 0))
                .build()));
  }

  /** Commands with the same purpose are one step. */
  private Section remaining() {
    String title = "Until the live run";
    if (answer.remaining().isEmpty()) {
      return Section.of(title, Lines.of("Nothing remains: the customer is in the target."));
    }
    List<Command> commands = new ArrayList<>();
    for (Step step : answer.remaining()) {
      Command last = commands.isEmpty() ? null : commands.getLast();
      if (last != null && last.purpose().equals(step.purpose())) {
        List<String> lines = new ArrayList<>(last.lines());
        lines.add(step.command());
        commands.removeLast();
        commands.add(new Command(step.purpose(), lines, ""));
      } else {
        commands.add(new Command(step.purpose(), List.of(step.command()), ""));
      }
    }
    return Section.of(title, new Commands(commands));
  }

  private static String category(Size size) {
    return size.category().name().toLowerCase(Locale.ROOT);
  }
}
