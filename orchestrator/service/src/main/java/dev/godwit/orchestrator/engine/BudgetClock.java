package dev.godwit.orchestrator.engine;

import dev.godwit.orchestrator.domain.command.Command.CheckFreezeBudget;
import dev.godwit.orchestrator.domain.command.Command.TakeCut;
import dev.godwit.orchestrator.domain.state.Migration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks for a check of the freeze budget of every live run that has used half or all of it, and of
 * one that is held after that. It asks by commands like anybody else, so what it did is in the
 * history. It asks once in a tick, which is longer than a command takes, and again in the next one
 * where there is still something to decide. Not thread-safe; one for each processor.
 */
final class BudgetClock {
  private static final Duration LEAST = Duration.ofMillis(100);
  private static final Duration MOST = Duration.ofSeconds(10);
  private static final int LOOKS_IN_A_BUDGET = 20;
  private static final int LOOKS_IN_A_TICK = 4;

  private final Duration lookEvery;
  private long last = -1;

  /**
   * A clock.
   *
   * @param budget freeze budget of runs that begin now; zero for none. Runs of before may have one
   */
  BudgetClock(Duration budget) {
    Duration look = budget.isZero() ? MOST : budget.dividedBy(LOOKS_IN_A_BUDGET);
    if (look.compareTo(MOST) > 0) {
      look = MOST;
    }
    this.lookEvery = look.compareTo(LEAST) < 0 ? LEAST : look;
  }

  /** How often to look. */
  Duration lookEvery() {
    return lookEvery;
  }

  /**
   * The commands of the tick that the moment is in; those that were asked for in it are left out.
   *
   * @param now milliseconds since 1970
   */
  List<CheckFreezeBudget> due(long now, StateStores stores) {
    long tick = now - Math.floorMod(now, lookEvery.toMillis() * LOOKS_IN_A_TICK);
    if (tick <= last) {
      return List.of();
    }
    Instant moment = Instant.ofEpochMilli(now);
    List<CheckFreezeBudget> due = new ArrayList<>();
    for (Migration migration : stores.migrations()) {
      if (!migration.isBudgetDue(moment)) {
        continue;
      }
      String id = ClockId.ofBudget(migration.id(), tick);
      if (!stores.isAnswered(id)) {
        due.add(
            new CheckFreezeBudget(
                id,
                migration.id(),
                TakeCut.CLOCK,
                "frozen for "
                    + Duration.ofSeconds(migration.run().budget().frozen(moment).toSeconds())));
      }
    }
    if (!due.isEmpty()) {
      last = tick;
    }
    return due;
  }
}
