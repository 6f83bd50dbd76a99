package dev.godwit.api.text;

import java.util.ArrayList;
import java.util.List;

/** A table of text with a heading, columns as wide as they need to be. Not thread-safe. */
public final class TextTable {
  private final List<String[]> rows = new ArrayList<>();
  private final boolean[] right;

  /**
   * @param headings headings; one that begins with {@code >} sets its column flush right
   */
  public TextTable(String... headings) {
    right = new boolean[headings.length];
    String[] first = new String[headings.length];
    for (int i = 0; i < headings.length; i++) {
      right[i] = headings[i].startsWith(">");
      first[i] = right[i] ? headings[i].substring(1) : headings[i];
    }
    rows.add(first);
  }

  /**
   * Adds a row.
   *
   * @param cells as many as there are headings
   * @return this
   */
  public TextTable row(String... cells) {
    if (cells.length != right.length) {
      throw new IllegalArgumentException(
          "Expected " + right.length + " cells, found " + cells.length + ".");
    }
    rows.add(cells);
    return this;
  }

  /** True where no row was added. */
  public boolean isEmpty() {
    return rows.size() == 1;
  }

  /** The table, each line indented by two spaces and ended by a line feed. */
  public String text() {
    int[] width = new int[right.length];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        width[i] = Math.max(width[i], row[i].length());
      }
    }
    StringBuilder out = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      line(out, rows.get(r), width);
      if (r == 0) {
        String[] rule = new String[right.length];
        for (int i = 0; i < rule.length; i++) {
          rule[i] = "-".repeat(width[i]);
        }
        line(out, rule, width);
      }
    }
    return out.toString();
  }

  private void line(StringBuilder out, String[] cells, int[] width) {
    StringBuilder line = new StringBuilder("  ");
    for (int i = 0; i < cells.length; i++) {
      String pad = " ".repeat(width[i] - cells[i].length());
      line.append(right[i] ? pad + cells[i] : cells[i] + pad)
          .append(i + 1 < cells.length ? "  " : "");
    }
    out.append(line.toString().stripTrailing()).append('\n');
  }
}
