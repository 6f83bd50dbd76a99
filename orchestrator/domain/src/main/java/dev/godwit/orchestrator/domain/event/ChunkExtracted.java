package dev.godwit.orchestrator.domain.event;

import dev.godwit.orchestrator.domain.common.Entity;

/**
 * A chunk is in Kafka, committed.
 *
 * @param entity the entity
 * @param chunk number of the chunk
 * @param rows rows read, merged members included
 * @param durationMillis from first query to commit, milliseconds
 */
public record ChunkExtracted(Entity entity, int chunk, long rows, long durationMillis)
    implements Event {}
