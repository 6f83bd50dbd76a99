package dev.godwit.cli.merges;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads comma-separated values (RFC 4180). Semicolons and tabs between the cells are understood
 * too, as some spreadsheets write them: the first of the three in the heading is the separator. A
 * byte order mark at the begin is skipped. Not thread-safe.
 */
final class CsvLines {
  private final String text;
  private final char separator;
  private final Flaws flaws;
  private final List<Line> lines = new ArrayList<>();
  private int at;
  private int line = 1;

  /**
   * A line that is not blank.
   *
   * @param number number of its first line of text, from 1
   */
  record Line(int number, List<String> cells) {}

  private CsvLines(String text, Flaws flaws) {
    this.text = text.startsWith("\ufeff") ? text.substring(1) : text;
    this.flaws = flaws;
    this.separator = separator(this.text);
  }

  /** The lines; what is wrong with their form is added to the flaws. */
  static List<Line> of(String text, Flaws flaws) {
    CsvLines reading = new CsvLines(text, flaws);
    while (reading.at < reading.text.length()) {
      reading.readLine();
    }
    return reading.lines;
  }

  private static char separator(String text) {
    for (int i = 0; i < text.length() && text.charAt(i) != '\n'; i++) {
      char c = text.charAt(i);
      if (c == ',' || c == ';' || c == '\t') {
        return c;
      }
    }
    return ',';
  }

  private void readLine() {
    int first = line;
    List<String> cells = new ArrayList<>();
    boolean more = true;
    while (more) {
      cells.add(at < text.length() && text.charAt(at) == '"' ? quoted() : plain());
      more = at < text.length() && text.charAt(at) == separator;
      at += more ? 1 : 0;
    }
    endLine();
    if (cells.stream().anyMatch(cell -> !cell.isBlank())) {
      lines.add(new Line(first, cells));
    }
  }

  private void endLine() {
    if (at < text.length() && text.charAt(at) == '\r') {
      at++;
    }
    if (at < text.length() && text.charAt(at) == '\n') {
      at++;
    }
    line++;
  }

  private boolean atEndOfCell() {
    char c = text.charAt(at);
    return c == separator || c == '\n' || c == '\r';
  }

  private String plain() {
    int begin = at;
    while (at < text.length() && !atEndOfCell()) {
      at++;
    }
    return text.substring(begin, at);
  }

  private String quoted() {
    int begin = line;
    StringBuilder cell = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"' && at + 1 < text.length() && text.charAt(at + 1) == '"') {
        at++;
      } else if (c == '"') {
        at++;
        String rest = plain();
        if (!rest.isBlank()) {
          flaws.add(
              line, "", "expected a separator behind the closing quotation mark, found other text");
        }
        return cell.toString();
      } else if (c == '\n') {
        line++;
      }
      cell.append(c);
    }
    flaws.add(begin, "", "expected a closing quotation mark, found the end of the file");
    return cell.toString();
  }
}
