package dev.godwit.orchestrator.domain.event;

import java.util.List;

/**
 * Decisions of people about data that does not fit. They hold for later runs; what was decided
 * stands in the command, which its position finds, since events hold no personal data.
 */
public sealed interface DecisionEvent extends Event {
  /** Number of the decision among those of the customer, from 1. */
  int number();

  /** The reason that its author gave. */
  String why();

  /**
   * A person decided which rows are one.
   *
   * @param number number of the decision among those of the customer, from 1
   * @param position offset in migration.commands.v1 of the command that holds the decision
   * @param together groups that are one
   * @param apart groups that are not
   * @param byRule how many of these are decided by rule
   * @param why the reason that its author gave
   */
  record MergesDecided(int number, long position, int together, int apart, int byRule, String why)
      implements DecisionEvent {}

  /**
   * A person decided what becomes of values that the target cannot take.
   *
   * @param number number of the decision among those of the customer, from 1
   * @param position offset in migration.commands.v1 of the command that holds the decision
   * @param fixes the fixes in words, without values
   * @param why the reason that its author gave
   */
  record FixDecided(int number, long position, List<String> fixes, String why)
      implements DecisionEvent {
    public FixDecided {
      fixes = List.copyOf(fixes);
    }
  }

  /**
   * A person took a decision back.
   *
   * @param number number of the decision that holds no longer
   * @param why the reason that its author gave
   */
  record DecisionUndone(int number, String why) implements DecisionEvent {}
}
