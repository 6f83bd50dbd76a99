package dev.godwit.orchestrator.view.fold;

import dev.godwit.api.Phase;
import dev.godwit.api.ReportAnswer;
import dev.godwit.api.RunOutcome;
import dev.godwit.api.text.Figures;
import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.EntityPlan;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.event.DecisionEvent;
import dev.godwit.orchestrator.domain.event.EndingEvent;
import dev.godwit.orchestrator.domain.event.HoldEvent;
import dev.godwit.orchestrator.domain.event.ProbeEvent;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.ReplayEvent;
import dev.godwit.orchestrator.domain.event.RequestEvent;
import dev.godwit.orchestrator.domain.event.RunEvent;
import dev.godwit.orchestrator.domain.event.StatementEvent;
import dev.godwit.orchestrator.view.fold.RunDocument.RollbackStep;
import java.time.Instant;
import java.util.List;

/**
 * Folds an event into the document of its run: phases and their durations, plan, verdict, live
 * engagement, holds, replays, steps of the rollback, purge, first failure.
 */
public final class RunFold {
  private static final String ANOTHER_FOLLOWS = "Another run follows by itself.";

  private RunFold() {}

  /**
   * Folds one event.
   *
   * @param run the run; changed
   * @param recorded an event of this run
   */
  public static void apply(RunDocument run, Recorded recorded) {
    Instant at = recorded.envelope().occurredAt();
    String by = recorded.envelope().by();
    switch (recorded.event()) {
      case RunEvent.RunStarted e -> {
        run.kind = e.kind().name();
        run.sourcePack = e.sourcePack();
        run.targetPack = e.targetPack();
        run.decisions = List.copyOf(e.decisions());
        run.derivedIds = e.derivedIds();
        run.freezeBudgetSeconds = e.freezeBudgetSeconds();
        run.startedAt = at;
        run.by = by;
        run.why = e.why();
        enter(run, Phase.ASSESSING, at);
      }
      case RunEvent.MigrationAssessed e -> {
        run.estimatedSeconds = e.estimatedSeconds();
        run.assessedAt = at;
      }
      case RunEvent.PrepareStarted e -> enter(run, Phase.PREPARING, at);
      case RunEvent.TargetPrepared e -> {
        if ("REHEARSAL".equals(run.kind) || run.frozen) {
          enter(run, Phase.PLANNING, at);
        }
      }
      case RunEvent.FreezeStarted e -> enter(run, Phase.FREEZING, at);
      case RunEvent.SourceFrozen e -> {
        run.frozen = true;
        run.frozenAt = at;
        run.unfrozenAt = null;
        // A run that is rolled back before its freeze is reported does not plan any more.
        if (run.phase == Phase.FREEZING) {
          enter(run, Phase.PLANNING, at);
        }
      }
      case RunEvent.ExtractionPlanned e -> planned(run, e, at);
      case RunEvent.ChunkExtracted e -> run.chunks++;
      case RunEvent.CutStarted e -> started(run, e, at);
      case RunEvent.CutWritten e -> written(run, e, at);
      case RunEvent.ReconciliationStarted e -> enter(run, Phase.RECONCILING, at);
      case RunEvent.VerdictReached e -> reached(run, e, at);
      case RunEvent.LiveRehearsalStarted e -> enter(run, Phase.REHEARSING_LIVE, at);
      case RunEvent.LiveEventsSent e -> {}
      case RunEvent.LiveRehearsed e -> {}
      case RunEvent.CommitHeld e -> {
        HoldFold.released(run);
        run.outcome = RunOutcome.HELD;
        enter(run, Phase.HELD, at);
      }
      case RunEvent.RecheckStarted e -> {
        HoldFold.released(run);
        run.outcome = RunOutcome.RUNNING;
        enter(run, Phase.RECHECKING, at);
      }
      case RunEvent.SourceRechecked e -> {}
      case RunEvent.CommitStarted e -> {
        HoldFold.released(run);
        run.outcome = RunOutcome.RUNNING;
        enter(run, Phase.COMMITTING, at);
      }
      case RunEvent.MigrationCommitted e -> {
        run.unfrozenAt = at;
        end(run, Phase.COMMITTED, RunOutcome.COMMITTED, at);
      }
      case RunEvent.AlarmRaised e -> {
        if (run.live != null) {
          run.live.raised(e, at);
        }
      }
      case RunEvent.StageFailed e -> failed(run, e, at);

      case StatementEvent e -> StatementFold.apply(run, e, at);
      case ProbeEvent e -> ProbeFold.apply(run, e, at);
      case HoldEvent.RunHeld e -> {
        HoldFold.held(run, e, at);
        enter(run, Phase.HELD, at);
      }
      case HoldEvent.RunResumed e -> enter(run, HoldFold.resumed(run), at);
      case HoldEvent.FreezeBudgetReached e -> HoldFold.reached(run, e);
      case ReplayEvent e -> ReplayFold.apply(run, e, at, by);

      case EndingEvent.RollbackStarted e -> {
        HoldFold.released(run);
        RollbackFold.begin(run, null);
        withoutSuccessor(run, e.nextStep());
        fail(
            run,
            at,
            "Rolled back by " + by,
            e.firstFailure().isBlank() ? e.reason() : e.firstFailure(),
            e.nextStep());
        enter(run, Phase.ROLLING_BACK, at);
      }
      case EndingEvent.PurgeStarted e -> {
        RollbackFold.purge(run, e);
        run.purgeReason = e.reason();
        if (run.phase != Phase.ROLLING_BACK) {
          enter(run, Phase.PURGING, at);
        }
      }
      case EndingEvent.TargetPurged e -> {
        RollbackFold.purged(run, e);
        run.purge = Verdicts.purge(e, run.purgeReason, at);
      }
      case EndingEvent.ReturnStarted e -> RollbackFold.begin(run, RollbackStep.RETURN);
      case EndingEvent.LiveReturned e -> {
        RollbackFold.begin(run, null);
        if (run.live != null) {
          run.live.returned(e, at);
        }
      }
      case EndingEvent.ThawStarted e -> RollbackFold.begin(run, RollbackStep.THAW);
      case EndingEvent.SourceThawed e -> {
        RollbackFold.begin(run, null);
        run.frozen = false;
        run.unfrozenAt = at;
      }
      case EndingEvent.RehearsalPassed e -> {
        run.findings = Verdicts.counts(e.findings());
        end(
            run,
            Phase.REHEARSED,
            e.findings().stream().anyMatch(QuarantineCount::isOfEntity)
                ? RunOutcome.UNDECIDED
                : RunOutcome.PASSED,
            at);
      }
      case EndingEvent.RehearsalFailed e -> {
        withoutSuccessor(run, "");
        fail(run, at, "The rehearsal", String.join(" ", e.reasons()), "");
        end(run, Phase.REHEARSAL_FAILED, RunOutcome.FAILED, at);
      }
      case EndingEvent.MigrationRolledBack e ->
          end(run, Phase.ROLLED_BACK, RunOutcome.ROLLED_BACK, at);
      case EndingEvent.RunRefused e -> {
        fail(run, at, "Before anything was touched", String.join(" ", e.reasons()), e.nextStep());
        end(run, Phase.APPROVED, RunOutcome.REFUSED, at);
      }
      case EndingEvent.RunAbandoned e -> {
        run.outcome = RunOutcome.ABANDONED;
        fail(run, at, "The run was abandoned", e.reason(), ANOTHER_FOLLOWS);
      }
      case RequestEvent.MigrationCancelled e -> end(run, Phase.CANCELLED, RunOutcome.CANCELLED, at);

      // These show in the migration or in the story alone.
      case DecisionEvent e -> {}
      case EndingEvent.CustomerForgotten e -> {}
      case RequestEvent.MigrationRequested e -> {}
      case RequestEvent.MigrationApproved e -> {}
      case RequestEvent.FindingsWaived e -> {}
      case RequestEvent.MigrationPaused e -> {}
      case RequestEvent.MigrationResumed e -> {}
      case RequestEvent.ProgrammePaused e -> {}
      case RequestEvent.ProgrammeResumed e -> {}
      case RequestEvent.CommandRejected e -> {}
      case RequestEvent.ReportRejected e -> {}
      case RunEvent.SourceAssessed e -> run.sourceFingerprint = e.fingerprint();
      case RunEvent.TargetAssessed e -> run.targetFingerprint = e.fingerprint();
      case RunEvent.StageWaiting e -> {}
      case RunEvent.StageRecovered e -> {}
    }
  }

