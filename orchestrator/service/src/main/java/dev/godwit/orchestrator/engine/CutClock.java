package dev.godwit.orchestrator.engine;

import dev.godwit.orchestrator.domain.command.TakeCut;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.Programme;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks for a cut of live engagement at a set interval, for every held and every committed
 * migration. It asks by commands like anybody else, so what it did is in the history. The id of a
 * command names the customer and the tick, so a tick is answered once, whoever asks for it again
 * after a restart. Not thread-safe; one for each processor.
 */
final class CutClock {
  /** Who asks, as the commands have it. */
  static final String NAME = "clock";

  private static final Duration LEAST = Duration.ofMillis(100);
  private static final Duration MOST = Duration.ofSeconds(10);

  private final Duration every;
  private long last = -1;

  /**
   * A clock.
   *
   * @param every the interval; zero for a clock that never asks
   */
  CutClock(Duration every) {
    if (!every.isZero() && every.compareTo(LEAST) < 0) {
      throw new IllegalArgumentException(
          "Expected an interval between cuts of at least %s, or PT0S for none, found %s; correct GODWIT_LIVE_CUT_EVERY."
              .formatted(LEAST, every));
    }
    this.every = every;
  }

  boolean isOn() {
    return !every.isZero();
  }

  /** How often to look whether a tick has begun. */
  Duration lookEvery() {
    Duration quarter = every.dividedBy(4);
    if (quarter.compareTo(MOST) > 0) {
      return MOST;
    }
    return quarter.compareTo(LEAST) < 0 ? LEAST : quarter;
  }

  /**
   * The commands of the tick that the moment is in; none where they were asked for before.
   *
   * @param now milliseconds since 1970
   */
  List<TakeCut> due(long now, StateStores stores) {
    long tick = now - Math.floorMod(now, every.toMillis());
    if (tick <= last) {
      return List.of();
    }
    last = tick;
    Programme programme = stores.programme();
    List<TakeCut> due = new ArrayList<>();
    for (Migration migration : stores.migrations()) {
      String id = ClockId.of(migration.id(), tick);
      boolean held = programme.paused() || migration.paused();
      if (!held && migration.mayCut() && !stores.isAnswered(id)) {
        due.add(new TakeCut(id, migration.id(), NAME, "due at " + Instant.ofEpochMilli(tick)));
      }
    }
    return due;
  }
}
