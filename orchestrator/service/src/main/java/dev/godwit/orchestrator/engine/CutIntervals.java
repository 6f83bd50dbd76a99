package dev.godwit.orchestrator.engine;

import dev.godwit.orchestrator.domain.state.IdleState.Committed;
import dev.godwit.orchestrator.domain.state.Migration;
import java.time.Duration;
import java.time.Instant;

/**
 * How often live engagement is cut: at first often, since people who have just moved are watched,
 * and later seldom, since the clock goes on for years. Thread-safe.
 *
 * @param every interval of a held migration, and of a committed one at first; zero for no cuts
 * @param later interval of a committed migration later on; counts as {@code every} where it is less
 * @param laterAfter how long after the commit the later interval begins
 */
record CutIntervals(Duration every, Duration later, Duration laterAfter) {
  private static final Duration LEAST = Duration.ofMillis(100);

  CutIntervals {
    if (!every.isZero() && every.compareTo(LEAST) < 0) {
      throw new IllegalArgumentException(
          "Expected an interval between cuts of at least %s, or PT0S for none, found %s; correct GODWIT_LIVE_CUT_EVERY."
              .formatted(LEAST, every));
    }
    if (later.isNegative() || laterAfter.isNegative()) {
      throw new IllegalArgumentException(
          "Expected durations of at least PT0S, found %s and %s; correct GODWIT_LIVE_CUT_LATER_EVERY and GODWIT_LIVE_CUT_LATER_AFTER."
              .formatted(later, laterAfter));
    }
  }

  boolean isOn() {
    return !every.isZero();
  }

  /**
   * How long the verdict of a cut may take: less than from one tick to the next, so that the next
   * tick finds the cut overdue, and more than a moment, so that one taken just before it is not.
   */
  Duration verdictWithin() {
    return every.dividedBy(2);
  }

  /** The interval that the migration has at a moment. */
  Duration of(Migration migration, Instant now) {
    boolean late =
        migration.state() instanceof Committed on
            && !now.isBefore(on.committedAt().plus(laterAfter))
            && later.compareTo(every) > 0;
    return late ? later : every;
  }
}
