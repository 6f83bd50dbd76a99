package dev.godwit.cli.merges;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Says that rows of different parts are not one, with sets of rows of which each two are not: each
 * set has at most one row of a part, and each pair of rows of two parts is in a set. Stateless.
 */
final class ApartCover {
  private ApartCover() {}

  private record Pair(String left, String right) {
    static Pair of(String one, String other) {
      return one.compareTo(other) < 0 ? new Pair(one, other) : new Pair(other, one);
    }
  }

  /**
   * The sets, few of them where that is easy.
   *
   * @param parts rows that are one, part by part; no row is in two of them
   * @return none where there is one part
   */
  static List<List<String>> of(List<List<String>> parts) {
    Set<Pair> covered = new HashSet<>();
    List<List<String>> sets = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      for (int j = i + 1; j < parts.size(); j++) {
        for (String left : parts.get(i)) {
          for (String right : parts.get(j)) {
            if (!covered.contains(Pair.of(left, right))) {
              List<String> set = extended(parts, i, left, j, right, covered);
              cover(set, covered);
              sets.add(set);
            }
          }
        }
      }
    }
    return sets;
  }

  /** A set with two rows, and one of each other part: that with the most pairs still to cover. */
  private static List<String> extended(
      List<List<String>> parts, int i, String left, int j, String right, Set<Pair> covered) {
    List<String> set = new ArrayList<>(List.of(left, right));
    for (int k = 0; k < parts.size(); k++) {
      if (k != i && k != j) {
        String best = null;
        long most = 0;
        for (String row : parts.get(k)) {
          long uncovered = set.stream().filter(one -> !covered.contains(Pair.of(one, row))).count();
          if (uncovered > most) {
            most = uncovered;
            best = row;
          }
        }
        if (best != null) {
          set.add(best);
        }
      }
    }
    return set;
  }

  private static void cover(List<String> set, Set<Pair> covered) {
    for (int i = 0; i < set.size(); i++) {
      for (int j = i + 1; j < set.size(); j++) {
        covered.add(Pair.of(set.get(i), set.get(j)));
      }
    }
  }
}
