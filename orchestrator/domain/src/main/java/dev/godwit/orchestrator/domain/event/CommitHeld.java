package dev.godwit.orchestrator.domain.event;

import java.util.List;

/**
 * The verdict is reconciled, but a gate is closed; the customer stays frozen until somebody waives
 * or rolls back.
 *
 * @param reasons what is missing, one sentence each
 */
public record CommitHeld(List<String> reasons) implements Event {
  public CommitHeld {
    reasons = List.copyOf(reasons);
  }
}
