package dev.godwit.api.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A table of a document. {@link #of} begins one from its items, so that each column's heading and
 * cells stand in one place.
 *
 * @param title title on a page; empty where the section's title is enough
 * @param columns its columns
 * @param rows rows that are always visible
 * @param foldedTitle label under which a page folds the other rows; empty where there are none
 * @param folded the other rows
 * @param note sentence below the table; empty where there is none
 * @param explanation how to read the table; printed on pages, which have room for it
 */
public record Table(
    String title,
    List<Column> columns,
    List<Row> rows,
    String foldedTitle,
    List<Row> folded,
    String note,
    String explanation)
    implements ReportDocument.Block {
  public Table {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    folded = List.copyOf(folded);
  }

  /** Begins a table with a row for each item. */
  public static <T> Builder<T> of(List<T> items) {
    return new Builder<>(items);
  }

  /** The table as text, lines indented by two spaces and ended by a line feed; no title. */
  public String text() {
    int[] shown =
        IntStream.range(0, columns.size())
            .filter(i -> columns.get(i).shown() != Shown.PAGE)
            .toArray();
    TextTable table =
        new TextTable(
            IntStream.of(shown)
                .mapToObj(columns::get)
                .map(c -> (c.figures() ? ">" : "") + c.heading())
                .toArray(String[]::new));
    Stream.concat(rows.stream(), folded.stream())
        .map(row -> IntStream.of(shown).mapToObj(row.cells()::get).toArray(String[]::new))
        .forEach(table::row);
    return table.text() + (note.isEmpty() ? "" : "  " + note + "\n");
  }

  /** Renderers that print a column. */
  public enum Shown {
    EVERYWHERE,
    /** In text alone, where a page has room for more columns. */
    TEXT,
    /** On pages alone. */
    PAGE
  }

  /**
   * A column.
   *
   * @param heading its heading
   * @param figures true for figures, which are aligned to the right
   * @param shown renderers that print it
   */
  public record Column(String heading, boolean figures, Shown shown) {
    /** True where a page prints it. */
    public boolean onPage() {
      return shown != Shown.TEXT;
    }
  }

  /**
   * A row.
   *
   * @param tone tone of the whole row
   * @param cells one a column
   * @param details lines that a page unfolds in the last cell; empty where there are none
   */
  public record Row(Tone tone, List<String> cells, List<String> details) {
    public Row {
      cells = List.copyOf(cells);
      details = List.copyOf(details);
    }
  }

  /** Collects the columns of a table. Not thread-safe. */
  public static final class Builder<T> {
    private final List<T> items;
    private final List<Column> columns = new ArrayList<>();
    private final List<Function<T, String>> cells = new ArrayList<>();
    private Function<T, Tone> tone = item -> Tone.NEUTRAL;
    private Function<T, List<String>> details = item -> List.of();
    private String title = "";
    private String note = "";
    private String explanation = "";
    private String foldedTitle = "";
    private Predicate<T> folds = item -> false;

    private Builder(List<T> items) {
      this.items = items;
    }

    /** Adds a column of words. */
    public Builder<T> words(String heading, Function<T, String> cell) {
      return add(heading, false, cell);
    }

    /** Adds a column of figures. */
    public Builder<T> figures(String heading, Function<T, String> cell) {
      return add(heading, true, cell);
    }

    /** Adds a column of counts. */
    public Builder<T> counts(String heading, ToLongFunction<T> count) {
      return figures(heading, item -> Figures.count(count.applyAsLong(item)));
    }

    /** Limits the last column to some renderers. */
    Builder<T> on(Shown renderers) {
      Column last = columns.removeLast();
      columns.add(new Column(last.heading(), last.figures(), renderers));
      return this;
    }

    /** Leaves the last column out unless it is wanted. */
    Builder<T> onlyIf(boolean wanted) {
      if (!wanted) {
        columns.removeLast();
        cells.removeLast();
      }
      return this;
    }

    Builder<T> tone(Function<T, Tone> tone) {
      this.tone = tone;
      return this;
    }

    Builder<T> details(Function<T, List<String>> details) {
      this.details = details;
      return this;
    }

    Builder<T> titled(String title) {
      this.title = title;
      return this;
    }

    Builder<T> noted(String note) {
      this.note = note;
      return this;
    }

    Builder<T> explained(String explanation) {
      this.explanation = explanation;
      return this;
    }

    /** Folds the rows of some items under a label. */
    Builder<T> folding(String label, Predicate<T> folds) {
      this.foldedTitle = label;
      this.folds = folds;
      return this;
    }

    /** The table. */
    public Table build() {
      return new Table(
          title,
          columns,
          items.stream().filter(folds.negate()).map(this::row).toList(),
          foldedTitle,
          items.stream().filter(folds).map(this::row).toList(),
          note,
          explanation);
    }

    private Row row(T item) {
      return new Row(
          tone.apply(item),
          cells.stream().map(cell -> cell.apply(item)).toList(),
          details.apply(item));
    }

    private Builder<T> add(String heading, boolean figures, Function<T, String> cell) {
      columns.add(new Column(heading, figures, Shown.EVERYWHERE));
      cells.add(cell);
      return this;
    }
  }
}
