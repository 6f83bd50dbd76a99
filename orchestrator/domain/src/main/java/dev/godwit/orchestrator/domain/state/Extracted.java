package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.common.EntityDigest;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import java.util.List;

/**
 * A finished extraction keeps this for the extractor, which compares the source with it before the
 * commit, and for the gate.
 *
 * @param entities rows and digest by entity, in reference order
 * @param identitiesFrom offset by partition of crm.identities.v1 at which the run's merges begin
 * @param identitiesTo offset by partition, exclusive, at which they end
 * @param undecided groups of rows that may be one, of which nobody decided; empty where none
 */
public record Extracted(
    List<EntityDigest> entities,
    List<Long> identitiesFrom,
    List<Long> identitiesTo,
    List<QuarantineCount> undecided) {
  public Extracted {
    entities = List.copyOf(entities);
    identitiesFrom = List.copyOf(identitiesFrom);
    identitiesTo = List.copyOf(identitiesTo);
    undecided = List.copyOf(undecided);
  }
}
