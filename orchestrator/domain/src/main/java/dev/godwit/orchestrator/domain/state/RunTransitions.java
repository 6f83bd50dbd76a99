package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.RunKind;
import dev.godwit.orchestrator.domain.common.SqlPoint;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.RunEvent;
import dev.godwit.orchestrator.domain.event.RunEvent.CutStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.CutWritten;
import dev.godwit.orchestrator.domain.event.RunEvent.ReconciliationStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.StageFailed;
import dev.godwit.orchestrator.domain.event.RunEvent.VerdictReached;
import dev.godwit.orchestrator.domain.state.EndingState.Purged;
import dev.godwit.orchestrator.domain.state.EndingState.Purging;
import dev.godwit.orchestrator.domain.state.EndingState.Returning;
import dev.godwit.orchestrator.domain.state.EndingState.Thawing;
import dev.godwit.orchestrator.domain.state.Extraction.CutProgress;
import dev.godwit.orchestrator.domain.state.ForwardState.ArrivingLive;
import dev.godwit.orchestrator.domain.state.ForwardState.Assessed;
import dev.godwit.orchestrator.domain.state.ForwardState.Assessing;
import dev.godwit.orchestrator.domain.state.ForwardState.Committing;
import dev.godwit.orchestrator.domain.state.ForwardState.Copying;
import dev.godwit.orchestrator.domain.state.ForwardState.Freezing;
import dev.godwit.orchestrator.domain.state.ForwardState.Frozen;
import dev.godwit.orchestrator.domain.state.ForwardState.Held;
import dev.godwit.orchestrator.domain.state.ForwardState.Holdable;
import dev.godwit.orchestrator.domain.state.ForwardState.Judged;
import dev.godwit.orchestrator.domain.state.ForwardState.Loaded;
import dev.godwit.orchestrator.domain.state.ForwardState.Opening;
import dev.godwit.orchestrator.domain.state.ForwardState.Planning;
import dev.godwit.orchestrator.domain.state.ForwardState.Prepared;
import dev.godwit.orchestrator.domain.state.ForwardState.Preparing;
import dev.godwit.orchestrator.domain.state.ForwardState.Rechecked;
import dev.godwit.orchestrator.domain.state.ForwardState.Rechecking;
import dev.godwit.orchestrator.domain.state.ForwardState.Reconciling;
import dev.godwit.orchestrator.domain.state.ForwardState.SendingLive;
import dev.godwit.orchestrator.domain.state.IdleState.Approved;
import dev.godwit.orchestrator.domain.state.IdleState.Committed;
import dev.godwit.orchestrator.domain.state.IdleState.Committed.VerdictProgress;
import dev.godwit.orchestrator.domain.state.IdleState.Rehearsable;
import dev.godwit.orchestrator.domain.state.Migration.Waiting;
import dev.godwit.orchestrator.domain.state.MigrationState.Active;
import dev.godwit.orchestrator.domain.state.Purge.Purpose;
import dev.godwit.orchestrator.domain.state.Run.Assessment;
import dev.godwit.orchestrator.domain.state.Run.Freeze;
import dev.godwit.orchestrator.domain.state.Run.Permit;
import java.util.ArrayList;
import java.util.List;

/**
 * The transitions of a run towards its goal, and of live engagement for as long as there is any.
 *
 * <p>After the commit a verdict ends all waits: all stages have worked, and a process that was
 * restarted meanwhile never reports that what it waited for is back. Where a history says so after
 * the verdict, nothing changes.
 */
final class RunTransitions extends Transitions {
  RunTransitions(Migration before, Recorded recorded) {
    super(before, recorded);
  }

