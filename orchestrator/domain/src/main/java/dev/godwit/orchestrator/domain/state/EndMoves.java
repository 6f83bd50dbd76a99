package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.event.EndingEvent.LiveReturned;
import dev.godwit.orchestrator.domain.event.EndingEvent.MigrationRolledBack;
import dev.godwit.orchestrator.domain.event.EndingEvent.PurgeStarted;
import dev.godwit.orchestrator.domain.event.EndingEvent.RehearsalFailed;
import dev.godwit.orchestrator.domain.event.EndingEvent.RehearsalPassed;
import dev.godwit.orchestrator.domain.event.EndingEvent.ReturnStarted;
import dev.godwit.orchestrator.domain.event.EndingEvent.RollbackStarted;
import dev.godwit.orchestrator.domain.event.EndingEvent.RunAbandoned;
import dev.godwit.orchestrator.domain.event.EndingEvent.RunRefused;
import dev.godwit.orchestrator.domain.event.EndingEvent.SourceThawed;
import dev.godwit.orchestrator.domain.event.EndingEvent.TargetPurged;
import dev.godwit.orchestrator.domain.event.EndingEvent.ThawStarted;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.RequestEvent.MigrationCancelled;
import dev.godwit.orchestrator.domain.event.RunEvent.CutStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.CutWritten;
import dev.godwit.orchestrator.domain.event.RunEvent.SourceFrozen;
import dev.godwit.orchestrator.domain.event.RunEvent.StageFailed;
import dev.godwit.orchestrator.domain.state.MigrationState.Abandoned;
import dev.godwit.orchestrator.domain.state.MigrationState.Approved;
import dev.godwit.orchestrator.domain.state.MigrationState.Assessed;
import dev.godwit.orchestrator.domain.state.MigrationState.Assessing;
import dev.godwit.orchestrator.domain.state.MigrationState.Cancelled;
import dev.godwit.orchestrator.domain.state.MigrationState.Copying;
import dev.godwit.orchestrator.domain.state.MigrationState.Ending;
import dev.godwit.orchestrator.domain.state.MigrationState.Forward;
import dev.godwit.orchestrator.domain.state.MigrationState.Judged;
import dev.godwit.orchestrator.domain.state.MigrationState.Passing;
import dev.godwit.orchestrator.domain.state.MigrationState.Planning;
import dev.godwit.orchestrator.domain.state.MigrationState.Prepared;
import dev.godwit.orchestrator.domain.state.MigrationState.Preparing;
import dev.godwit.orchestrator.domain.state.MigrationState.Purged;
import dev.godwit.orchestrator.domain.state.MigrationState.Purging;
import dev.godwit.orchestrator.domain.state.MigrationState.Rehearsed;
import dev.godwit.orchestrator.domain.state.MigrationState.Requested;
import dev.godwit.orchestrator.domain.state.MigrationState.Returning;
import dev.godwit.orchestrator.domain.state.MigrationState.RolledBack;
import dev.godwit.orchestrator.domain.state.MigrationState.RollingBack;
import dev.godwit.orchestrator.domain.state.MigrationState.Thawed;
import dev.godwit.orchestrator.domain.state.MigrationState.Thawing;

/** Where an event leads on the way to a run's end: passed, failed, cancelled, again, or back. */
final class EndMoves {
  private EndMoves() {}

  /** Leaves the way to the goal. */
  static MigrationState leave(Migration before, Forward state, Recorded recorded) {
    Run run = state.run();
    boolean untouched =
        (state instanceof Assessing || state instanceof Assessed) && !run.mayBeFrozen();
    MigrationState after =
        switch (recorded.event()) {
          case RunRefused refused
              when run.live()
                  && (untouched || (state instanceof Preparing && !run.mayBeFrozen())) ->
              new Approved(run.request(), run.permit());
          case RehearsalFailed failed when !run.live() && untouched -> new Requested(run.request());
          case MigrationCancelled cancelled
              when (untouched && state instanceof Assessing)
                  || (run.live()
                      && !run.mayBeFrozen()
                      && state instanceof Preparing preparing
                      && !preparing.issued()) ->
              new Cancelled(run.request());
          case RunAbandoned abandoned
              when state instanceof Planning
                  || (state instanceof Copying copying && !copying.extraction().isCut()) ->
              new Abandoned(run, abandoned.reason());
          case RollbackStarted back when run.live() && !untouched ->
              new RollingBack(run.withoutHeldBackCut(), rollback(back), 0);
          case PurgeStarted start when !untouched && !(state instanceof Prepared) ->
              purging(state, start);
          default -> null;
        };
    return orImpossible(after, before, recorded);
  }

