package dev.godwit.orchestrator.domain.event;

import java.util.List;

/**
 * The rehearsal did not reconcile, or could not be carried out; staging is purged.
 *
 * @param reasons why, one sentence each
 */
public record RehearsalFailed(List<String> reasons) implements Event {
  public RehearsalFailed {
    reasons = List.copyOf(reasons);
  }
}
