package dev.godwit.orchestrator.domain.event;

import dev.godwit.orchestrator.domain.common.Waiver;
import java.util.List;

/**
 * Somebody waived quarantined records.
 *
 * @param waivers what was waived
 * @param why why, in the words of whoever asked
 */
public record FindingsWaived(List<Waiver> waivers, String why) implements Event {
  public FindingsWaived {
    waivers = List.copyOf(waivers);
  }
}
