package dev.godwit.orchestrator.domain.state;

import static dev.godwit.orchestrator.domain.state.CutProgress.OPEN;
import static dev.godwit.orchestrator.domain.state.CutProgress.STARTED;
import static dev.godwit.orchestrator.domain.state.CutProgress.WRITTEN;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.RunKind;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.RequestEvent.FindingsWaived;
import dev.godwit.orchestrator.domain.event.RunEvent.ChunkExtracted;
import dev.godwit.orchestrator.domain.event.RunEvent.CommitHeld;
import dev.godwit.orchestrator.domain.event.RunEvent.CommitStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.CutStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.CutWritten;
import dev.godwit.orchestrator.domain.event.RunEvent.ExtractionPlanned;
import dev.godwit.orchestrator.domain.event.RunEvent.FreezeStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.MigrationAssessed;
import dev.godwit.orchestrator.domain.event.RunEvent.MigrationCommitted;
import dev.godwit.orchestrator.domain.event.RunEvent.PrepareStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.ReconciliationStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.RunStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.SourceAssessed;
import dev.godwit.orchestrator.domain.event.RunEvent.SourceFrozen;
import dev.godwit.orchestrator.domain.event.RunEvent.StageFailed;
import dev.godwit.orchestrator.domain.event.RunEvent.TargetAssessed;
import dev.godwit.orchestrator.domain.event.RunEvent.TargetPrepared;
import dev.godwit.orchestrator.domain.event.RunEvent.VerdictReached;
import dev.godwit.orchestrator.domain.state.MigrationState.Approved;
import dev.godwit.orchestrator.domain.state.MigrationState.Assessed;
import dev.godwit.orchestrator.domain.state.MigrationState.Assessing;
import dev.godwit.orchestrator.domain.state.MigrationState.Committed;
import dev.godwit.orchestrator.domain.state.MigrationState.Committing;
import dev.godwit.orchestrator.domain.state.MigrationState.Copying;
import dev.godwit.orchestrator.domain.state.MigrationState.Forward;
import dev.godwit.orchestrator.domain.state.MigrationState.Freezing;
import dev.godwit.orchestrator.domain.state.MigrationState.Frozen;
import dev.godwit.orchestrator.domain.state.MigrationState.Held;
import dev.godwit.orchestrator.domain.state.MigrationState.Judged;
import dev.godwit.orchestrator.domain.state.MigrationState.Opening;
import dev.godwit.orchestrator.domain.state.MigrationState.Passing;
import dev.godwit.orchestrator.domain.state.MigrationState.Planning;
import dev.godwit.orchestrator.domain.state.MigrationState.Prepared;
import dev.godwit.orchestrator.domain.state.MigrationState.Preparing;
import dev.godwit.orchestrator.domain.state.MigrationState.Purged;
import dev.godwit.orchestrator.domain.state.MigrationState.Reconciling;
import java.util.Collections;
import java.util.List;

/** Where an event leads while a run is on its way to its goal. */
final class RunMoves {
  private RunMoves() {}

  /** The state that a new run begins with. */
  static MigrationState begin(Migration before, RunStarted started, Recorded recorded) {
    int number = recorded.envelope().run();
    if (number != before.runs() + 1) {
      throw ImpossibleEventException.in(before, recorded);
    }
    Run run;
    if (before.state() instanceof Purged purged && purged.purge().purpose() == Purpose.RETRY) {
      Run last = purged.run();
      if (last.kind() != started.kind() || !EndMoves.isReturned(last)) {
        throw ImpossibleEventException.in(before, recorded);
      }
      run =
          new Run(
              number,
              last.kind(),
              last.request(),
              last.by(),
              last.attempt() + 1,
              last.correlationId(),
              last.freeze(),
              last.permit(),
              null);
    } else {
      run = fresh(before, started, recorded);
    }
    return new Assessing(run, null, List.of(), null, false);
  }

  private static Run fresh(Migration before, RunStarted started, Recorded recorded) {
    Request request = IdleMoves.request(before.state());
    Permit permit = null;
    if (started.kind() == RunKind.LIVE && before.state() instanceof Approved approved) {
      permit = approved.permit();
    } else if (started.kind() != RunKind.REHEARSAL) {
      throw ImpossibleEventException.in(before, recorded);
    }
    if (request == null) {
      throw ImpossibleEventException.in(before, recorded);
    }
    return new Run(
        recorded.envelope().run(),
        started.kind(),
        request.withPacks(started.sourcePack(), started.targetPack()),
        recorded.envelope().by(),
        1,
        recorded.envelope().correlationId(),
        Freeze.NONE,
        permit,
        null);
  }

