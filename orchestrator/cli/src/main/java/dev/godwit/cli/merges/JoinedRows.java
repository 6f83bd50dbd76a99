package dev.godwit.cli.merges;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows that the decisions of a file make one, also through further rows. Not thread-safe. */
final class JoinedRows {
  /** A row of the same set for each row: the root of a set is its own. */
  private final Map<String, String> sets = new HashMap<>();

  /** The first decision by which a row is one with others. */
  private final Map<String, GroupDecision> joinedBy = new HashMap<>();

  /**
   * Two rows that a decision keeps apart and others make one.
   *
   * @param by a decision by which the second row is one with others
   */
  record Contradiction(String left, String right, GroupDecision by) {}

  /** Joins the parts of a decision. */
  void add(GroupDecision decision) {
    for (List<String> part : decision.parts()) {
      if (part.size() > 1) {
        String first = key(decision, part.getFirst());
        for (String row : part) {
          joinedBy.putIfAbsent(key(decision, row), decision);
          sets.put(root(key(decision, row)), root(first));
        }
      }
    }
  }

  /** The first contradiction of a decision, where all were added; null where there is none. */
  Contradiction contradiction(GroupDecision decision) {
    Map<String, String> rowOfRoot = new HashMap<>();
    Map<String, Integer> partOfRoot = new HashMap<>();
    for (int part = 0; part < decision.parts().size(); part++) {
      for (String row : decision.parts().get(part)) {
        String root = root(key(decision, row));
        Integer other = partOfRoot.putIfAbsent(root, part);
        if (other != null && other != part) {
          return new Contradiction(rowOfRoot.get(root), row, joinedBy.get(key(decision, row)));
        }
        rowOfRoot.putIfAbsent(root, row);
      }
    }
    return null;
  }

  /** Halves the path as it goes, so that long chains stay cheap. */
  private String root(String row) {
    String at = row;
    String next = sets.getOrDefault(at, at);
    while (!next.equals(at)) {
      String after = sets.getOrDefault(next, next);
      sets.put(at, after);
      at = next;
      next = after;
    }
    return at;
  }

  private static String key(GroupDecision decision, String row) {
    return decision.entity() + "/" + row;
  }
}
