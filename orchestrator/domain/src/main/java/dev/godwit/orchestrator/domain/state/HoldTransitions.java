package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.event.HoldEvent;
import dev.godwit.orchestrator.domain.event.HoldEvent.FreezeBudgetReached;
import dev.godwit.orchestrator.domain.event.HoldEvent.RunHeld;
import dev.godwit.orchestrator.domain.event.HoldEvent.RunResumed;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.state.ForwardState.Holdable;
import dev.godwit.orchestrator.domain.state.ForwardState.Judged;
import java.util.List;

/** The transitions by which a live run is held and resumed, and its freeze budget is used. */
final class HoldTransitions extends Transitions {
  HoldTransitions(Migration before, Recorded recorded) {
    super(before, recorded);
  }

  Migration after(HoldEvent event) {
    require(before.live());
    return switch (event) {
      case RunHeld e -> held(e);
      case RunResumed e -> {
        in(Holdable.class);
        Holds holds = run().holds();
        require(before.isHeld() && e.resumes() == holds.resumes() + 1);
        yield before.with(run().with(holds.resumed()));
      }
      case FreezeBudgetReached e -> {
        in(Holdable.class);
        FreezeBudget budget = run().budget();
        require(budget.mayReach(e.percent()));
        yield before.with(run().with(budget.reached(e.percent())));
      }
    };
  }

  /**
   * A verdict with differences leads to the state of its own; a failure holds the run where it is.
   */
  private Migration held(RunHeld event) {
    if (before.state() instanceof Judged on) {
      require(!on.verdict().reconciled());
      return before.entering(on.held(List.of(event.reason())));
    }
    in(Holdable.class);
    Holds holds = run().holds();
    require(!holds.isHeld());
    return before.with(
        run()
            .with(
                holds.held(
                    event.stage(),
                    event.subject(),
                    event.reason(),
                    recorded.envelope().occurredAt(),
                    TaskIds.step(before, event.taskId()))));
  }
}