  /**
   * Folds the start of the next run of the same migration: only then does an abandoned run end.
   *
   * @param run the run before; changed
   * @param at start of the next run
   */
  public static void followed(RunDocument run, Instant at) {
    if (run.outcome == RunOutcome.ABANDONED) {
      end(run, Phase.ABANDONED, RunOutcome.ABANDONED, at);
    }
  }

  private static void planned(RunDocument run, RunEvent.ExtractionPlanned e, Instant at) {
    run.merged.clear();
    for (EntityPlan plan : e.entities()) {
      run.planned.put(plan.entity().name(), plan.rows());
      if (plan.mergeGroups() > 0 && !plan.entity().equals(Entity.CONTACTS)) {
        run.merged.add(
            new ReportAnswer.Merged(
                plan.entity().name(), plan.mergeGroups(), plan.mergedMembers()));
      }
    }
    run.plannedAt = at;
    run.mergeGroups = e.mergeGroups();
    run.mergedMembers = e.mergedMembers();
    enter(run, Phase.COPYING, at);
  }

  private static void started(RunDocument run, RunEvent.CutStarted e, Instant at) {
    run.judged = false;
    if (e.entity().equals(Entity.LIVE)) {
      run.live = run.live == null ? new LiveDocument() : run.live;
      run.live.started(e, at);
      if (e.closes()) {
        RollbackFold.begin(run, RollbackStep.CLOSE);
      }
    }
  }

