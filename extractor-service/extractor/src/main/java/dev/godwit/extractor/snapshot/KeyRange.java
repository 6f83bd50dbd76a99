package dev.godwit.extractor.snapshot;

import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.records.Entity;
import dev.godwit.worker.failure.StageFailedException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The rows above one key and up to another. A key is one text, its columns joined by U+001F, and is
 * written into statements as untyped literals, which take the type of the key column. Immutable.
 *
 * @param above exclusive lower bound; null for none
 * @param upTo inclusive upper bound; null for none
 */
public record KeyRange(String above, String upTo) {
  private static final String SEPARATOR = "\u001f";

  /** A key as one text. */
  public static String join(Entity entity, List<String> key) throws StageFailedException {
    if (key.stream().anyMatch(part -> part.contains(SEPARATOR))) {
      throw new StageFailedException(
          entity.name(),
          "Expected keys without the character U+001F, found one with it.",
          "Name other key columns in the pack.");
    }
    return String.join(SEPARATOR, key);
  }

  /** The range as a condition on the layout's key columns. */
  public String condition(SourceLayout layout) {
    String lower = above == null ? "true" : compare(layout, ">", above);
    String upper = upTo == null ? "true" : compare(layout, "<=", upTo);
    return lower + " and " + upper;
  }

  private static String compare(SourceLayout layout, String operator, String key) {
    String columns = String.join(", ", layout.key());
    String values =
        Arrays.stream(split(key)).map(KeyRange::literal).collect(Collectors.joining(", "));
    return "(" + columns + ") " + operator + " (" + values + ")";
  }

  /** The columns of a key. */
  static String[] split(String key) {
    return key.split(SEPARATOR, -1);
  }

  /** A text as an untyped literal. */
  public static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
