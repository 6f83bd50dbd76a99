package dev.godwit.orchestrator.domain.event;

import java.util.List;

/**
 * Intent: the live events between the two cuts are about to be given to the old system.
 *
 * @param fromOffsets offset of the opening cut by partition of the live topic
 * @param toOffsets offset of the closing cut by partition of the live topic
 */
public record ReturnStarted(List<Long> fromOffsets, List<Long> toOffsets) implements Event {
  public ReturnStarted {
    fromOffsets = List.copyOf(fromOffsets);
    toOffsets = List.copyOf(toOffsets);
  }
}
