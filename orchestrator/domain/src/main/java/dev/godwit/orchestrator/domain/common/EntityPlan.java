package dev.godwit.orchestrator.domain.common;

import java.util.List;

/**
 * How one entity will be extracted.
 *
 * @param entity the entity
 * @param rows rows counted in the snapshot
 * @param chunks number of chunks, numbered from 0. The last one of contacts may be the chunk of
 *     merged contacts
 * @param boundaries upper key bound of each key range but the last, as text in key order, columns
 *     joined by U+001F. Range n is above boundary n-1 and up to boundary n
 * @param mergedChunk true where the last chunk holds the members of merged contacts
 */
public record EntityPlan(
    Entity entity, long rows, int chunks, List<String> boundaries, boolean mergedChunk) {
  public EntityPlan {
    boundaries = List.copyOf(boundaries);
  }
}