  Migration after(RunEvent event) {
    return switch (event) {
      case RunEvent.RunStarted e -> started(e);
      case RunEvent.SourceAssessed e -> {
        Assessing on = awaiting(Assessing.class);
        require(on.sourceFingerprint() == null);
        yield before.with(on.withSource(e.fingerprint(), e.entities()));
      }
      case RunEvent.TargetAssessed e -> {
        Assessing on = awaiting(Assessing.class);
        require(on.targetFingerprint() == null);
        yield before.with(on.withTarget(e.fingerprint(), e.rows(), e.points(), e.probes()));
      }
      case RunEvent.MigrationAssessed e -> {
        Assessing on = in(Assessing.class);
        require(on.sourceFingerprint() != null && on.targetFingerprint() != null);
        yield before
            .entering(on.assessed())
            .with(
                run()
                    .with(
                        new Assessment(
                            e.sourceFingerprint(),
                            e.targetFingerprint(),
                            e.leftovers(),
                            on.points(),
                            on.probes())));
      }
      case RunEvent.PrepareStarted e -> before.entering(in(Assessed.class).preparing());
      case RunEvent.TargetPrepared e -> {
        Preparing on = awaiting(Preparing.class);
        yield before.entering(
            run().live() || run().hasSql(SqlPoint.BEFORE_LOAD)
                ? on.prepared()
                : on.preparedStaging());
      }
      case RunEvent.FreezeStarted e -> {
        Prepared on = in(Prepared.class);
        require(run().live());
        yield before.entering(on.freezing());
      }
      case RunEvent.SourceFrozen e -> frozen(e);
      case RunEvent.ExtractionPlanned e -> before.entering(awaiting(Planning.class).planned(e));
      case RunEvent.ChunkExtracted e -> {
        Copying on = in(Copying.class);
        require(on.extraction().isOut(e.entity(), e.chunk()));
        yield before.with(on.with(on.extraction().reported(e)));
      }
      case RunEvent.CutStarted e -> e.entity().equals(Entity.LIVE) ? liveCut(e) : snapshotCut(e);
      case RunEvent.CutWritten e -> e.entity().equals(Entity.LIVE) ? liveCut(e) : snapshotCut(e);
      case RunEvent.ReconciliationStarted e -> reconciling(e);
      case RunEvent.VerdictReached e -> judged(e);
      case RunEvent.LiveRehearsalStarted e -> {
        Judged on = in(Judged.class);
        require(!run().live() && on.verdict().reconciled() && e.cut() == on.verdict().cut());
        yield before.entering(on.sendingLive(e.findings()));
      }
      case RunEvent.LiveEventsSent e -> {
        SendingLive on = awaiting(SendingLive.class);
        yield before.entering(e.isAny() ? on.sent() : on.withoutEvents());
      }
      case RunEvent.LiveRehearsed e -> before.entering(awaiting(ArrivingLive.class).checked());
      case RunEvent.CommitHeld e ->
          switch (before.state()) {
            case Judged on when isCommittable(on) -> before.entering(on.held(e.reasons()));
            case Held on when isDecidable(on) -> before.entering(on.held(e.reasons()));
            case Rechecked on -> before.entering(on.held(e.reasons()));
            default -> throw impossible();
          };
      case RunEvent.RecheckStarted e ->
          switch (before.state()) {
            case Judged on when isCommittable(on) && e.cut() == on.verdict().cut() ->
                before.entering(on.rechecking());
            case Held on when isOpenAt(on, e.cut()) -> before.entering(on.rechecking());
            default -> throw impossible();
          };
      case RunEvent.SourceRechecked e -> before.entering(awaiting(Rechecking.class).rechecked());
      case RunEvent.CommitStarted e ->
          switch (before.state()) {
            case Judged on when isCommittable(on) && e.cut() == on.verdict().cut() ->
                before.entering(on.committing());
            case Held on when isOpenAt(on, e.cut()) -> before.entering(on.committing());
            case Rechecked on when e.cut() == on.verdict().cut() ->
                before.entering(on.committing());
            default -> throw impossible();
          };
      case RunEvent.MigrationCommitted e ->
          before
              .entering(
                  awaiting(Committing.class).committed(e.cut(), recorded.envelope().occurredAt()))
              .with(run().ending());
      case RunEvent.AlarmRaised e -> {
        Committed on = in(Committed.class);
        require(before.window() != null);
        yield before.with(on.alarmed(e.reason(), before.awaitsVerdict(), before.window().cut()));
      }
      case RunEvent.StageWaiting e -> waiting(new Waiting(e.stage(), e.waitingFor()));
      case RunEvent.StageRecovered e -> recovered(new Waiting(e.stage(), e.waitedFor()));
      case RunEvent.StageFailed e -> failed(e);
    };
  }

