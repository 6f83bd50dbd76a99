package dev.godwit.orchestrator.domain.common;

import java.util.List;

/**
 * How the rows of one of several queries of an entity will be extracted. Immutable.
 *
 * @param query name of the query in the source pack
 * @param rows rows counted in the snapshot
 * @param boundaries upper key bound of each key range but the last, as text in the order of the
 *     query's key, columns joined by U+001F
 */
public record QueryPlan(String query, long rows, List<String> boundaries) {
  public QueryPlan {
    boundaries = List.copyOf(boundaries);
  }

  /** Number of its chunks. */
  int chunks() {
    return boundaries.size() + 1;
  }
}
