package dev.godwit.linkage.form;

import java.util.Locale;
import java.util.Map;

/** Normalised parts of a postal address. Idempotent, stateless, thread-safe. */
public final class PlaceForm {
  private static final Map<String, String> SHORT =
      Map.ofEntries(
          Map.entry("street", "st"),
          Map.entry("strasse", "str"),
          Map.entry("avenue", "av"),
          Map.entry("ave", "av"),
          Map.entry("road", "rd"),
          Map.entry("drive", "dr"),
          Map.entry("place", "pl"),
          Map.entry("platz", "pl"),
          Map.entry("court", "ct"),
          Map.entry("crescent", "cr"),
          Map.entry("cres", "cr"),
          Map.entry("circuit", "cct"),
          Map.entry("close", "cl"),
          Map.entry("lane", "ln"),
          Map.entry("boulevard", "blvd"),
          Map.entry("square", "sq"),
          Map.entry("saint", "st"),
          Map.entry("sankt", "st"),
          Map.entry("mount", "mt"),
          Map.entry("north", "n"),
          Map.entry("south", "s"),
          Map.entry("east", "e"),
          Map.entry("west", "w"));

  private PlaceForm() {}

  /** Folded street or city with the usual abbreviations; null where nothing remains. */
  public static String of(String raw) {
    String folded = LatinText.of(raw);
    if (folded.isEmpty()) {
      return null;
    }
    StringBuilder words = new StringBuilder();
    for (String word : folded.split(" ", -1)) {
      String one = word.length() > 8 && word.endsWith("strasse") ? cut(word) : word;
      words.append(words.isEmpty() ? "" : " ").append(SHORT.getOrDefault(one, one));
    }
    return words.toString();
  }

  private static String cut(String word) {
    return word.substring(0, word.length() - "strasse".length()) + "str";
  }

  /** Letters and digits in upper case, without spaces; null where nothing remains. */
  public static String code(String raw) {
    String code = LatinText.of(raw).replace(" ", "").toUpperCase(Locale.ROOT);
    return code.isEmpty() ? null : code;
  }

  /** The same without leading zeros. */
  public static String number(String raw) {
    String code = code(raw);
    if (code == null) {
      return null;
    }
    int from = 0;
    while (from < code.length() && code.charAt(from) == '0') {
      from++;
    }
    return from == code.length() ? null : code.substring(from);
  }
}
