package dev.godwit.pack;

import java.util.List;

/**
 * The rule by which a field keeps one member's value where rows are one, as a source pack has it. A
 * withdrawn consent is kept whatever the rule. Immutable.
 *
 * @param rule the rule
 * @param arguments of {@link Rule#BY_TEAM} the teams, the most trusted first; of {@link
 *     Rule#CONSTANT} the value; else empty
 */
public record Survival(Rule rule, List<String> arguments) {
  /** Separates the rule and its arguments in {@link #word}; no text of a database can hold it. */
  private static final String SEPARATOR = "\u0000";

  /** A rule for one field. */
  public enum Rule {
    /** Of the first member that has a value, the survivor before the others. */
    FIRST("first"),
    /** Of the member that was updated last and has a value. */
    MOST_RECENT("most-recent"),
    /** Of the member that has values in the most fields, and one here. */
    MOST_COMPLETE("most-complete"),
    /** The longest value, in Unicode characters. */
    LONGEST("longest"),
    /** All items, each once without regard to case; for lists, which have it anyway. */
    UNION("union"),
    /** Of the member of the first of the named teams that has a value. */
    BY_TEAM("by-team"),
    /** One value for every row that stands for several. */
    CONSTANT("constant");

    private final String text;

    Rule(String text) {
      this.text = text;
    }

    /** The word in a pack. */
    public String text() {
      return text;
    }

    /** The rule of that word; null where there is none. */
    public static Rule of(String text) {
      for (Rule rule : values()) {
        if (rule.text.equals(text)) {
          return rule;
        }
      }
      return null;
    }
  }

  public Survival {
    arguments = List.copyOf(arguments);
  }

  /** The rule and its arguments in one text, for {@link #of}. */
  public String word() {
    return arguments.isEmpty()
        ? rule.text
        : rule.text + SEPARATOR + String.join(SEPARATOR, arguments);
  }

  /** The opposite of {@link #word}; null for null. */
  public static Survival of(String word) {
    if (word == null) {
      return null;
    }
    List<String> parts = List.of(word.split(SEPARATOR, -1));
    return new Survival(Rule.of(parts.getFirst()), parts.subList(1, parts.size()));
  }
}
