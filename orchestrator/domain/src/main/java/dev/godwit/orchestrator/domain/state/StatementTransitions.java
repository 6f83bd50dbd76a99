package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.StatementEvent;
import dev.godwit.orchestrator.domain.event.StatementEvent.StatementRun;
import dev.godwit.orchestrator.domain.event.StatementEvent.StatementsFinished;
import dev.godwit.orchestrator.domain.event.StatementEvent.StatementsStarted;
import dev.godwit.orchestrator.domain.state.ForwardState.Copying;
import dev.godwit.orchestrator.domain.state.ForwardState.Frozen;
import dev.godwit.orchestrator.domain.state.ForwardState.Held;
import dev.godwit.orchestrator.domain.state.ForwardState.Judged;
import dev.godwit.orchestrator.domain.state.ForwardState.Prepared;
import dev.godwit.orchestrator.domain.state.ForwardState.Rechecked;
import dev.godwit.orchestrator.domain.state.ForwardState.RunningSql;
import dev.godwit.orchestrator.domain.state.PointOfRun.AfterLoad;
import dev.godwit.orchestrator.domain.state.PointOfRun.BeforeEnable;
import dev.godwit.orchestrator.domain.state.PointOfRun.BeforeLoad;

/** The transitions by which the SQL of a target pack is run at points of a run. */
final class StatementTransitions extends Transitions {
  StatementTransitions(Migration before, Recorded recorded) {
    super(before, recorded);
  }

  Migration after(StatementEvent event) {
    return switch (event) {
      case StatementsStarted e -> {
        require(run() != null && run().hasSql(e.point()));
        yield before.entering(new RunningSql(begun(e)));
      }
      case StatementRun e -> {
        require(awaiting(RunningSql.class).at().point() == e.point());
        yield before;
      }
      case StatementsFinished e -> {
        RunningSql on = awaiting(RunningSql.class);
        require(on.at().point() == e.point() && on.at().cut() == e.cut());
        yield before.entering(on.at().next(run().live()));
      }
    };
  }

  private PointOfRun begun(StatementsStarted event) {
    return switch (event.point()) {
      case BEFORE_LOAD -> {
        MigrationState on = before.state();
        require(event.cut() == 0);
        require(run().live() ? on instanceof Frozen : on instanceof Prepared);
        yield new BeforeLoad();
      }
      case AFTER_LOAD -> afterLoad(event);
      case BEFORE_ENABLE -> beforeEnable(event);
      case UNKNOWN -> throw impossible();
    };
  }

  private AfterLoad afterLoad(StatementsStarted event) {
    return switch (before.state()) {
      case Copying on when isWholeAt(on, event.cut()) ->
          new AfterLoad(on.extraction().sourceRows(), on.extraction().extracted(), event.cut());
      case Held on when isWholeAt(on, event.cut()) ->
          new AfterLoad(on.verdict().sourceRows(), on.verdict().extracted(), event.cut());
      default -> throw impossible();
    };
  }

  private BeforeEnable beforeEnable(StatementsStarted event) {
    Verdict verdict =
        switch (before.state()) {
          case Judged on when isRehearsed(on) -> on.verdict();
          case Held on when run().live() && isOpenAt(on, event.cut()) -> on.verdict();
          case Rechecked on -> on.verdict();
          default -> throw impossible();
        };
    require(event.cut() == verdict.cut());
    return new BeforeEnable(verdict, event.findings());
  }

  private boolean isRehearsed(Judged on) {
    return on.verdict().reconciled() && !run().live();
  }
}
