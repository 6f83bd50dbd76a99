package dev.godwit.orchestrator.domain.report;

import dev.godwit.orchestrator.domain.common.EntityPlan;
import java.util.List;

/**
 * The snapshot is open and cut into chunks.
 *
 * @param snapshot name of the exported snapshot in the source database
 * @param entities plan by entity, in reference order
 * @param mergeGroups contacts of the new system that stand for more than one old contact
 * @param mergedMembers old contacts in those groups
 * @param identitiesFrom offset by partition of crm.identities.v1 at which the run's merges begin
 * @param identitiesTo offset by partition, exclusive, at which they end
 */
public record PlanReport(
    String snapshot,
    List<EntityPlan> entities,
    long mergeGroups,
    long mergedMembers,
    List<Long> identitiesFrom,
    List<Long> identitiesTo)
    implements Report {
  public PlanReport {
    entities = List.copyOf(entities);
    identitiesFrom = List.copyOf(identitiesFrom);
    identitiesTo = List.copyOf(identitiesTo);
  }
}
