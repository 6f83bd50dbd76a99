package dev.godwit.pack.draft;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The text of a pack while it is being written. Not thread-safe. */
final class PackText {
  private static final int WIDTH = 116;
  private static final Set<String> NOT_PLAIN =
      Set.of("y", "n", "yes", "no", "true", "false", "on", "off", "null");

  private final StringBuilder text = new StringBuilder();

  void line(int indent, String line) {
    text.append(" ".repeat(indent)).append(line).append('\n');
  }

  void blank() {
    text.append('\n');
  }

  /** A comment, broken into lines of a readable length. */
  void comment(int indent, String comment) {
    StringBuilder line = new StringBuilder("#");
    for (String word : plain(comment).split(" ", -1)) {
      if (line.length() + word.length() + indent > WIDTH && line.length() > 3) {
        line(indent, line.toString());
        line = new StringBuilder("#  ");
      }
      line.append(' ').append(word);
    }
    line(indent, line.toString());
  }

  /** A line with a comment behind it, or before it where there is no room. */
  void commented(int indent, String line, String comment) {
    if (comment == null) {
      line(indent, line);
    } else if (indent + line.length() + comment.length() + "  # ".length() <= WIDTH) {
      line(indent, line + "  # " + plain(comment));
    } else {
      comment(indent, comment);
      line(indent, line);
    }
  }

  /** A key with SQL, in one line where that is short and no YAML in it. */
  void sql(int indent, String key, List<String> sql) {
    boolean inline =
        sql.size() == 1
            && key.length() + sql.getFirst().length() + indent < WIDTH
            && !sql.getFirst().contains(": ")
            && !sql.getFirst().contains(" #")
            && !sql.getFirst().endsWith(":");
    if (inline) {
      line(indent, key + " " + sql.getFirst());
      return;
    }
    line(indent, key + " |");
    sql.forEach(part -> line(indent + (key.equals("-") ? 4 : 2), part));
  }

  /** A text as YAML takes it: in quotes where it would be something else. */
  static String scalar(String value) {
    boolean plain =
        value.matches("[A-Za-z_][A-Za-z0-9_.-]*")
            && !NOT_PLAIN.contains(value.toLowerCase(Locale.ROOT));
    return plain ? value : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  static String list(List<String> values) {
    return "[" + String.join(", ", values.stream().map(PackText::scalar).toList()) + "]";
  }

  private static String plain(String comment) {
    return comment
        .codePoints()
        .map(c -> Character.isISOControl(c) ? ' ' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
