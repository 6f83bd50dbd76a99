package dev.godwit.pack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * SQL whose parameters have names. A name is a colon and an identifier; casts ({@code ::text}),
 * string literals, quoted identifiers, dollar quotes and comments are left alone. Immutable.
 *
 * @param original the text as given
 * @param parts text and parameters in turn
 */
public record NamedStatement(String original, List<Part> parts) {

  private static final Pattern WRITES =
      Pattern.compile("(?i)\\s*(insert|update|delete|merge|truncate)\\b");

  private static final Pattern READS = Pattern.compile("(?i)[\\s(]*(select|with|values|table)\\b");

  /** A stretch of the text. */
  public sealed interface Part {
    /** Offset of its first character in the original. */
    int start();
  }

  /** Text that stays. */
  public record Text(int start, String text) implements Part {}

  /** A named parameter. */
  public record Parameter(int start, String name) implements Part {}

  /** A question mark that is an operator. */
  public record QuestionMark(int start) implements Part {}

  /** The semicolon between two statements. */
  public record Separator(int start) implements Part {}

  /** Finds the parameters. */
  public static NamedStatement parse(String sql) {
    return new NamedStatement(sql, List.copyOf(new StatementScanner(sql).scan()));
  }

  /** Names in the order of their question marks; a name used twice is there twice. */
  public List<String> parameters() {
    return parts.stream()
        .filter(Parameter.class::isInstance)
        .map(p -> ((Parameter) p).name())
        .toList();
  }

  /** Text for JDBC: parameters as {@code ?}, operators with a question mark escaped. */
  public String jdbcText() {
    StringBuilder out = new StringBuilder(original.length());
    for (Part part : parts) {
      switch (part) {
        case Text t -> out.append(t.text());
        case Parameter p -> out.append('?');
        case QuestionMark q -> out.append("??");
        case Separator s -> out.append(';');
      }
    }
    return out.toString();
  }

  /** Text with the parameters as literals without a type. */
  public String inline(Map<String, String> values) {
    StringBuilder out = new StringBuilder(original.length());
    for (Part part : parts) {
      switch (part) {
        case Text t -> out.append(t.text());
        case Parameter p -> out.append(literal(p.name(), values));
        case QuestionMark q -> out.append('?');
        case Separator s -> out.append(';');
      }
    }
    return out.toString();
  }

  /**
   * Each statement of the text by itself, in order, without empty ones; offsets stay those of the
   * original.
   */
  public List<NamedStatement> statements() {
    List<NamedStatement> all = new ArrayList<>();
    List<Part> current = new ArrayList<>();
    for (Part part : parts) {
      if (part instanceof Separator) {
        addStatement(all, current);
        current = new ArrayList<>();
      } else {
        current.add(part);
      }
    }
    addStatement(all, current);
    return all;
  }

  /** Offset in the original of the statement's first character that is no white space. */
  public int firstOffset() {
    int offset = parts.getFirst().start();
    while (offset < original.length() - 1 && Character.isWhitespace(original.charAt(offset))) {
      offset++;
    }
    return offset;
  }

  /**
   * Offset in the original of a character, from 1, of the text that the server saw, where ? is $1,
   * $2, and so on.
   */
  public int offsetOf(int position) {
    int seen = 0;
    int parameters = 0;
    for (Part part : parts) {
      switch (part) {
        case Text text -> {
          int length = text.text().codePointCount(0, text.text().length());
          if (position <= seen + length) {
            return text.start() + text.text().offsetByCodePoints(0, position - seen - 1);
          }
          seen += length;
        }
        case Parameter parameter -> {
          parameters++;
          seen += ("$" + parameters).length();
          if (position <= seen) {
            return parameter.start();
          }
        }
        case QuestionMark mark -> {
          seen++;
          if (position <= seen) {
            return mark.start();
          }
        }
        case Separator separator ->
            throw new IllegalStateException("Expected one statement, found a semicolon in it");
      }
    }
    return original.length();
  }

  /** Whether the statement begins with a word that writes or deletes rows. */
  public boolean writesRows() {
    return parts.getFirst() instanceof Text first
        && WRITES.matcher(StatementScanner.withoutComments(first.text())).lookingAt();
  }

  /** Whether the statement begins as a query does; a part of it may write nevertheless. */
  public boolean isQuery() {
    return parts.getFirst() instanceof Text first
        && READS.matcher(StatementScanner.withoutComments(first.text())).lookingAt();
  }

  private void addStatement(List<NamedStatement> all, List<Part> current) {
    if (current.stream()
        .anyMatch(p -> !(p instanceof Text t) || !StatementScanner.isBlank(t.text()))) {
      all.add(new NamedStatement(original, List.copyOf(current)));
    }
  }

  private static String literal(String name, Map<String, String> values) {
    if (!values.containsKey(name)) {
      throw new IllegalArgumentException(
          "Expected a value for the parameter :"
              + name
              + ", found only "
              + values.keySet()
              + "; pass it");
    }
    String value = values.get(name);
    return value == null ? "NULL" : "'" + value.replace("'", "''") + "'";
  }
}
