package dev.godwit.extractor.merge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rows joined to clusters, in which no two rows are that a person kept apart. A row that was never
 * joined is a cluster of its own. Not thread-safe.
 */
final class Clusters {
  private final Decided decided;
  private final Map<String, String> parents = new HashMap<>();
  private final Map<String, List<String>> rows = new HashMap<>();
  private final Map<String, Set<String>> apart = new HashMap<>();

  Clusters(Decided decided) {
    this.decided = decided;
  }

  /** The row that stands for the cluster of a row. */
  String root(String row) {
    String root = row;
    for (String next = parents.get(root); next != null; next = parents.get(root)) {
      root = next;
    }
    String at = row;
    while (!at.equals(root)) {
      String next = parents.put(at, root);
      at = next;
    }
    return root;
  }

  /** Whether two rows are in one cluster. */
  boolean areOne(String left, String right) {
    return root(left).equals(root(right));
  }

  /** Rows of the cluster of a row, itself included. */
  List<String> of(String row) {
    String root = root(row);
    return rows.getOrDefault(root, List.of(root));
  }

  /** Whether a person kept a row of one cluster apart from one of the other. */
  boolean areApart(String left, String right) {
    String first = root(left);
    String second = root(right);
    if (first.equals(second)) {
      return false;
    }
    List<String> fewer = of(first).size() <= of(second).size() ? of(first) : of(second);
    String other = of(first).size() <= of(second).size() ? second : first;
    for (String row : fewer) {
      for (String one : apart.computeIfAbsent(row, decided::apartFrom)) {
        if (root(one).equals(other)) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Joins the clusters of two rows, unless a person kept them apart.
   *
   * @return whether they are one now
   */
  boolean join(String left, String right) {
    String first = root(left);
    String second = root(right);
    if (first.equals(second)) {
      return true;
    }
    if (areApart(first, second)) {
      return false;
    }
    boolean isFirstLarger = of(first).size() >= of(second).size();
    String larger = isFirstLarger ? first : second;
    String smaller = isFirstLarger ? second : first;
    rows.computeIfAbsent(larger, row -> new ArrayList<>(List.of(row))).addAll(of(smaller));
    rows.remove(smaller);
    parents.put(smaller, larger);
    return true;
  }

  /** All clusters of more than one row, in no order. */
  List<List<String>> all() {
    return new ArrayList<>(rows.values());
  }
}
