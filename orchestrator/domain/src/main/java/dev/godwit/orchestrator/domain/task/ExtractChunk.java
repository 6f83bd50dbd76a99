package dev.godwit.orchestrator.domain.task;

import dev.godwit.orchestrator.domain.common.Entity;
import java.util.List;

/**
 * Extractor: one key range, or the merged contacts, in one Kafka transaction.
 *
 * @param entity the entity
 * @param chunk number of the chunk
 * @param above lower key bound, exclusive; null for none
 * @param upTo upper key bound, inclusive; null for none
 * @param merged true for the chunk of merged contacts
 * @param snapshot name of the exported snapshot
 * @param identitiesFrom offset by partition of crm.identities.v1 at which the run's merges begin
 * @param identitiesTo offset by partition, exclusive, at which they end
 */
public record ExtractChunk(
    Entity entity,
    int chunk,
    String above,
    String upTo,
    boolean merged,
    String snapshot,
    List<Long> identitiesFrom,
    List<Long> identitiesTo)
    implements Task {
  public ExtractChunk {
    identitiesFrom = List.copyOf(identitiesFrom);
    identitiesTo = List.copyOf(identitiesTo);
  }
}
