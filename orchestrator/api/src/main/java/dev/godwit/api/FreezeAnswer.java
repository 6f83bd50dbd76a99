package dev.godwit.api;

import java.time.Instant;

/**
 * How long a live run has frozen its customer, and how long it may.
 *
 * @param frozenAt when the source was frozen; null before
 * @param endedAt when the freeze ended with the commit or the thaw; null while it lasts
 * @param usedSeconds how long the customer has been frozen, or was, seconds
 * @param budgetSeconds how long it may be before a held run rolls back by itself, seconds; 0 for no
 *     limit
 */
public record FreezeAnswer(
    Instant frozenAt, Instant endedAt, long usedSeconds, long budgetSeconds) {

  /** Share of the budget that is used, in per cent, rounded down; 0 where there is no budget. */
  public long percent() {
    return budgetSeconds <= 0 ? 0 : Math.floorDiv(usedSeconds * 100, budgetSeconds);
  }

  /** True while the customer is frozen. */
  public boolean lasts() {
    return frozenAt != null && endedAt == null;
  }
}
