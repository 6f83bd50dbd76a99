package dev.godwit.orchestrator.engine;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds what somebody may have meant. */
final class Similar {
  private static final int MAX_EDITS = 4;

  private Similar() {}

  /** "Did you mean x?", or the other words where nothing is near. */
  static String hint(String written, Collection<String> known, String otherwise) {
    return known.stream()
        .min(Comparator.comparingInt(one -> edits(written, one)))
        .filter(best -> edits(written, best) <= Math.min(MAX_EDITS, best.length() / 2))
        .map(best -> "Did you mean " + best + "?")
        .orElse(otherwise);
  }

  /** Levenshtein's distance, upper and lower case being the same. */
  private static int edits(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int same = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(same, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
