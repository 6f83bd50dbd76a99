package dev.godwit.api.text;

import dev.godwit.api.MergeCountAnswer;
import dev.godwit.api.MergeExplanationAnswer;
import dev.godwit.api.MergeGroupAnswer;
import dev.godwit.api.MergeGroupDetailAnswer;
import dev.godwit.api.MergeGroupDetailAnswer.Kept;
import dev.godwit.api.MergeGroupDetailAnswer.Member;
import dev.godwit.api.PairAnswer;
import dev.godwit.api.text.ReportDocument.Lines;
import dev.godwit.api.text.ReportDocument.Section;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Decides what lists and pages say about merge groups; the terminal and the pages print the same.
 */
public final class MergesPresenter {
  private static final int IDS = 5;
  private static final int PAIRS = 20;
  private static final String UNKNOWN = "-";

  private MergesPresenter() {}

  /**
   * The part of a group that is printed.
   *
   * @param rows greatest number of rows side by side
   * @param characters greatest number of characters of a value
   */
  public record Room(int rows, int characters) {
    /** Room on a terminal. */
    public static final Room TERMINAL = new Room(6, 40);

    /** Room on a page. */
    public static final Room PAGE = new Room(50, 1_000);
  }

  /** A list of groups. */
  public static Table table(List<MergeGroupAnswer> groups) {
    return Table.of(groups)
        .words("group", MergeGroupAnswer::group)
        .words("entity", MergeGroupAnswer::entity)
        .words("state", MergesPresenter::state)
        .words("rule", MergeGroupAnswer::rule)
        .figures("weight", g -> bits(g.weight()))
        .counts("rows", MergeGroupAnswer::size)
        .words("source ids", MergesPresenter::ids)
        .build();
  }

  /** The groups that a person should look at first. */
  static Table heaviest(List<MergeGroupAnswer> groups) {
    return Table.of(groups)
        .words("heaviest", MergeGroupAnswer::group)
        .words("rule", MergeGroupAnswer::rule)
        .figures("weight", g -> bits(g.weight()))
        .counts("rows", MergeGroupAnswer::size)
        .words("keys", g -> Keys.of(g.members()))
        .titled("The heaviest groups")
        .build();
  }

  /** The number of groups by entity, state and rule. */
  public static Table counts(List<MergeCountAnswer> counts) {
    return Table.of(counts)
        .words("entity", MergeCountAnswer::entity)
        .words("state", c -> Figures.word(c.state()))
        .words("rule", MergeCountAnswer::rule)
        .counts("groups", MergeCountAnswer::groups)
        .counts("rows", MergeCountAnswer::rows)
        .figures("weight from", c -> bits(c.lowest()))
        .figures("to", c -> bits(c.highest()))
        .build();
  }

  /** The first sentence about a group. */
  public static String headline(MergeGroupAnswer g) {
    return "Group %s of run %d: %s %s of %s, %s, by %s with %s bits."
        .formatted(
            g.group(),
            g.run(),
            Figures.count(g.size()),
            g.size() == 1 ? "row" : "rows",
            g.entity(),
            switch (g.state()) {
              case "AUTOMATIC" -> "merged by a rule";
              case "REVIEW" -> "waiting for a person's decision and separate until then";
              case "TOGETHER" -> "one by decision " + g.decision();
              case "APART" -> "kept apart by decision " + g.decision();
              default -> "in state " + g.state();
            },
            g.rule(),
            bits(g.weight()));
  }

  /** A group: its rows side by side with what would be kept, and the evidence. */
  public static List<Section> sections(MergeGroupDetailAnswer detail, Room room) {
    return List.of(sideBySide(detail, room), evidence(detail.evidence(), PAIRS));
  }

  /** A group as text for a terminal. */
  public static String text(MergeGroupDetailAnswer detail) {
    StringBuilder out = new StringBuilder(headline(detail.group())).append('\n');
    for (Section section : sections(detail, Room.TERMINAL)) {
      out.append('\n').append(section.title()).append("\n\n").append(ReportText.of(section));
    }
    return out.toString();
  }

