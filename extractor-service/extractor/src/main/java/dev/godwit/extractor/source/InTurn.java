package dev.godwit.extractor.source;

import java.util.ArrayList;
import java.util.List;

/** Puts rows of several queries in turn, so that a sample has some of every query. Stateless. */
public final class InTurn {
  private InTurn() {}

  /**
   * One row of each query, then another of each, until all have been taken.
   *
   * @param queries rows by query; none is null
   * @return a new list
   */
  public static <T> List<T> of(List<List<T>> queries) {
    int longest = queries.stream().mapToInt(List::size).max().orElse(0);
    List<T> rows = new ArrayList<>();
    for (int i = 0; i < longest; i++) {
      for (List<T> query : queries) {
        if (i < query.size()) {
          rows.add(query.get(i));
        }
      }
    }
    return rows;
  }
}