  static MigrationState move(Migration before, Forward state, Recorded recorded) {
    Event event = recorded.event();
    MigrationState after =
        switch (event) {
          case FindingsWaived waived
              when state.run().live()
                  && !(state instanceof Passing)
                  && !(state instanceof Committing) ->
              waived(state, waived);
          case StageFailed failed when !(state instanceof Passing) -> failed(state, failed);
          default ->
              switch (state) {
                case Assessing on -> assessing(on, event);
                case Assessed on ->
                    event instanceof PrepareStarted
                        ? new Preparing(on.run(), on.assessment(), false, null)
                        : null;
                case Preparing on -> preparing(on, event);
                case Prepared on ->
                    event instanceof FreezeStarted
                        ? new Freezing(on.run(), on.assessment(), false)
                        : null;
                case Freezing on ->
                    event instanceof SourceFrozen && on.issued()
                        ? new Frozen(on.run().with(Freeze.ANSWERED), on.assessment())
                        : null;
                case Frozen on ->
                    event instanceof CutStarted cut && LiveMoves.opens(cut)
                        ? new Opening(on.run().with(LiveWindow.opening()), on.assessment())
                        : null;
                case Opening on ->
                    event instanceof CutWritten cut && LiveMoves.isAnswer(on.run().window(), cut)
                        ? new Planning(LiveMoves.answered(on.run(), cut), on.assessment(), false)
                        : null;
                case Planning on -> planning(on, event);
                case Copying on -> copying(on, event);
                case Reconciling on -> reconciling(on, event);
                case Judged on -> judged(on, event);
                case Held on -> held(on, event);
                case Committing on ->
                    event instanceof MigrationCommitted committed && on.issued()
                        ? Committed.by(
                            on.run(),
                            on.verdict(),
                            committed.cut(),
                            recorded.envelope().occurredAt())
                        : null;
              };
        };
    return after != null ? after : EndMoves.leave(before, state, recorded);
  }

  private static MigrationState assessing(Assessing on, Event event) {
    return switch (event) {
      case SourceAssessed source when on.issued() && on.sourceFingerprint() == null ->
          new Assessing(on.run(), source.fingerprint(), source.entities(), on.target(), true);
      case TargetAssessed target when on.issued() && on.target() == null ->
          new Assessing(
              on.run(),
              on.sourceFingerprint(),
              on.sourceRows(),
              new TargetLook(target.fingerprint(), TargetLook.withRows(target.rows())),
              true);
      case MigrationAssessed both when on.sourceFingerprint() != null && on.target() != null ->
          new Assessed(
              on.run(),
              new Assessment(both.sourceFingerprint(), both.targetFingerprint(), both.leftovers()));
      default -> null;
    };
  }

  private static MigrationState preparing(Preparing on, Event event) {
    if (!(event instanceof TargetPrepared) || !on.issued()) {
      return null;
    }
    return on.run().live()
        ? new Prepared(on.run(), on.assessment())
        : new Planning(on.run(), on.assessment(), false);
  }

  private static MigrationState planning(Planning on, Event event) {
    if (!(event instanceof ExtractionPlanned plan) || !on.issued()) {
      return null;
    }
    return new Copying(
        on.run(),
        on.assessment(),
        new Extraction(
            plan.snapshot(),
            plan.entities(),
            plan.identitiesFrom(),
            plan.identitiesTo(),
            plan.window(),
            Collections.nCopies(plan.entities().size(), EntityProgress.NONE),
            0));
  }

