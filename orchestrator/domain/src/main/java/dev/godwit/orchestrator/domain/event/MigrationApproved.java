package dev.godwit.orchestrator.domain.event;

import dev.godwit.orchestrator.domain.common.Waiver;
import java.util.List;

/**
 * Somebody allowed the live run.
 *
 * @param waivers what was waived with the approval
 * @param why why, in the words of whoever asked
 */
public record MigrationApproved(List<Waiver> waivers, String why) implements Event {
  public MigrationApproved {
    waivers = List.copyOf(waivers);
  }
}
