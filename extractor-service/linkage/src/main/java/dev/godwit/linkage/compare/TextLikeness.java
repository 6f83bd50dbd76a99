package dev.godwit.linkage.compare;

import org.apache.commons.text.similarity.JaroWinklerSimilarity;

/** Likeness of two texts: symmetric, stateless, thread-safe. */
final class TextLikeness {
  private static final JaroWinklerSimilarity JARO_WINKLER = new JaroWinklerSimilarity();

  private TextLikeness() {}

  /** Jaro-Winkler similarity (Winkler 1990), from 0 to 1. */
  static double jaroWinkler(String left, String right) {
    return left.compareTo(right) <= 0
        ? JARO_WINKLER.apply(left, right)
        : JARO_WINKLER.apply(right, left);
  }

  /**
   * Whether one typing error at most makes one text the other: a character too many, missing,
   * replaced, or exchanged with its neighbour (Damerau 1964).
   */
  static boolean oneError(String left, String right) {
    if (left.length() > right.length()) {
      return oneError(right, left);
    }
    int longer = right.length() - left.length();
    if (longer > 1) {
      return false;
    }
    int from = 0;
    while (from < left.length() && left.charAt(from) == right.charAt(from)) {
      from++;
    }
    int end = left.length();
    while (end > from && left.charAt(end - 1) == right.charAt(end - 1 + longer)) {
      end--;
    }
    if (longer == 1) {
      return end == from;
    }
    return end - from <= 1
        || (end - from == 2
            && left.charAt(from) == right.charAt(from + 1)
            && left.charAt(from + 1) == right.charAt(from));
  }
}