  private static MigrationState copying(Copying on, Event event) {
    Extraction extraction = on.extraction();
    return switch (event) {
      case ChunkExtracted chunk when extraction.isOut(chunk.entity(), chunk.chunk()) ->
          with(on, extraction.reported(chunk.entity(), chunk.chunk()));
      case CutStarted cut when cut.entity() == Entity.LIVE ->
          extraction.isCut()
                  && mayBeCut(on.run())
                  && LiveMoves.isNext(on.run().window(), cut, false)
              ? new Copying(LiveMoves.next(on.run(), false), on.assessment(), extraction)
              : null;
      case CutWritten cut when cut.entity() == Entity.LIVE ->
          LiveMoves.isAnswer(on.run().window(), cut)
              ? new Copying(LiveMoves.answered(on.run(), cut), on.assessment(), extraction)
              : null;
      case CutStarted cut
          when extraction.isComplete(cut.entity()) && extraction.cut(cut.entity()) == OPEN ->
          with(on, extraction.with(cut.entity(), STARTED));
      case CutWritten cut when extraction.cut(cut.entity()) == CutProgress.HANDED_OUT ->
          with(on, extraction.with(cut.entity(), WRITTEN));
      case ReconciliationStarted start when extraction.isCut() && isCut(on.run(), start.cut(), 0) ->
          new Reconciling(on.run(), on.assessment(), extraction.sourceRows(), start.cut(), false);
      default -> null;
    };
  }

  private static boolean mayBeCut(Run run) {
    return run.window() != null && run.window().isIdle();
  }

  /** Whether live engagement, where the run has a window, has this cut and it is a later one. */
  private static boolean isCut(Run run, int cut, int last) {
    LiveWindow window = run.window();
    return window == null
        ? cut == Extraction.CUT && last == 0
        : window.isIdle() && window.progress() == WRITTEN && cut == window.cut() && cut > last;
  }

  private static Copying with(Copying on, Extraction extraction) {
    return new Copying(on.run(), on.assessment(), extraction);
  }

  private static MigrationState reconciling(Reconciling on, Event event) {
    if (!(event instanceof VerdictReached verdict) || !on.issued() || verdict.cut() != on.cut()) {
      return null;
    }
    return new Judged(
        on.run(),
        on.assessment(),
        new Verdict(
            verdict.cut(),
            verdict.reconciled(),
            verdict.quarantine().stream().filter(one -> one.entity() != Entity.LIVE).toList(),
            on.sourceRows()));
  }

  private static MigrationState judged(Judged on, Event event) {
    boolean committable = on.run().live() && on.verdict().reconciled();
    return switch (event) {
      case CommitStarted start when committable && start.cut() == on.verdict().cut() ->
          new Committing(on.run(), on.verdict(), false);
      case CommitHeld hold when committable ->
          new Held(on.run(), on.assessment(), on.verdict(), hold.reasons());
      default -> null;
    };
  }

  private static MigrationState held(Held on, Event event) {
    return switch (event) {
      case CommitStarted start when !on.isBeingCut() && start.cut() == on.verdict().cut() ->
          new Committing(on.run(), on.verdict(), false);
      case CommitHeld hold when !on.isBeingCut() ->
          new Held(on.run(), on.assessment(), on.verdict(), hold.reasons());
      case CutStarted cut when on.mayCut() && LiveMoves.isNext(on.run().window(), cut, false) ->
          Reruns.with(on, LiveMoves.next(on.run(), false));
      case CutWritten cut when LiveMoves.isAnswer(on.run().window(), cut) ->
          Reruns.with(on, LiveMoves.answered(on.run(), cut));
      case ReconciliationStarted start when isCut(on.run(), start.cut(), on.verdict().cut()) ->
          new Reconciling(on.run(), on.assessment(), on.verdict().sourceRows(), start.cut(), false);
      default -> null;
    };
  }

  private static MigrationState failed(Forward state, StageFailed failed) {
    if (LiveMoves.isFailure(state.run(), failed)) {
      return Reruns.with(state, state.run().withFailedCut());
    }
    if (state instanceof Preparing on
        && on.run().live()
        && on.issued()
        && !isOf(failed, Stage.LOAD, TaskIds.prepare(on.run()))) {
      return new Preparing(on.run(), on.assessment(), true, failed);
    }
    return state instanceof Freezing on
            && on.issued()
            && isOf(failed, Stage.EXTRACT, TaskIds.freeze(on.run()))
        ? new Freezing(on.run().with(Freeze.ANSWERED), on.assessment(), true)
        : state;
  }

  /** Whether the failure is one of the task; events of before this was recorded name the stage. */
  static boolean isOf(StageFailed failed, Stage stage, String taskId) {
    return failed.stage() == stage && (failed.taskId().isEmpty() || failed.taskId().equals(taskId));
  }

  private static MigrationState waived(Forward state, FindingsWaived waived) {
    Permit permit = state.run().permit();
    Run run =
        state.run().with(new Permit(permit.rehearsal(), permit.approval().and(waived.waivers())));
    return Reruns.with(state, run);
  }
}
