package dev.godwit.orchestrator.domain.event;

import dev.godwit.orchestrator.domain.common.Entity;

/**
 * Intent: a cut is about to be written into every partition of an entity's topic.
 *
 * @param entity the entity
 * @param cut number of the cut in the run, from 1
 */
public record CutStarted(Entity entity, int cut) implements Event {}