  private static MigrationState purging(Forward state, PurgeStarted start) {
    Run run = state.run();
    Purpose purpose = Purpose.valueOf(start.purpose());
    return switch (purpose) {
      case REHEARSAL_PASSED ->
          !run.live() && state instanceof Judged judged && judged.verdict().reconciled()
              ? new Purging(
                  run,
                  new Purge(
                      purpose,
                      start.reason(),
                      1,
                      null,
                      new Rehearsal(
                          run.number(),
                          run.by(),
                          judged.verdict().quarantine(),
                          judged.verdict().sourceRows(),
                          judged.assessment().sourceFingerprint(),
                          judged.assessment().targetFingerprint())),
                  false,
                  false)
              : null;
      case REHEARSAL_FAILED -> run.live() ? null : begin(run, purpose, start);
      case CANCEL ->
          !(state instanceof Passing)
                  && (!run.live() || (state instanceof Preparing && !run.mayBeFrozen()))
              ? begin(run, purpose, start)
              : null;
      default -> null;
    };
  }

  private static Purging begin(Run run, Purpose purpose, PurgeStarted start) {
    return new Purging(run, new Purge(purpose, start.reason(), 1, null, null), false, false);
  }

  private static MigrationState rollingBack(RollingBack on, Event event) {
    Run run = on.run();
    return switch (event) {
      case PurgeStarted start when Purpose.valueOf(start.purpose()) == Purpose.ROLLBACK ->
          rollback(on, start);
      case ThawStarted thaw
          when run.freeze() == Freeze.ANSWERED && run.window() == null && on.purges() == 0 ->
          new Thawing(run, on.rollback(), 1, false, false);
      default -> null;
    };
  }

  private static Purging rollback(RollingBack on, PurgeStarted start) {
    Purge purge = new Purge(Purpose.ROLLBACK, start.reason(), on.purges() + 1, on.rollback(), null);
    return new Purging(on.run(), purge, false, false);
  }

  static MigrationState move(Migration before, Ending state, Recorded recorded) {
    Event event = recorded.event();
    MigrationState after =
        switch (event) {
          case SourceFrozen frozen when awaitsFreeze(state) -> answered(state);
          case StageFailed failed
              when awaitsFreeze(state)
                  && RunMoves.isOf(failed, Stage.EXTRACT, TaskIds.freeze(state.run())) ->
              answered(state);
          case CutWritten cut
              when !(state instanceof Passing) && LiveMoves.isAnswer(state.run().window(), cut) ->
              Reruns.with(state, LiveMoves.answered(state.run(), cut));
          case StageFailed failed
              when !(state instanceof Passing) && LiveMoves.isFailure(state.run(), failed) ->
              Reruns.with(state, state.run().withFailedCut());
          default ->
              switch (state) {
                case Abandoned on ->
                    event instanceof PurgeStarted start
                            && Purpose.valueOf(start.purpose()) == Purpose.RETRY
                        ? begin(on.run(), Purpose.RETRY, start)
                        : null;
                case RollingBack on -> rollingBack(on, event);
                case Purging on -> purging(on, event);
                case Purged on -> purged(on, event);
                case Returning on -> returning(on, event);
                case Thawing on -> thawing(on, event);
                case Thawed on ->
                    event instanceof MigrationRolledBack back
                        ? new RolledBack(on.run().request(), back.reason())
                        : null;
              };
        };
    return orImpossible(after, before, recorded);
  }

  private static boolean awaitsFreeze(Ending state) {
    return state.run().freeze() == Freeze.ASKED && !(state instanceof Passing);
  }

  private static MigrationState answered(Ending state) {
    return Reruns.with(state, state.run().with(Freeze.ANSWERED));
  }

