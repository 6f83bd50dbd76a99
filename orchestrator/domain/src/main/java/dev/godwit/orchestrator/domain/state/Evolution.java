package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.event.DecisionEvent;
import dev.godwit.orchestrator.domain.event.EndingEvent;
import dev.godwit.orchestrator.domain.event.HoldEvent;
import dev.godwit.orchestrator.domain.event.ProbeEvent;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.ReplayEvent;
import dev.godwit.orchestrator.domain.event.RequestEvent;
import dev.godwit.orchestrator.domain.event.RequestEvent.ProgrammePaused;
import dev.godwit.orchestrator.domain.event.RequestEvent.ProgrammeResumed;
import dev.godwit.orchestrator.domain.event.RunEvent;
import dev.godwit.orchestrator.domain.event.StatementEvent;
import dev.godwit.orchestrator.domain.state.IdleState.Committed;

/**
 * The fold: a migration and its next event give the migration after it. A rebuild needs nothing
 * else. {@link Reaction} gives the tasks that follow.
 *
 * <p>A function of its arguments alone; it dispatches nothing. An event that cannot follow is
 * refused with {@link ImpossibleEventException}.
 */
public final class Evolution {
  private Evolution() {}

  /** The migration after one of its own events. */
  public static Migration evolve(Migration before, Recorded recorded) {
    long sequence = recorded.envelope().sequence();
    if (sequence != before.sequence() + 1) {
      throw ImpossibleEventException.outOfOrder(before.id(), before.sequence() + 1, recorded);
    }
    Migration after =
        switch (recorded.event()) {
          case RequestEvent event -> new RequestTransitions(before, recorded).after(event);
          case DecisionEvent event -> new DecisionTransitions(before, recorded).after(event);
          case RunEvent event -> new RunTransitions(before, recorded).after(event);
          case HoldEvent event -> new HoldTransitions(before, recorded).after(event);
          case ReplayEvent event -> new ReplayTransitions(before, recorded).after(event);
          case ProbeEvent event -> new ProbeTransitions(before, recorded).after(event);
          case StatementEvent event -> new StatementTransitions(before, recorded).after(event);
          case EndingEvent event -> new EndingTransitions(before, recorded).after(event);
        };
    return Dispatch.due(after.at(sequence));
  }

  /** The migration after an event of the programme. */
  public static Migration programme(Migration before, Recorded recorded) {
    return switch (recorded.event()) {
      case ProgrammePaused event -> before.programmePaused(true);
      case ProgrammeResumed event -> Dispatch.due(resumed(before, recorded));
      default -> before;
    };
  }

  /** The time that a cut may take begins anew: a pause holds its tasks back. */
  private static Migration resumed(Migration before, Recorded recorded) {
    Migration after = before.programmePaused(false);
    return before.state() instanceof Committed on && on.cutAt() != null
        ? after.with(on.cutAt(recorded.envelope().occurredAt()))
        : after;
  }
}
