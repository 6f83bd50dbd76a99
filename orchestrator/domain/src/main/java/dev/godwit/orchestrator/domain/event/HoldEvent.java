package dev.godwit.orchestrator.domain.event;

import dev.godwit.orchestrator.domain.common.Stage;
import java.util.List;

/** A live run that cannot go on is held, and how long its customer may be frozen meanwhile. */
public sealed interface HoldEvent extends Event {
  /**
   * A live run is held after a failure or a verdict with differences: the customer stays frozen
   * until a person resumes or rolls back, or until the freeze budget is used up.
   *
   * @param stage stage that failed, or whose finding holds the run
   * @param subject entity, table or file it happened on
   * @param reason what happened, without a row's content
   * @param count records concerned, as far as is known; 0 where unknown
   * @param firstKey id in the source of the first record concerned; empty where unknown
   * @param actions commands that are possible now, each a line for the command line
   * @param taskId id of the task that failed; empty where it happened outside a task
   */
  record RunHeld(
      Stage stage,
      String subject,
      String reason,
      long count,
      String firstKey,
      List<String> actions,
      String taskId)
      implements HoldEvent {
    public RunHeld {
      actions = List.copyOf(actions);
    }
  }

  /**
   * A held run continues where it stopped.
   *
   * @param resumes how often the run was resumed, this time included, from 1
   * @param why the reason that its author gave
   */
  record RunResumed(int resumes, String why) implements HoldEvent {}

  /**
   * The customer has been frozen for a share of the freeze budget of the run.
   *
   * @param percent share of the budget, percent: 50 or 100
   * @param frozenSeconds how long the customer has been frozen, seconds
   * @param budgetSeconds the budget, seconds
   */
  record FreezeBudgetReached(int percent, long frozenSeconds, long budgetSeconds)
      implements HoldEvent {}
}
