package dev.godwit.cli.merges;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The flaws of a file, by line and column. Not thread-safe. */
public final class Flaws {
  private final List<Flaw> all = new ArrayList<>();

  /**
   * One flaw.
   *
   * @param line number of the line, from 1
   * @param column name of the column; empty where it is about the line as a whole
   * @param text what was expected and what was found
   */
  public record Flaw(int line, String column, String text) {
    /** As a line of text. */
    public String sentence() {
      return column.isEmpty()
          ? "line %d: %s".formatted(line, text)
          : "line %d, column %s: %s".formatted(line, column, text);
    }
  }

  void add(int line, String column, String text) {
    all.add(new Flaw(line, column, text));
  }

  /** True where there is none. */
  public boolean isEmpty() {
    return all.isEmpty();
  }

  /** All, by line. */
  public List<Flaw> all() {
    return all.stream().sorted(Comparator.comparingInt(Flaw::line)).toList();
  }
}
