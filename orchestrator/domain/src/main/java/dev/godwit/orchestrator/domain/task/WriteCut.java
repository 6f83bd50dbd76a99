package dev.godwit.orchestrator.domain.task;

import dev.godwit.orchestrator.domain.common.Entity;

/**
 * Extractor: write the marker into every partition of the entity's extracted topic.
 *
 * @param entity the entity
 * @param cut number of the cut
 */
public record WriteCut(Entity entity, int cut) implements Task {}
