package dev.godwit.orchestrator.domain.report;

import dev.godwit.orchestrator.domain.common.Entity;

/**
 * A chunk is in Kafka, committed with this report.
 *
 * @param entity the entity
 * @param chunk number of the chunk
 * @param rows rows read, merged members included
 * @param durationMillis from first query to commit, milliseconds
 */
public record ChunkReport(Entity entity, int chunk, long rows, long durationMillis)
    implements Report {}
