package dev.godwit.orchestrator.domain.report;

import dev.godwit.orchestrator.domain.common.Entity;
import java.util.List;

/**
 * The marker stands in every partition.
 *
 * @param entity the entity
 * @param cut number of the cut
 * @param offsets offset of the marker by partition
 */
public record CutWritten(Entity entity, int cut, List<Long> offsets) implements Report {
  public CutWritten {
    offsets = List.copyOf(offsets);
  }
}
