package dev.godwit.orchestrator.domain.common;

import java.util.List;

/**
 * How one entity will be extracted. Immutable.
 *
 * @param entity the entity
 * @param rows rows counted in the snapshot
 * @param chunks number of chunks, numbered from 0. The last one of contacts may be the chunk of
 *     merged contacts
 * @param boundaries upper key bound of each key range but the last, as text in key order, columns
 *     joined by U+001F. Range n is above boundary n-1 and up to boundary n. Empty where {@code
 *     queries} has any
 * @param mergedChunk true where the last chunk holds the members of merged contacts
 * @param queries plan of each query where the pack names several, in the pack's order: their chunks
 *     are numbered through, one query after another. Empty where the entity has one query without a
 *     name
 */
public record EntityPlan(
    Entity entity,
    long rows,
    int chunks,
    List<String> boundaries,
    boolean mergedChunk,
    List<QueryPlan> queries) {
  public EntityPlan {
    boundaries = List.copyOf(boundaries);
    queries = List.copyOf(queries);
  }

  /**
   * What a chunk reads.
   *
   * @param query name of its query; null where the entity has one without a name, and for the chunk
   *     of merged contacts
   * @param above lower key bound, exclusive; null for none
   * @param upTo upper key bound, inclusive; null for none
   * @param merged true for the chunk of merged contacts
   */
  public record Part(String query, String above, String upTo, boolean merged) {}

  /**
   * The part that a chunk reads.
   *
   * @param chunk number of the chunk, from 0
   */
  public Part part(int chunk) {
    if (mergedChunk && chunk == chunks - 1) {
      return new Part(null, null, null, true);
    }
    int first = 0;
    for (QueryPlan query : queries) {
      if (chunk < first + query.chunks()) {
        return range(query.query(), query.boundaries(), chunk - first);
      }
      first += query.chunks();
    }
    return range(null, boundaries, chunk);
  }

  private static Part range(String query, List<String> bounds, int range) {
    return new Part(
        query,
        range == 0 ? null : bounds.get(range - 1),
        range >= bounds.size() ? null : bounds.get(range),
        false);
  }
}
