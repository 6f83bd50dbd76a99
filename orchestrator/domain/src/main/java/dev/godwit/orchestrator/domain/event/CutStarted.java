package dev.godwit.orchestrator.domain.event;

import dev.godwit.orchestrator.domain.common.Entity;

/**
 * Intent: a cut is about to be written into every partition of an entity's topic.
 *
 * @param entity the entity
 * @param cut number of the cut in the run: from 1, from 0 for live engagement, whose cut 0 opens
 *     the window of the run
 * @param closes true for the last cut of live engagement of a run that goes back
 */
public record CutStarted(Entity entity, int cut, boolean closes) implements Event {}
