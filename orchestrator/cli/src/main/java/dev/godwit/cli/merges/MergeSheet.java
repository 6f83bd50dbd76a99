package dev.godwit.cli.merges;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A file of merge groups as a person filled it in. Immutable.
 *
 * @param seen number of the customer's last decision when the file was exported
 * @param groups the groups in the order of the file
 */
public record MergeSheet(int seen, List<Group> groups) {
  private static final List<String> NEEDED =
      List.of("group", "state", "member", "decision", "seen");
  private static final Pattern DECISION =
      Pattern.compile("(?i)together(:[a-z0-9_-]{1,20})?|apart|");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  public MergeSheet {
    groups = List.copyOf(groups);
  }

  /**
   * A group.
   *
   * @param line number of its first line
   * @param entity name of the entity, in small letters
   * @param state its state when the file was exported
   * @param rows its rows
   */
  public record Group(int line, String id, String entity, String state, List<Row> rows) {
    public Group {
      rows = List.copyOf(rows);
    }

    /** True where no row has a decision. */
    boolean isOpen() {
      return rows.stream().allMatch(row -> row.decision().isEmpty());
    }
  }

  /**
   * A row of the source.
   *
   * @param survivor row that it is part of as things are; its own id where it stays
   * @param decision {@code together}, {@code together:label}, {@code apart} or empty; in small
   *     letters
   */
  public record Row(int line, String member, String survivor, String decision) {}

  /**
   * Reads a file. Where it adds flaws, the sheet is not to be used.
   *
   * @param text the file's text
   * @param flaws receives what is wrong
   */
  public static MergeSheet read(String text, Flaws flaws) {
    List<CsvLines.Line> lines = CsvLines.of(text, flaws);
    if (lines.isEmpty()) {
      flaws.add(1, "", "expected a heading with %s, found nothing".formatted(needed()));
      return new MergeSheet(0, List.of());
    }
    return new Reading(lines.getFirst(), flaws).read(lines.subList(1, lines.size()));
  }

  private static String needed() {
    return String.join(", ", NEEDED);
  }

  /** Reads the lines behind a heading. */
  private static final class Reading {
    private final Flaws flaws;
    private final Map<String, Integer> columns = new LinkedHashMap<>();
    private final int width;
    private final Map<String, List<CsvLines.Line>> byGroup = new LinkedHashMap<>();
    private final Set<Integer> seen = new LinkedHashSet<>();

    Reading(CsvLines.Line heading, Flaws flaws) {
      this.flaws = flaws;
      this.width = heading.cells().size();
      for (int i = 0; i < width; i++) {
        String name = heading.cells().get(i).strip();
        if (columns.putIfAbsent(name, i) != null && NEEDED.contains(name)) {
          flaws.add(heading.number(), name, "expected this column once, found it twice");
        }
      }
      for (String name : NEEDED) {
        if (!columns.containsKey(name)) {
          flaws.add(
              heading.number(),
              name,
              "expected a heading with %s, found none of this name".formatted(needed()));
        }
      }
    }

    MergeSheet read(List<CsvLines.Line> lines) {
      if (!columns.keySet().containsAll(NEEDED)) {
        return new MergeSheet(0, List.of());
      }
      lines.forEach(this::line);
      List<Group> groups = new ArrayList<>();
      byGroup.forEach((id, of) -> groups.add(group(id, of)));
      if (groups.isEmpty() && flaws.isEmpty()) {
        flaws.add(1, "", "expected at least one row behind the heading, found none");
      }
      return new MergeSheet(seen.isEmpty() ? 0 : seen.iterator().next(), groups);
    }

    private void line(CsvLines.Line line) {
      if (line.cells().size() < width) {
        flaws.add(
            line.number(),
            "",
            "expected %d cells as in the heading, found %d".formatted(width, line.cells().size()));
        return;
      }
      seen(line);
      String decision = cell(line, "decision");
      if (!DECISION.matcher(decision).matches()) {
        flaws.add(
            line.number(),
            "decision",
            "expected together, together:LABEL (letters, digits, - and _), apart or nothing, found '%s'"
                .formatted(decision));
      }
      for (String name : List.of("group", "member")) {
        if (cell(line, name).isEmpty()) {
          flaws.add(line.number(), name, "expected the value that was exported, found nothing");
          return;
        }
      }
      byGroup.computeIfAbsent(cell(line, "group"), id -> new ArrayList<>()).add(line);
    }

    private void seen(CsvLines.Line line) {
      String number = cell(line, "seen");
      if (!NUMBER.matcher(number).matches()) {
        flaws.add(
            line.number(),
            "seen",
            "expected the number that was exported, found '%s'".formatted(number));
      } else if (seen.add(Integer.parseInt(number)) && seen.size() > 1) {
        flaws.add(
            line.number(),
            "seen",
            "expected %d as in the lines before, found %s: the lines are of two exports"
                .formatted(seen.iterator().next(), number));
      }
    }

    private Group group(String id, List<CsvLines.Line> lines) {
      CsvLines.Line first = lines.getFirst();
      Map<String, Integer> members = new LinkedHashMap<>();
      List<Row> rows = new ArrayList<>();
      for (CsvLines.Line line : lines) {
        String member = cell(line, "member");
        Integer before = members.putIfAbsent(member, line.number());
        if (before != null) {
          flaws.add(
              line.number(),
              "member",
              "expected each row of group %s once, found '%s' also in line %d: the group is decided twice"
                  .formatted(id, member, before));
        }
        same(first, line, id, "state");
        same(first, line, id, "entity");
        String survivor = cell(line, "survivor");
        rows.add(
            new Row(
                line.number(),
                member,
                survivor.isEmpty() ? member : survivor,
                cell(line, "decision").toLowerCase(Locale.ROOT)));
      }
      String entity = cell(first, "entity");
      return new Group(
          first.number(), id, entity.isEmpty() ? "contacts" : entity, cell(first, "state"), rows);
    }

    private void same(CsvLines.Line first, CsvLines.Line line, String group, String column) {
      if (!cell(first, column).equals(cell(line, column))) {
        flaws.add(
            line.number(),
            column,
            "expected '%s' as in line %d of group %s, found '%s'"
                .formatted(cell(first, column), first.number(), group, cell(line, column)));
      }
    }

    /** A cell without spaces at its ends; empty where the file has no such column. */
    private String cell(CsvLines.Line line, String column) {
      Integer place = columns.get(column);
      return place == null ? "" : line.cells().get(place).strip();
    }
  }
}
