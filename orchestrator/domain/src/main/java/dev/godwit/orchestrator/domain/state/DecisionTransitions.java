package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.event.DecisionEvent;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.state.Decisions.Kind;
import dev.godwit.orchestrator.domain.state.Decisions.Numbered;
import dev.godwit.orchestrator.domain.state.IdleState.Committed;
import dev.godwit.orchestrator.domain.state.IdleState.Unrequested;

/**
 * The transitions of decisions. They change neither state nor run: a run keeps the decisions that
 * it began with. After the commit only a fix can still be decided and undone, for records that are
 * redriven.
 */
final class DecisionTransitions extends Transitions {
  DecisionTransitions(Migration before, Recorded recorded) {
    super(before, recorded);
  }

  Migration after(DecisionEvent event) {
    Decisions decisions = before.decisions();
    require(!isPassing() && !(before.state() instanceof Unrequested));
    return before.with(
        switch (event) {
          case DecisionEvent.MergesDecided e -> {
            require(!isCommitted() && !isCommitting());
            yield decided(new Numbered(e.number(), e.position(), Kind.MERGES));
          }
          case DecisionEvent.FixDecided e ->
              decided(new Numbered(e.number(), e.position(), Kind.FIX));
          case DecisionEvent.DecisionUndone e -> {
            require(!isCommitting());
            require(decisions.isFix(e.number()) || (!isCommitted() && decisions.holds(e.number())));
            yield decisions.without(e.number());
          }
        });
  }

  private Decisions decided(Numbered next) {
    require(before.decisions().isNext(next.number(), next.position()));
    return before.decisions().with(next, recorded.envelope().by());
  }

  private boolean isCommitting() {
    return before.state() instanceof ForwardState.Committing;
  }

  private boolean isCommitted() {
    return before.state() instanceof Committed;
  }
}
