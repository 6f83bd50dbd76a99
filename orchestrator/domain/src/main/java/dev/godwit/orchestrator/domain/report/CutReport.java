package dev.godwit.orchestrator.domain.report;

import dev.godwit.orchestrator.domain.common.Entity;
import java.util.List;

/**
 * The cut stands in every partition of the entity's topic.
 *
 * @param entity the entity
 * @param cut number of the cut
 * @param offsets offset of the marker by partition
 * @param closes true for the last cut of live engagement of a run that goes back
 */
public record CutReport(Entity entity, int cut, List<Long> offsets, boolean closes)
    implements Report {
  public CutReport {
    offsets = List.copyOf(offsets);
  }
}
