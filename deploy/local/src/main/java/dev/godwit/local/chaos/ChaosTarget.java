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
 * @param mayFail whether a rollback is a right outcome of a run that was to commit, and a failure
 *     one of a replay that is then repeated
 * @param needs what it needs of the machine
 * @param brokers Kafka brokers of the stack
 * @param faults makes the faults of a case
 * @param replay makes the replay that is disturbed; null of it where the case has none
 */
record ChaosTarget(
    String label,
    List<Scenario> scenarios,
    boolean mayFail,
    Requirement needs,
    int brokers,
    Function<SplittableRandom, List<Fault>> faults,
    Function<SplittableRandom, ReplayPlan> replay) {
  ChaosTarget {
    scenarios = List.copyOf(scenarios);
  }

  /**
   * One of a run without a replay that needs nothing of the machine, on a stack with one broker.
   */
  static ChaosTarget of(
      String label,
      List<Scenario> scenarios,
      boolean mayFail,
      Function<SplittableRandom, List<Fault>> faults) {
    return of(label, scenarios, mayFail, faults, random -> null);
  }

  /** One that needs nothing of the machine, on a stack with one broker. */
  static ChaosTarget of(
      String label,
      List<Scenario> scenarios,
      boolean mayFail,
      Function<SplittableRandom, List<Fault>> faults,
      Function<SplittableRandom, ReplayPlan> replay) {
    return new ChaosTarget(label, scenarios, mayFail, Requirement.NOTHING, 1, faults, replay);
  }

  /** One of a run without a replay, for the machine and the stack that it needs. */
  static ChaosTarget on(
      Requirement needs,
      int brokers,
      String label,
      List<Scenario> scenarios,
      Function<SplittableRandom, List<Fault>> faults) {
    return new ChaosTarget(label, scenarios, false, needs, brokers, faults, random -> null);
  }

  /** Whether the rollback leads to it; otherwise the rollback waits until it has taken place. */
  boolean followsRollback() {
    return scenarios.stream().allMatch(one -> one.isRollback() || one == Scenario.REHEARSAL);
  }
}
