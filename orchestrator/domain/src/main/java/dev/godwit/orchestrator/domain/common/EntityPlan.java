package dev.godwit.orchestrator.domain.common;

import java.util.List;

/**
 * How one entity will be extracted. Immutable.
 *
 * @param entity the entity
 * @param rows rows counted in the snapshot
 * @param chunks number of chunks, numbered from 0. The last one of an entity that merges may be the
 *     chunk of merged rows
 * @param boundaries upper key bound of each key range but the last, as text in key order, columns
 *     joined by U+001F. Range n is above boundary n-1 and up to boundary n. Empty where {@code
 *     queries} has any
 * @param mergedChunk true where the last chunk holds the members of merge groups
 * @param queries plan of each query where the pack names several, in the pack's order: their chunks
 *     are numbered through, one query after another. Empty where the entity has one query without a
 *     name
 * @param mergeGroups rows of the target that stand for more than one row of the source; 0 for
 *     contacts too in a plan of the first releases, which has theirs beside the entities
 * @param mergedMembers rows of the source in those groups
 * @param reviewGroups groups of rows that may be one, of which nobody decided: their rows stay
 *     separate
 * @param reviewMembers rows of the source in those groups
 */
public record EntityPlan(
    Entity entity,
    long rows,
    int chunks,
    List<String> boundaries,
    boolean mergedChunk,
    List<QueryPlan> queries,
    long mergeGroups,
    long mergedMembers,
    long reviewGroups,
    long reviewMembers) {
  public EntityPlan {
    boundaries = List.copyOf(boundaries);
    queries = List.copyOf(queries);
  }

  /** Of an entity of which nothing is merged. */
  public EntityPlan(
      Entity entity,
      long rows,
      int chunks,
      List<String> boundaries,
      boolean mergedChunk,
      List<QueryPlan> queries) {
    this(entity, rows, chunks, boundaries, mergedChunk, queries, 0, 0, 0, 0);
  }

  /**
   * The range that a chunk reads.
   *
   * @param query name of its query; null where the entity has one without a name, and for the chunk
   *     of merged rows
   * @param above lower key bound, exclusive; null for none
   * @param upTo upper key bound, inclusive; null for none
   * @param merged true for the chunk of merged rows
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
