package dev.godwit.linkage.form;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The parts of a person's name, folded, without titles.
 *
 * @param given given names; null where there are none
 * @param family family name; null where there is none
 * @param generation {@code jr}, {@code sr}, {@code 2}, {@code 3} or {@code 4}; null where none is
 *     stated
 */
public record PersonName(String given, String family, String generation) {
  private static final Set<String> TITLES =
      Set.of(
          "dr",
          "prof",
          "professor",
          "mr",
          "mrs",
          "ms",
          "miss",
          "sir",
          "dame",
          "herr",
          "frau",
          "mme",
          "mlle",
          "sra",
          "srta",
          "dipl",
          "ing",
          "phd",
          "mba",
          "msc",
          "bsc");

  /** Name of two fields; either may be null. */
  public static PersonName of(String given, String family) {
    List<String> first = tokens(given);
    List<String> last = tokens(family);
    String generation = generation(last);
    String other = generation(first);
    return new PersonName(joined(first), joined(last), generation == null ? other : generation);
  }

  /** Name of one field: {@code Ann Lee} or {@code Lee, Ann}; null counts as empty. */
  public static PersonName ofFull(String full) {
    if (full == null) {
      return new PersonName(null, null, null);
    }
    int comma = full.indexOf(',');
    if (comma > 0) {
      List<String> behind = tokens(full.substring(comma + 1));
      String generation = generation(behind, 0);
      PersonName name =
          behind.isEmpty()
              ? ofFull(full.substring(0, comma))
              : of(String.join(" ", behind), full.substring(0, comma));
      return generation == null ? name : new PersonName(name.given, name.family, generation);
    }
    List<String> tokens = tokens(full);
    String generation = generation(tokens);
    if (tokens.isEmpty()) {
      return new PersonName(null, null, generation);
    }
    String family = tokens.removeLast();
    return new PersonName(joined(tokens), family, generation);
  }

  private static List<String> tokens(String text) {
    List<String> tokens = new ArrayList<>();
    if (text != null) {
      for (String token : LatinText.of(text).split(" ", -1)) {
        if (!token.isEmpty() && !TITLES.contains(token)) {
          tokens.add(token);
        }
      }
    }
    return tokens;
  }

  /** Takes the generation away from the end of a name of two words or more. */
  private static String generation(List<String> tokens) {
    return generation(tokens, 1);
  }

  private static String generation(List<String> tokens, int least) {
    String found = null;
    while (tokens.size() > least) {
      String generation =
          switch (tokens.getLast()) {
            case "jr", "junior", "jun" -> "jr";
            case "sr", "senior", "sen" -> "sr";
            case "ii", "2nd" -> "2";
            case "iii", "3rd" -> "3";
            case "iv", "4th" -> "4";
            default -> null;
          };
      if (generation == null) {
        break;
      }
      found = generation;
      tokens.removeLast();
    }
    return found;
  }

  private static String joined(List<String> tokens) {
    return tokens.isEmpty() ? null : String.join(" ", tokens);
  }
}
