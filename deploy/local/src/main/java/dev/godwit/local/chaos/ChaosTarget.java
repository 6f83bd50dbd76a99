package dev.godwit.local.chaos;

import dev.godwit.local.chaos.fault.Fault;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * One row of the kill table: a kind of disturbance, and the faults that a seed makes of it.
 *
 * @param label name in the table and in {@code --only}
 * @param scenarios runs that reach it; a seed chooses one
 * @param mayRollBack whether a rollback is a right outcome of a run that was to commit
 * @param needs what it needs of the machine
 * @param brokers Kafka brokers of the stack
 * @param faults makes the faults of a case
 */
record ChaosTarget(
    String label,
    List<Scenario> scenarios,
    boolean mayRollBack,
    Requirement needs,
    int brokers,
    Function<SplittableRandom, List<Fault>> faults) {
  ChaosTarget {
    scenarios = List.copyOf(scenarios);
  }

  /** One that needs nothing of the machine, on a stack with one broker. */
  static ChaosTarget of(
      String label,
      List<Scenario> scenarios,
      boolean mayRollBack,
      Function<SplittableRandom, List<Fault>> faults) {
    return new ChaosTarget(label, scenarios, mayRollBack, Requirement.NOTHING, 1, faults);
  }

  /** Whether the rollback leads to it; otherwise the rollback waits until it has taken place. */
  boolean followsRollback() {
    return !scenarios.contains(Scenario.COMMIT) && !scenarios.contains(Scenario.COMMIT_LIVE);
  }
}