  /** An explanation as text for a terminal. */
  public static String text(MergeExplanationAnswer answer) {
    String text = answer.text() + "\n";
    if (answer.evidence().isEmpty()) {
      return text;
    }
    Section evidence = evidence(answer.evidence(), answer.evidence().size());
    return text + "\n" + ReportText.of(evidence);
  }

  private static Section sideBySide(MergeGroupDetailAnswer detail, Room room) {
    List<Member> shown = detail.members().stream().limit(room.rows()).toList();
    Table.Builder<Kept> table =
        Table.of(detail.kept().stream().skip(1).toList()).words("field", Kept::field);
    for (int i = 0; i < shown.size(); i++) {
      Member member = shown.get(i);
      String heading = cut(member.legacyId(), room.characters());
      table.words(
          i == 0 ? heading + " (survivor)" : heading,
          kept -> value(member.fields().get(kept.field()), room.characters()));
    }
    table
        .words("kept if one", kept -> value(kept.value(), room.characters()))
        .words("rule", Kept::rule);
    int more = detail.group().size() - shown.size();
    if (more > 0) {
      table.noted(
          "%s of %s rows shown; all that the record holds: godwit merges show --json, or merges export."
              .formatted(Figures.count(shown.size()), Figures.count(detail.group().size())));
    }
    return Section.of("Rows side by side", table.build());
  }

  private static Section evidence(List<PairAnswer> pairs, int most) {
    if (pairs.isEmpty()) {
      return Section.of("Evidence", Lines.of("The record holds no compared pair."));
    }
    Table.Builder<PairAnswer> table =
        Table.of(pairs.stream().limit(most).toList())
            .words("row", PairAnswer::left)
            .words("and row", PairAnswer::right)
            .words("rule", PairAnswer::rule)
            .figures("weight", p -> bits(p.weight()))
            .words("fields", MergesPresenter::fields)
            .explained(
                "Weights are in bits: each bit doubles the odds that both are one. A field above 0"
                    + " speaks for it, one below 0 against it.");
    if (pairs.size() > most) {
      table.noted(
          "%d of %s pairs shown; the others: godwit merges show --json."
              .formatted(most, Figures.count(pairs.size())));
    }
    return Section.of("Evidence", table.build());
  }

  private static String fields(PairAnswer pair) {
    return pair.fields().stream()
        .map(
            f ->
                "%s %s %s"
                    .formatted(
                        f.field(),
                        Figures.word(f.level()),
                        String.format(Locale.ROOT, "%+.1f", f.weight())))
        .collect(Collectors.joining(", "));
  }

  private static String state(MergeGroupAnswer group) {
    String word = Figures.word(group.state());
    return group.decision() == null ? word : word + ", decision " + group.decision();
  }

  private static String ids(MergeGroupAnswer group) {
    String first =
        group.members().stream()
            .limit(IDS)
            .map(id -> cut(id, 40))
            .collect(Collectors.joining(", "));
    int more = group.size() - Math.min(IDS, group.members().size());
    return more <= 0 ? first : first + " and " + Figures.count(more) + " more";
  }

  /** Rounded down, so that a selection from the shown weight on has the group. */
  private static String bits(double weight) {
    return String.format(Locale.ROOT, "%.1f", Math.floor(weight * 10) / 10);
  }

  private static String value(String value, int most) {
    return value == null || value.isBlank() ? UNKNOWN : cut(value, most);
  }

  /** On one line, and not longer than there is room. */
  private static String cut(String value, int most) {
    String line = value.strip().replaceAll("\\s+", " ");
    if (line.codePointCount(0, line.length()) <= most) {
      return line;
    }
    return line.substring(0, line.offsetByCodePoints(0, most - 1)) + "…";
  }
}
