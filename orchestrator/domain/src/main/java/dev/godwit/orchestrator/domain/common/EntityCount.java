package dev.godwit.orchestrator.domain.common;

/**
 * Rows of one entity.
 *
 * @param entity the entity
 * @param rows number of rows
 */
public record EntityCount(Entity entity, long rows) {}
