package dev.godwit.orchestrator.domain.task;

import dev.godwit.orchestrator.domain.common.EntityCount;
import java.util.List;

/**
 * Validator: answer with a verdict at the cut.
 *
 * @param cut number of the cut
 * @param sourceRows rows counted in the source snapshot
 */
public record ReconcileCut(int cut, List<EntityCount> sourceRows) implements Task {
  public ReconcileCut {
    sourceRows = List.copyOf(sourceRows);
  }
}
