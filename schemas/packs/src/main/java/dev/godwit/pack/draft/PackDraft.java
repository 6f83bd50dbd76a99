package dev.godwit.pack.draft;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The draft of a pack.
 *
 * @param text the text of its {@code pack.yaml}
 * @param customer what a customer is in the database
 * @param entities its entities, each with the table that it comes from
 * @param missing built-in entities, and statements, that were not found and have to be filled in
 * @param staging name of a staging schema that has to be made; null for none
 * @param leftOut tables that it does not have, with the reasons
 */
public record PackDraft(
    String text,
    String customer,
    List<String> entities,
    List<String> missing,
    String staging,
    List<String> leftOut) {
  private static final Pattern GUESS = Pattern.compile("#.*\\bguess:(?!\")");

  public PackDraft {
    entities = List.copyOf(entities);
    missing = List.copyOf(missing);
    leftOut = List.copyOf(leftOut);
  }

  /** Number of lines of the text whose comment marks a guess, also of a table that is left out. */
  public long guesses() {
    return text.lines().filter(line -> GUESS.matcher(line).find()).count();
  }
}
