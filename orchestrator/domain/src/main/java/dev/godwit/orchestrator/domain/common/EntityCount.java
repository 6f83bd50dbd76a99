package dev.godwit.orchestrator.domain.common;

import java.util.List;

/**
 * Rows of one entity.
 *
 * @param entity the entity
 * @param rows number of rows
 */
public record EntityCount(Entity entity, long rows) {
  /** Rows of an entity among these. */
  public static long rows(List<EntityCount> counts, Entity entity) {
    return counts.stream()
        .filter(count -> count.entity().equals(entity))
        .mapToLong(EntityCount::rows)
        .sum();
  }
}
