package dev.godwit.pack.read;

import java.util.Collection;
import java.util.Locale;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the name that was probably meant, for "did you mean …?". Stateless. */
public final class Suggestions {
  private Suggestions() {}

  /**
   * The nearest name by edit distance, in which a swap of two neighbours is one edit; case,
   * hyphens, underscores and spaces do not count.
   *
   * @return null where none is near enough: more than one edit, and more than a third of the text
   */
  public static String nearest(String found, Collection<String> names) {
    String best = null;
    int bestDistance = Integer.MAX_VALUE;
    for (String name : names) {
      int distance = distance(plain(found), plain(name));
      if (distance < bestDistance) {
        bestDistance = distance;
        best = name;
      }
    }
    return bestDistance <= Math.max(1, found.length() / 3) ? best : null;
  }

  private static int distance(String a, String b) {
    int distance = LevenshteinDistance.getDefaultInstance().apply(a, b);
    return distance == 2 && isSwap(a, b) ? 1 : distance;
  }

  /** True where two neighbours are swapped and nothing else differs. */
  private static boolean isSwap(String a, String b) {
    int at = 0;
    while (at < a.length() && at < b.length() && a.charAt(at) == b.charAt(at)) {
      at++;
    }
    return a.length() == b.length()
        && at + 1 < a.length()
        && a.charAt(at) == b.charAt(at + 1)
        && a.charAt(at + 1) == b.charAt(at)
        && a.regionMatches(at + 2, b, at + 2, a.length() - at - 2);
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
  }
}