  private static void written(RunDocument run, RunEvent.CutWritten e, Instant at) {
    if (!e.entity().equals(Entity.LIVE)) {
      run.cuts.add(e.entity().name());
      return;
    }
    if (run.live != null) {
      run.live.written(e, at);
    }
    if (e.closes()) {
      RollbackFold.begin(run, null);
    }
  }

  /** A verdict after the end of the run is about live engagement alone. */
  private static void reached(RunDocument run, RunEvent.VerdictReached e, Instant at) {
    run.quarantine = Verdicts.quarantine(e);
    run.replayOfVerdict = run.lastReplay() == null ? 0 : run.lastReplay().replay;
    run.judged = true;
    if (run.live != null) {
      run.live.reached(e, at, run.endedAt != null);
    }
    if (run.endedAt == null) {
      run.verdict = Verdicts.of(e, at, run.live != null);
      if (!e.reconciled()) {
        fail(run, at, "Reconciliation at cut " + e.cut(), Verdicts.firstFailure(e), "");
      }
    }
  }

  /** A failure after the end of the run is one of a cut of live engagement. */
  private static void failed(RunDocument run, RunEvent.StageFailed e, Instant at) {
    RollbackFold.failed(run, e);
    run.judged = false;
    if (run.endedAt == null) {
      fail(
          run,
          at,
          "Stage " + Figures.word(e.stage().name()) + ", " + e.subject(),
          e.error(),
          e.action());
    } else if (run.live != null) {
      run.live.abandonCut();
    }
  }

  /** A run that was abandoned ends otherwise. */
  private static void withoutSuccessor(RunDocument run, String next) {
    if (run.outcome == RunOutcome.ABANDONED && run.failure.next().equals(ANOTHER_FOLLOWS)) {
      run.failure = next(run.failure, next);
    }
    run.outcome = RunOutcome.RUNNING;
  }

  private static void fail(RunDocument run, Instant at, String where, String what, String next) {
    if (run.failure == null) {
      run.failure = new ReportAnswer.Failure(at, where, what, next);
    } else if (run.failure.next().isBlank() && !next.isBlank()) {
      run.failure = next(run.failure, next);
    }
  }

  private static ReportAnswer.Failure next(ReportAnswer.Failure first, String next) {
    return new ReportAnswer.Failure(first.at(), first.where(), first.what(), next);
  }

  /** Takes back a phase that was entered in the same decision: something comes before it. */
  static void withoutSpanOf(RunDocument run, Phase phase, Instant at) {
    List<RunDocument.PhaseSpan> spans = run.phases;
    if (!spans.isEmpty()
        && spans.getLast().phase() == phase
        && spans.getLast().startedAt().equals(at)) {
      spans.removeLast();
    }
  }

  static void enter(RunDocument run, Phase phase, Instant at) {
    if (run.endedAt != null || (run.phase == phase && !run.phases.isEmpty())) {
      return;
    }
    if (run.hold != null && phase != Phase.HELD) {
      // A report of a step that was under way when the run was held: it goes on from there.
      run.heldIn = phase;
      return;
    }
    leave(run, at);
    run.phase = phase;
    run.phases.add(new RunDocument.PhaseSpan(phase, at, null));
  }

  private static void end(RunDocument run, Phase phase, RunOutcome outcome, Instant at) {
    if (run.endedAt != null) {
      return;
    }
    leave(run, at);
    HoldFold.released(run);
    RollbackFold.begin(run, null);
    run.phase = phase;
    run.outcome = outcome;
    run.endedAt = at;
  }

  private static void leave(RunDocument run, Instant at) {
    List<RunDocument.PhaseSpan> spans = run.phases;
    if (!spans.isEmpty() && spans.getLast().endedAt() == null) {
      RunDocument.PhaseSpan last = spans.removeLast();
      spans.add(new RunDocument.PhaseSpan(last.phase(), last.startedAt(), at));
    }
  }
}