  private Migration started(RunEvent.RunStarted event) {
    int number = recorded.envelope().run();
    require(number == before.runs() + 1);
    if (before.state() instanceof Purged on) {
      require(on.isFor(Purpose.RETRY) && event.kind() == run().kind() && run().isReturned());
      return before.beginning(before.request(), run().next(), on.retried());
    }
    Rehearsable on = in(Rehearsable.class);
    require(event.kind() == RunKind.REHEARSAL || event.kind() == RunKind.LIVE);
    Permit permit = event.kind() == RunKind.LIVE ? in(Approved.class).permit() : null;
    return before.beginning(
        before.request().of(event.sourcePack(), event.targetPack(), event.account()),
        Run.begun(
            number,
            event.kind(),
            recorded.envelope().by(),
            recorded.envelope().correlationId(),
            permit,
            FreezeBudget.of(event.freezeBudgetSeconds()),
            event.decisions()),
        on.started());
  }

  /** A run that ends meanwhile waits for this answer too. */
  private Migration frozen(RunEvent.SourceFrozen event) {
    Run answered =
        run() == null
            ? null
            : run()
                .with(Freeze.ANSWERED)
                .with(run().budget().frozenAt(recorded.envelope().occurredAt()));
    if (before.state() instanceof EndingState) {
      require(!isPassing() && run().freeze() == Freeze.ASKED);
      return before.with(answered);
    }
    Freezing on = awaiting(Freezing.class);
    return before
        .entering(event.opensWindow() ? on.frozen() : on.frozenWithoutWindow())
        .with(answered);
  }

  private Migration snapshotCut(CutStarted cut) {
    Copying on = in(Copying.class);
    require(
        on.extraction().isComplete(cut.entity())
            && on.extraction().cut(cut.entity()) == CutProgress.OPEN);
    return before.with(on.with(on.extraction().with(cut.entity(), CutProgress.STARTED)));
  }

  private Migration snapshotCut(CutWritten cut) {
    Copying on = in(Copying.class);
    require(on.extraction().cut(cut.entity()) == CutProgress.DISPATCHED);
    return before.with(on.with(on.extraction().with(cut.entity(), CutProgress.WRITTEN)));
  }

  private Migration liveCut(CutStarted cut) {
    if (before.state() instanceof Frozen on) {
      require(cut.cut() == 0 && !cut.closes());
      return before.entering(on.opening()).with(run().with(LiveWindow.opening()));
    }
    LiveWindow window = before.window();
    if (before.state() instanceof Opening && window == null) {
      require(cut.cut() == 0 && !cut.closes() && !run().holds().isHeld());
      return before.with(run().with(LiveWindow.opening()));
    }
    boolean closes = before.state() instanceof Purged;
    require(window != null && window.isNext(cut, closes));
    Migration after = before.with(run().with(window.next(closes)));
    return switch (before.state()) {
      case Copying on when on.extraction().isCut() && window.isIdle() -> after;
      case Held on when window.isIdle() && before.replay() == null -> after;
      case Committed on when before.mayCut() ->
          after.with(on.cutAt(recorded.envelope().occurredAt()));
      case Purged on when run().mayCloseWindow() -> after;
      default -> throw impossible();
    };
  }

  private Migration liveCut(CutWritten cut) {
    LiveWindow window = before.window();
    require(window != null && window.awaits(cut.cut(), cut.closes()) && !isPassing());
    Run after = run().with(window.with(cut));
    return switch (before.state()) {
      case Opening on -> before.entering(on.opened()).with(after);
      case Copying on -> before.with(after);
      case Held on -> before.with(after);
      case Committed on -> before.with(after);
      case EndingState on -> before.with(after);
      default -> throw impossible();
    };
  }

