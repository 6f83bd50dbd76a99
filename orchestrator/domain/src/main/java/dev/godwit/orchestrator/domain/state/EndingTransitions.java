package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.event.EndingEvent;
import dev.godwit.orchestrator.domain.event.EndingEvent.PurgeStarted;
import dev.godwit.orchestrator.domain.event.EndingEvent.ReturnStarted;
import dev.godwit.orchestrator.domain.event.EndingEvent.RollbackStarted;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.state.EndingState.Abandoned;
import dev.godwit.orchestrator.domain.state.EndingState.Purged;
import dev.godwit.orchestrator.domain.state.EndingState.Purging;
import dev.godwit.orchestrator.domain.state.EndingState.Returning;
import dev.godwit.orchestrator.domain.state.EndingState.RollingBack;
import dev.godwit.orchestrator.domain.state.EndingState.Thawed;
import dev.godwit.orchestrator.domain.state.EndingState.Thawing;
import dev.godwit.orchestrator.domain.state.ForwardState.Copying;
import dev.godwit.orchestrator.domain.state.ForwardState.Passable;
import dev.godwit.orchestrator.domain.state.ForwardState.Planning;
import dev.godwit.orchestrator.domain.state.ForwardState.Preparing;
import dev.godwit.orchestrator.domain.state.ForwardState.Purgeable;
import dev.godwit.orchestrator.domain.state.ForwardState.Reversible;
import dev.godwit.orchestrator.domain.state.ForwardState.Unwritten;
import dev.godwit.orchestrator.domain.state.MigrationState.Passing;
import dev.godwit.orchestrator.domain.state.Purge.Purpose;
import dev.godwit.orchestrator.domain.state.Run.Assessment;
import dev.godwit.orchestrator.domain.state.Run.Freeze;

/** The transitions by which a run ends that does not commit. */
final class EndingTransitions extends Transitions {
  EndingTransitions(Migration before, Recorded recorded) {
    super(before, recorded);
  }

  Migration after(EndingEvent event) {
    return switch (event) {
      case EndingEvent.RunRefused e -> {
        Unwritten on = in(Unwritten.class);
        require(run().live() && !run().mayBeFrozen());
        yield before.entering(on.refused(run().permit()));
      }
      case EndingEvent.RehearsalFailed e -> {
        require(run() != null && !run().live());
        yield before.entering(
            switch (before.state()) {
              case Unwritten on when !(on instanceof Preparing) -> on.failed();
              case Purging on when on.stuck() -> on.givenUp();
              case Purged on when on.isFor(Purpose.REHEARSAL_FAILED) -> on.failed();
              default -> throw impossible();
            });
      }
      case EndingEvent.RunAbandoned e ->
          before
              .entering(
                  switch (before.state()) {
                    case Planning on -> on.abandoned(e.reason());
                    case Copying on when !on.extraction().isCut() -> on.abandoned(e.reason());
                    default -> throw impossible();
                  })
              .with(run().ending());
      case EndingEvent.RollbackStarted e -> rollingBack(e);
      case EndingEvent.PurgeStarted e -> before.entering(purging(e));
      case EndingEvent.TargetPurged e -> {
        Purging on = awaiting(Purging.class);
        yield Assessment.withRows(e.left()).isEmpty()
            ? before.entering(on.purged())
            : before.with(on.failed());
      }
      case EndingEvent.ReturnStarted e ->
          before.entering(returning(e)).with(run().with(before.window().returning()));
      case EndingEvent.LiveReturned e ->
          before.entering(awaiting(Returning.class).returned()).with(run().withLiveReturned());
      case EndingEvent.ThawStarted e -> before.entering(thawing());
      case EndingEvent.SourceThawed e -> before.entering(awaiting(Thawing.class).thawed());
      case EndingEvent.RehearsalPassed e ->
          before.entering(purgedFor(Purpose.REHEARSAL_PASSED).passed());
      case EndingEvent.CustomerForgotten e -> {
        require(before.mayForget());
        yield before;
      }
      case EndingEvent.MigrationRolledBack e ->
          before.entering(
              switch (before.state()) {
                case Thawed on -> on.rolledBack(e.reason());
                case Purged on
                    when on.isFor(Purpose.ROLLBACK)
                        && run().freeze() == Freeze.NONE
                        && run().isReturned() ->
                    on.rolledBack(e.reason());
                default -> throw impossible();
              });
    };
  }

  private Purged purgedFor(Purpose purpose) {
    Purged on = in(Purged.class);
    require(on.isFor(purpose));
    return on;
  }

  private Migration rollingBack(RollbackStarted event) {
    require(before.live());
    return switch (before.state()) {
      case Reversible on when !isUntouched(on) ->
          before.entering(on.rollingBack(event)).with(run().withoutHeldBackCut().ending());
      case Purging on when on.stuck() && on.purge().purpose() == Purpose.RETRY ->
          before.entering(on.rollingBack(event));
      case Returning on when on.stuck() && on.purge().purpose() == Purpose.RETRY ->
          before.entering(on.rollingBack(event));
      case Purged on when on.isFor(Purpose.RETRY) && before.isStuck() ->
          before.entering(on.rollingBack(event));
      default -> throw impossible();
    };
  }

  /** Whether nothing was frozen and no preparation was intended. */
  private boolean isUntouched(ForwardState on) {
    return on instanceof Unwritten && !(on instanceof Preparing) && !run().mayBeFrozen();
  }

  private Purging purging(PurgeStarted event) {
    Purpose purpose = Purpose.valueOf(event.purpose());
    return switch (before.state()) {
      case Passable on when purpose == Purpose.REHEARSAL_PASSED -> passed(on, event);
      case Purgeable on when isEndedBy(purpose, on) ->
          on.purging(Purge.first(purpose, event.reason()));
      case Abandoned on when purpose == Purpose.RETRY -> on.purging(event.reason());
      case RollingBack on when purpose == Purpose.ROLLBACK -> on.purging(event.reason());
      case Purging on when on.stuck() && purpose == on.purge().purpose() -> on.again();
      default -> throw impossible();
    };
  }

  private Purging passed(Passable on, PurgeStarted event) {
    require(!run().live() && on.verdict().reconciled());
    return on.passing(event, run());
  }

  private boolean isEndedBy(Purpose purpose, Purgeable on) {
    return switch (purpose) {
      case REHEARSAL_FAILED -> !run().live();
      case CANCEL ->
          !(on instanceof Passing)
              && (!run().live() || (on instanceof Preparing && !run().mayBeFrozen()));
      default -> false;
    };
  }

  private Returning returning(ReturnStarted event) {
    return switch (before.state()) {
      case Purged on
          when before.window() != null
              && before.window().isClosed()
              && !before.window().returned()
              && event.fromOffsets().equals(before.window().from())
              && event.toOffsets().equals(before.window().to()) ->
          on.returning();
      case Returning on when on.stuck() -> on.again();
      default -> throw impossible();
    };
  }

  private Thawing thawing() {
    return switch (before.state()) {
      case RollingBack on
          when run().freeze() == Freeze.ANSWERED && before.window() == null && on.purges() == 0 ->
          on.thawing();
      case Purged on
          when on.isFor(Purpose.ROLLBACK)
              && run().freeze() == Freeze.ANSWERED
              && run().isReturned() ->
          on.thawing();
      case Thawing on when on.stuck() -> on.again();
      default -> throw impossible();
    };
  }
}
