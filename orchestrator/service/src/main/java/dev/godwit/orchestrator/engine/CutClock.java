package dev.godwit.orchestrator.engine;

import dev.godwit.orchestrator.domain.command.Command.TakeCut;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.Programme;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks for a cut of live engagement at set intervals, for every held and every committed migration;
 * also where the last cut after a commit has no verdict yet, which is answered with an alarm. It
 * asks by commands like anybody else, so what it did is in the history. The id of a command names
 * the customer and the tick, so a tick is answered once, also after a restart. Not thread-safe; one
 * for each processor.
 */
final class CutClock {
  /** Author of the commands. */
  static final String NAME = TakeCut.CLOCK;

  private static final Duration LEAST = Duration.ofMillis(100);
  private static final Duration MOST = Duration.ofSeconds(10);

  private final CutIntervals intervals;
  private long last = -1;

  CutClock(CutIntervals intervals) {
    this.intervals = intervals;
  }

  boolean isOn() {
    return intervals.isOn();
  }

  /** How often to look whether a tick has begun. */
  Duration lookEvery() {
    Duration quarter = intervals.every().dividedBy(4);
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
    long tick = begin(now, intervals.every());
    if (tick <= last) {
      return List.of();
    }
    last = tick;
    Instant moment = Instant.ofEpochMilli(now);
    Programme programme = stores.programme();
    List<TakeCut> due = new ArrayList<>();
    for (Migration migration : stores.migrations()) {
      long own = begin(now, intervals.of(migration, moment));
      String id = ClockId.of(migration.id(), own);
      boolean held = programme.paused() || migration.paused();
      boolean wanted = migration.mayCut() || migration.isOverdue(moment, intervals.verdictWithin());
      if (!held && wanted && !stores.isAnswered(id)) {
        due.add(new TakeCut(id, migration.id(), NAME, "due at " + Instant.ofEpochMilli(own)));
      }
    }
    return due;
  }

  /** Begin of the tick that the moment is in. */
  private static long begin(long now, Duration interval) {
    return now - Math.floorMod(now, interval.toMillis());
  }
}
