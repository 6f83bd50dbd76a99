package dev.godwit.orchestrator.domain.decide;

import static dev.godwit.orchestrator.domain.decide.Decision.accepted;
import static dev.godwit.orchestrator.domain.decide.Decision.rejected;

import dev.godwit.orchestrator.domain.decide.RunFailure.Cause;
import dev.godwit.orchestrator.domain.decide.RunFailure.Failure;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.HoldEvent.FreezeBudgetReached;
import dev.godwit.orchestrator.domain.state.FreezeBudget;
import dev.godwit.orchestrator.domain.state.Migration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides on the freeze budget of a live run. Half of it is recorded, so that people are warned.
 * Once all of it is used a held run rolls back; a run that moves goes on, and rolls back at its
 * next failure or with the next check that finds it held.
 */
final class FreezeBudgetCommands {
  private static final String EXPECTED =
      "a live run whose frozen time has reached half or all of its freeze budget";

  private FreezeBudgetCommands() {}

  /**
   * Decides on a check.
   *
   * @param now when it was asked for
   */
  static Decision check(Migration migration, Instant now) {
    if (!migration.isBudgetDue(now)) {
      return rejected(
          EXPECTED,
          migration.live() && migration.run().budget().frozenAt() != null
              ? "%s, frozen for %s of %s"
                  .formatted(
                      StatusText.of(migration),
                      seconds(migration.run().budget().frozen(now)),
                      Duration.ofSeconds(migration.run().budget().seconds()))
              : StatusText.of(migration),
          "Nothing: the clock checks the budget by itself.");
    }
    FreezeBudget budget = migration.run().budget();
    int percent = budget.due(now);
    List<Event> events = new ArrayList<>();
    if (percent > 0) {
      events.add(
          new FreezeBudgetReached(percent, budget.frozen(now).toSeconds(), budget.seconds()));
    }
    if (Math.max(percent, budget.reached()) == FreezeBudget.ALL && migration.isHeld()) {
      events.addAll(RunFailure.end(migration, usedUp(migration, now)));
    }
    return accepted(events);
  }

  private static Failure usedUp(Migration migration, Instant now) {
    FreezeBudget budget = migration.run().budget();
    return new Failure(
        Cause.FREEZE_BUDGET,
        "The customer was frozen for %s, and the freeze budget of the run is %s; found %s."
            .formatted(
                seconds(budget.frozen(now)),
                Duration.ofSeconds(budget.seconds()),
                StatusText.of(migration)),
        migration.run().holds().isHeld() ? migration.run().holds().hold().subject() : "",
        "Mend what held the run, then rehearse again; GODWIT_FREEZE_BUDGET gives later runs more"
            + " time.");
  }

  private static Duration seconds(Duration time) {
    return Duration.ofSeconds(time.toSeconds());
  }
}
