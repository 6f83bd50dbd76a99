package dev.godwit.orchestrator.domain.state;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a customer may be frozen while its run is held. Immutable.
 *
 * @param seconds the budget, seconds; 0 for no limit
 * @param frozenAt when the source was frozen first; null before. A run that follows an abandoned
 *     one finds it frozen, and its budget goes on
 * @param reached share of the budget that was recorded as used, percent: 0, {@value #HALF} or
 *     {@value #ALL}
 */
public record FreezeBudget(long seconds, Instant frozenAt, int reached) {
  /** The share at which people are warned, percent. */
  public static final int HALF = 50;

  /** All of it: a held run rolls back, percent. */
  public static final int ALL = 100;

  static FreezeBudget of(long seconds) {
    return new FreezeBudget(seconds, null, 0);
  }

  /** Whether all of it was recorded as used, so that no failure holds the run any more. */
  public boolean isUsedUp() {
    return reached == ALL;
  }

  /** How long the source has been frozen at a moment; zero before it was. */
  public Duration frozen(Instant now) {
    return frozenAt == null || now.isBefore(frozenAt)
        ? Duration.ZERO
        : Duration.between(frozenAt, now);
  }

  /** The share, percent, that is used at a moment and was not recorded; 0 where there is none. */
  public int due(Instant now) {
    long usedMillis = frozen(now).toMillis();
    long allMillis = seconds * 1_000;
    int used = 0;
    if (usedMillis >= allMillis) {
      used = ALL;
    } else if (2 * usedMillis >= allMillis) {
      used = HALF;
    }
    return mayReach(used) ? used : 0;
  }

  /** Whether the share, percent, can be recorded. */
  boolean mayReach(int percent) {
    return seconds > 0
        && frozenAt != null
        && percent > reached
        && (percent == HALF || percent == ALL);
  }

  FreezeBudget frozenAt(Instant first) {
    return frozenAt == null ? new FreezeBudget(seconds, first, reached) : this;
  }

  FreezeBudget reached(int percent) {
    return new FreezeBudget(seconds, frozenAt, percent);
  }
}
