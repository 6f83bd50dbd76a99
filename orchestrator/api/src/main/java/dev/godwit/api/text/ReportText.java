package dev.godwit.api.text;

import dev.godwit.api.ReportAnswer;
import dev.godwit.api.StoryLine;
import dev.godwit.api.VerdictAnswer;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints a report as plain text with tables, for a terminal or an e-mail. */
public final class ReportText {
  private static final int AUTHOR_WIDTH = 14;
  private static final String COMMAND = "     ";

  private ReportText() {}

  /**
   * The report as text.
   *
   * @param report the report
   * @param zone zone of the reader's clock
   */
  public static String of(ReportAnswer report, ZoneId zone) {
    ReportDocument document = ReportPresenter.present(report, zone);
    StringBuilder out = new StringBuilder();
    out.append("Migration of %s: %s\n".formatted(document.customer(), document.status().label()));
    document.facts().forEach(fact -> out.append(fact).append('\n'));
    for (ReportDocument.Note note : document.notes()) {
      String title = note.tone() == Tone.BAD ? upper(note.title()) : note.title();
      out.append(title).append(": ").append(note.text()).append('\n');
    }
    for (ReportDocument.Section section : document.sections()) {
      out.append('\n').append(section.title()).append("\n\n").append(of(section));
    }
    return out.append("\nWhat next\n\n  ").append(document.next()).append('\n').toString();
  }

  /** The reconciliation ledger alone, as a table. */
  public static String ledger(VerdictAnswer verdict) {
    return ReportPresenter.ledger(verdict).text();
  }

  /**
   * A line of the story, without a line feed: time, author, sentence, and the reason where one was
   * given.
   *
   * @param line the event
   * @param zone zone of the reader's clock
   */
  public static String line(StoryLine line, ZoneId zone) {
    String by =
        line.by().length() > AUTHOR_WIDTH
            ? line.by().substring(0, AUTHOR_WIDTH - 1) + "…"
            : line.by();
    String mark =
        switch (line.tone()) {
          case STEP -> " ";
          case GOOD -> "+";
          case WARNING -> "!";
          case BAD -> "x";
        };
    String why = line.why().isBlank() ? "" : " — “" + oneLine(line.why().strip()) + "”";
    return String.format(
        "%s  %-" + AUTHOR_WIDTH + "s %s %s%s",
        Figures.clock(line.at(), zone),
        by,
        mark,
        oneLine(line.text()),
        why);
  }

  static String of(ReportDocument.Section section) {
    List<String> parts = new ArrayList<>();
    if (section.badge() != null) {
      ReportDocument.Badge badge = section.badge();
      String detail = badge.detail().isEmpty() ? "" : " " + badge.detail();
      parts.add("  %s%s: %s\n".formatted(upper(badge.word()), detail, section.lead()));
    } else if (!section.lead().isEmpty()) {
      parts.add("  " + section.lead() + "\n");
    }
    section.blocks().forEach(block -> parts.add(of(block)));
    return String.join("\n", parts);
  }

  private static String of(ReportDocument.Block block) {
    return switch (block) {
      case ReportDocument.Lines l -> indented(l.lines());
      case ReportDocument.Commands c -> of(c);
      case ReportDocument.Story s ->
          indented(s.entries().stream().map(ReportDocument.Story.Entry::line).toList());
      case ReportDocument.Tiles t -> of(t.tiles());
      case ReportDocument.Bars b ->
          Table.of(b.bars())
              .words("phase", ReportDocument.Bars.Bar::phase)
              .words("from", ReportDocument.Bars.Bar::from)
              .figures("lasted", ReportDocument.Bars.Bar::lasted)
              .build()
              .text();
      case Table table -> table.text();
    };
  }

  private static String of(ReportDocument.Commands commands) {
    StringBuilder out = new StringBuilder();
    int number = 0;
    for (ReportDocument.Commands.Command command : commands.commands()) {
      out.append(WrappedText.of(command.purpose(), "  %d. ".formatted(++number), COMMAND));
      command.lines().forEach(line -> out.append(COMMAND).append("  ").append(line).append('\n'));
      command.note().lines().forEach(l -> out.append(WrappedText.of(l, COMMAND, COMMAND)));
    }
    return out.toString();
  }

  private static String of(List<ReportDocument.Tile> tiles) {
    Table.Builder<List<ReportDocument.Tile>> row = Table.of(List.of(tiles));
    for (int i = 0; i < tiles.size(); i++) {
      int column = i;
      row.figures(tiles.get(i).label(), all -> all.get(column).figure());
    }
    return row.build().text();
  }

  private static String indented(List<String> lines) {
    StringBuilder out = new StringBuilder();
    lines.forEach(line -> out.append("  ").append(line).append('\n'));
    return out.toString();
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  /** A reason may have several lines of its own. */
  private static String oneLine(String text) {
    return text.replaceAll("[\\n\\t]\\s*", " ");
  }
}