  private static MigrationState purging(Purging on, Event event) {
    Run run = on.run();
    return switch (event) {
      case TargetPurged purged when on.issued() && !on.stuck() ->
          TargetLook.withRows(purged.left()).isEmpty()
              ? new Purged(run, on.purge())
              : new Purging(run, on.purge(), true, true);
      case StageFailed failed
          when on.issued()
              && !on.stuck()
              && RunMoves.isOf(failed, Stage.LOAD, TaskIds.purge(run, on.purge().attempt())) ->
          new Purging(run, on.purge(), true, true);
      case PurgeStarted again
          when on.stuck() && Purpose.valueOf(again.purpose()) == on.purge().purpose() ->
          new Purging(run, on.purge().again(), false, false);
      case RollbackStarted back
          when on.stuck() && run.live() && on.purge().purpose() == Purpose.RETRY ->
          new RollingBack(run, rollback(back), on.purge().attempt());
      case RehearsalFailed failed when on.stuck() && !run.live() -> new Requested(run.request());
      default -> null;
    };
  }

  private static MigrationState purged(Purged on, Event event) {
    Run run = on.run();
    Purge purge = on.purge();
    return switch (event) {
      case RehearsalPassed passed when purge.purpose() == Purpose.REHEARSAL_PASSED ->
          new Rehearsed(run.request(), purge.passed());
      case RehearsalFailed failed when purge.purpose() == Purpose.REHEARSAL_FAILED ->
          new Requested(run.request());
      case MigrationCancelled cancelled when purge.purpose() == Purpose.CANCEL ->
          new Cancelled(run.request());
      case CutStarted cut when mayClose(run) && LiveMoves.isNext(run.window(), cut, true) ->
          new Purged(LiveMoves.next(run, true), purge);
      case ReturnStarted start
          when run.window() != null
              && run.window().isClosed()
              && !run.window().returned()
              && start.fromOffsets().equals(run.window().from())
              && start.toOffsets().equals(run.window().to()) ->
          new Returning(run.with(run.window().returning()), purge, false, false);
      case RollbackStarted back
          when purge.purpose() == Purpose.RETRY && run.window() != null && run.window().isStuck() ->
          new RollingBack(run, rollback(back), purge.attempt());
      case ThawStarted thaw
          when purge.purpose() == Purpose.ROLLBACK
              && run.freeze() == Freeze.ANSWERED
              && isReturned(run) ->
          new Thawing(run, purge.rollback(), 1, false, false);
      case MigrationRolledBack back
          when purge.purpose() == Purpose.ROLLBACK
              && run.freeze() == Freeze.NONE
              && isReturned(run) ->
          new RolledBack(run.request(), back.reason());
      default -> null;
    };
  }

  /** Whether the run has a window, open for all that is known, that can be closed now. */
  private static boolean mayClose(Run run) {
    LiveWindow window = run.window();
    return window != null
        && run.freeze() == Freeze.ANSWERED
        && (window.isIdle() || window.isStuck());
  }

  /** Whether the old system has every live event of the run that it can have. */
  static boolean isReturned(Run run) {
    return run.window() == null || run.window().returned();
  }

  private static MigrationState returning(Returning on, Event event) {
    Run run = on.run();
    return switch (event) {
      case LiveReturned returned when on.issued() && !on.stuck() ->
          new Purged(run.withLiveReturned(), on.purge());
      case StageFailed failed
          when on.issued()
              && !on.stuck()
              && failed.taskId().equals(TaskIds.returnLive(run, run.window().returns())) ->
          new Returning(run, on.purge(), true, true);
      case ReturnStarted again when on.stuck() ->
          new Returning(run.with(run.window().returning()), on.purge(), false, false);
      case RollbackStarted back when on.stuck() && on.purge().purpose() == Purpose.RETRY ->
          new RollingBack(run, rollback(back), on.purge().attempt());
      default -> null;
    };
  }

  private static MigrationState thawing(Thawing on, Event event) {
    return switch (event) {
      case SourceThawed thawed when on.issued() && !on.stuck() ->
          new Thawed(on.run(), on.rollback());
      case StageFailed failed
          when on.issued()
              && !on.stuck()
              && RunMoves.isOf(failed, Stage.EXTRACT, TaskIds.thaw(on.run(), on.attempt())) ->
          new Thawing(on.run(), on.rollback(), on.attempt(), true, true);
      case ThawStarted again when on.stuck() ->
          new Thawing(on.run(), on.rollback(), on.attempt() + 1, false, false);
      default -> null;
    };
  }

  private static Rollback rollback(RollbackStarted back) {
    return new Rollback(back.reason(), back.firstFailure(), back.nextStep());
  }

  private static MigrationState orImpossible(
      MigrationState after, Migration before, Recorded recorded) {
    if (after == null) {
      throw ImpossibleEventException.in(before, recorded);
    }
    return after;
  }
}
