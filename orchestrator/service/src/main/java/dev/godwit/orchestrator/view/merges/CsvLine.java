package dev.godwit.orchestrator.view.merges;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.stream.Collectors;

/** Writes lines of comma-separated values (RFC 4180). Stateless. */
final class CsvLine {
  private CsvLine() {}

  /** Writes a line. */
  static void write(Writer out, List<String> cells) throws IOException {
    out.write(cells.stream().map(CsvLine::quoted).collect(Collectors.joining(",")) + "\r\n");
  }

  /**
   * A value that a spreadsheet shows and does not compute: one that begins as a formula does gets
   * an apostrophe before it. Numbers with a sign, such as those of telephones, stay as they are.
   */
  static String harmless(String value) {
    if (value.isEmpty()) {
      return value;
    }
    return switch (value.charAt(0)) {
      case '=', '@', '\t', '\r' -> "'" + value;
      case '+', '-' -> value.matches("[+-][0-9 ()./-]*") ? value : "'" + value;
      default -> value;
    };
  }

  private static String quoted(String cell) {
    return cell.chars().anyMatch(c -> c == ',' || c == ';' || c == '"' || c == '\n' || c == '\r')
        ? '"' + cell.replace("\"", "\"\"") + '"'
        : cell;
  }
}
