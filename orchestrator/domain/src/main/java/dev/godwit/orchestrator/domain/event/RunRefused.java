package dev.godwit.orchestrator.domain.event;

import java.util.List;

/**
 * A live run ended before anything was frozen or written; what the new system holds was not
 * touched, and the approval stands.
 *
 * @param reasons why, one sentence each
 * @param nextStep what to do next
 */
public record RunRefused(List<String> reasons, String nextStep) implements Event {
  public RunRefused {
    reasons = List.copyOf(reasons);
  }
}
