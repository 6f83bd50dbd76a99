package dev.godwit.orchestrator.domain.task;

import java.util.List;

/**
 * Extractor: give the old system the live events between the two cuts that it did not see itself,
 * once each.
 *
 * @param fromOffsets offset of the opening cut by partition of the live topic
 * @param toOffsets offset of the closing cut by partition of the live topic
 */
public record ReturnLive(List<Long> fromOffsets, List<Long> toOffsets) implements Task {
  public ReturnLive {
    fromOffsets = List.copyOf(fromOffsets);
    toOffsets = List.copyOf(toOffsets);
  }
}
