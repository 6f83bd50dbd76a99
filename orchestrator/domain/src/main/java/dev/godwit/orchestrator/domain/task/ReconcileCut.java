package dev.godwit.orchestrator.domain.task;

import dev.godwit.orchestrator.domain.common.EntityCount;
import java.util.List;

/**
 * Validator: answer with a verdict at the cut.
 *
 * @param cut number of the cut
 * @param sourceRows rows counted in the source snapshot
 * @param live true where live engagement has this cut too; the other entities have cut 1
 * @param committed true after the commit: people work in the new system, so only engagement is
 *     compared
 */
public record ReconcileCut(int cut, List<EntityCount> sourceRows, boolean live, boolean committed)
    implements Task {
  public ReconcileCut {
    sourceRows = List.copyOf(sourceRows);
  }
}
