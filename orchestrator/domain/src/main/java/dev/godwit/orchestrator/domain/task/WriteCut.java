package dev.godwit.orchestrator.domain.task;

import dev.godwit.orchestrator.domain.common.Entity;

/**
 * Extractor: write the marker into every partition of the entity's topic.
 *
 * @param entity the entity
 * @param cut number of the cut
 * @param closes true for the last cut of live engagement of a run that goes back
 */
public record WriteCut(Entity entity, int cut, boolean closes) implements Task {}