  private Migration reconciling(ReconciliationStarted start) {
    LiveWindow window = before.window();
    return switch (before.state()) {
      case Copying on when isWholeAt(on, start.cut()) ->
          before.entering(on.reconciling(start.cut()));
      case Held on when isWholeAt(on, start.cut()) -> before.entering(on.reconciling(start.cut()));
      case Loaded on when start.cut() == on.at().cut() -> before.entering(on.reconciling());
      case Committed on
          when window != null && !on.isJudging() && window.isCutAfter(on.asked(), start.cut()) ->
          before.with(on.asking(start.cut()));
      default -> throw impossible();
    };
  }

  private Migration judged(VerdictReached verdict) {
    if (before.state() instanceof Committed on) {
      require(on.progress() == VerdictProgress.DISPATCHED && verdict.cut() == on.asked());
      Committed answered = on.with(VerdictProgress.NONE);
      return before
          .with(verdict.reconciled() ? answered.reconciled() : answered)
          .with(run().with(run().replays().judged(verdict)))
          .waiting(List.of(), 0);
    }
    Reconciling on = awaiting(Reconciling.class);
    require(verdict.cut() == on.cut());
    return before.entering(on.judged(verdict)).with(run().with(run().replays().judged(verdict)));
  }

  private boolean isCommittable(Judged on) {
    return run().live() && on.verdict().reconciled();
  }

  private Migration waiting(Waiting one) {
    require(
        (before.state() instanceof Active && !isPassing()) || before.state() instanceof Committed);
    List<Waiting> all = new ArrayList<>(before.waiting());
    all.add(one);
    return before.waiting(all, before.waits() + 1);
  }

  private Migration recovered(Waiting one) {
    List<Waiting> all = new ArrayList<>(before.waiting());
    require((!isPassing() && all.remove(one)) || before.state() instanceof Committed);
    return before.waiting(all, before.waits());
  }

  private Migration failed(StageFailed failed) {
    require(!isPassing());
    return switch (before.state()) {
      case Committed on -> failedAfterCommit(on, failed);
      case Holdable on when run().holds().isHeld() -> failedWhileHeld(failed);
      case Active on when run().awaitsCut(before, failed.taskId()) ->
          before.with(run().withFailedCut());
      case Preparing on
          when run().live()
              && before.dispatched()
              && !isOf(failed, Stage.LOAD, TaskIds.prepare(before)) ->
          before.with(on.failed(failed));
      case Freezing on when before.dispatched() && isFreeze(failed) ->
          before.with(run().with(Freeze.ANSWERED));
      case ForwardState on -> before;
      case EndingState on when run().freeze() == Freeze.ASKED && isFreeze(failed) ->
          before.with(run().with(Freeze.ANSWERED));
      case Purging on
          when before.awaits(Purging.class)
              && isOf(failed, Stage.LOAD, TaskIds.purge(before, on.purge().attempt())) ->
          before.with(on.failed());
      case Returning on
          when before.awaits(Returning.class)
              && failed.taskId().equals(TaskIds.returnLive(before, before.window().returns())) ->
          before.with(on.failed());
      case Thawing on
          when before.awaits(Thawing.class)
              && isOf(failed, Stage.EXTRACT, TaskIds.thaw(before, on.attempt())) ->
          before.with(on.failed());
      default -> throw impossible();
    };
  }

  private Migration failedWhileHeld(StageFailed failed) {
    Run now = run().awaitsCut(before, failed.taskId()) ? run().withFailedCut() : run();
    return before.with(
        now.with(
            now.holds()
                .failing(failed.stage(), failed.subject(), TaskIds.step(before, failed.taskId()))));
  }

  private boolean isFreeze(StageFailed failed) {
    return isOf(failed, Stage.EXTRACT, TaskIds.freeze(before));
  }

  private Migration failedAfterCommit(Committed on, StageFailed failed) {
    require(before.window() != null);
    if (run().awaitsCut(before, failed.taskId())) {
      return before.with(run().with(before.window().with(CutProgress.FAILED)));
    }
    return before.with(
        on.progress() == VerdictProgress.DISPATCHED
                && failed.taskId().equals(TaskIds.reconcile(before, on.asked()))
            ? on.with(VerdictProgress.NONE)
            : on.withFailure());
  }
}
