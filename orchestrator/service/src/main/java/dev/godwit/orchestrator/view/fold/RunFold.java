package dev.godwit.orchestrator.view.fold;

import dev.godwit.api.Phase;
import dev.godwit.api.ReportAnswer;
import dev.godwit.api.RunOutcome;
import dev.godwit.api.text.Figures;
import dev.godwit.common.v1.EntityPlan;
import dev.godwit.event.v1.ChunkExtracted;
import dev.godwit.event.v1.CommitHeld;
import dev.godwit.event.v1.CommitStarted;
import dev.godwit.event.v1.CutWritten;
import dev.godwit.event.v1.Envelope;
import dev.godwit.event.v1.ExtractionPlanned;
import dev.godwit.event.v1.FreezeStarted;
import dev.godwit.event.v1.MigrationCancelled;
import dev.godwit.event.v1.MigrationCommitted;
import dev.godwit.event.v1.MigrationRolledBack;
import dev.godwit.event.v1.PrepareStarted;
import dev.godwit.event.v1.PurgeStarted;
import dev.godwit.event.v1.ReconciliationStarted;
import dev.godwit.event.v1.RehearsalFailed;
import dev.godwit.event.v1.RehearsalPassed;
import dev.godwit.event.v1.RollbackStarted;
import dev.godwit.event.v1.RunAbandoned;
import dev.godwit.event.v1.RunRefused;
import dev.godwit.event.v1.RunStarted;
import dev.godwit.event.v1.SourceFrozen;
import dev.godwit.event.v1.SourceThawed;
import dev.godwit.event.v1.StageFailed;
import dev.godwit.event.v1.TargetPrepared;
import dev.godwit.event.v1.TargetPurged;
import dev.godwit.event.v1.VerdictReached;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * Folds an event into what is known of its run: phases and how long they lasted, plan, verdict,
 * purge, first failure.
 */
public final class RunFold {
  private static final String ANOTHER_FOLLOWS = "Another run follows by itself.";

  private RunFold() {}

  /**
   * Folds one event.
   *
   * @param run what is known; changed
   * @param event an event about this run
   */
  public static void apply(RunDocument run, SpecificRecord event) {
    Envelope envelope = Envelopes.of(event);
    Instant at = envelope.getOccurredAt();
    if (event instanceof VerdictReached verdict) {
      run.quarantine = Verdicts.quarantine(verdict);
    }
    boolean onlyLive = LiveFold.isOnlyLive(run, event);
    LiveFold.apply(run, event, at);
    WayBackFold.apply(run, event);
    if (onlyLive) {
      return;
    }
    switch (event) {
      case RunStarted e -> {
        run.kind = e.getKind().name();
        run.startedAt = at;
        run.by = envelope.getBy();
        run.why = e.getWhy();
        enter(run, Phase.ASSESSING, at);
      }
      case PrepareStarted e -> enter(run, Phase.PREPARING, at);
      case FreezeStarted e -> enter(run, Phase.FREEZING, at);
      case SourceFrozen e -> {
        run.frozen = true;
        // A run that turned back meanwhile hears of its freeze late, and does not plan any more.
        if (run.phase == Phase.FREEZING) {
          enter(run, Phase.PLANNING, at);
        }
      }
      case TargetPrepared e -> {
        if ("REHEARSAL".equals(run.kind) || run.frozen) {
          enter(run, Phase.PLANNING, at);
        }
      }
      case ExtractionPlanned e -> planned(run, e, at);
      case ChunkExtracted e -> run.chunks++;
      case CutWritten e -> run.cuts.add(e.getEntity().name());
      case ReconciliationStarted e -> enter(run, Phase.RECONCILING, at);
      case VerdictReached e -> {
        run.verdict = Verdicts.of(e, at, run.live != null);
        if (!e.getReconciled()) {
          fail(run, at, "Reconciliation at cut " + e.getCut(), Verdicts.firstFailure(e), "");
        }
      }
      case CommitHeld e -> {
        run.outcome = RunOutcome.HELD;
        enter(run, Phase.HELD, at);
      }
      case CommitStarted e -> {
        run.outcome = RunOutcome.RUNNING;
        enter(run, Phase.COMMITTING, at);
      }
      case MigrationCommitted e -> end(run, Phase.COMMITTED, RunOutcome.COMMITTED, at);
      case StageFailed e ->
          fail(
              run,
              at,
              "Stage " + Figures.word(e.getStage().name()) + ", " + e.getSubject(),
              e.getError(),
              e.getAction());
      case RollbackStarted e -> {
        noOtherFollows(run, e.getNextStep());
        fail(
            run,
            at,
            "Rolled back by " + envelope.getBy(),
            e.getFirstFailure().isBlank() ? e.getReason() : e.getFirstFailure(),
            e.getNextStep());
        enter(run, Phase.ROLLING_BACK, at);
      }
      case PurgeStarted e -> {
        run.purgeReason = e.getReason();
        if (run.phase != Phase.ROLLING_BACK) {
          enter(run, Phase.PURGING, at);
        }
      }
      case TargetPurged e -> run.purge = Verdicts.purge(e, run.purgeReason, at);
      case SourceThawed e -> run.frozen = false;
      case RehearsalPassed e -> end(run, Phase.REHEARSED, RunOutcome.PASSED, at);
      case RehearsalFailed e -> {
        noOtherFollows(run, "");
        fail(run, at, "The rehearsal", String.join(" ", e.getReasons()), "");
        end(run, Phase.REHEARSAL_FAILED, RunOutcome.FAILED, at);
      }
      case MigrationRolledBack e -> end(run, Phase.ROLLED_BACK, RunOutcome.ROLLED_BACK, at);
      case RunRefused e -> {
        fail(
            run,
            at,
            "Before anything was touched",
            String.join(" ", e.getReasons()),
            e.getNextStep());
        end(run, Phase.APPROVED, RunOutcome.REFUSED, at);
      }
      case RunAbandoned e -> {
        run.outcome = RunOutcome.ABANDONED;
        fail(run, at, "The run was abandoned", e.getReason(), ANOTHER_FOLLOWS);
      }
      case MigrationCancelled e -> end(run, Phase.CANCELLED, RunOutcome.CANCELLED, at);
      default -> {
        // Says nothing of the run that is shown apart from the story.
      }
    }
  }

  /**
   * Folds the beginning of the next run of the same migration: only then is an abandoned run over.
   *
   * @param run the run before; changed
   * @param at when the next one began
   */
  public static void followed(RunDocument run, Instant at) {
    if (run.outcome == RunOutcome.ABANDONED) {
      end(run, Phase.ABANDONED, RunOutcome.ABANDONED, at);
    }
  }

  /** A run that was abandoned ends otherwise. */
  private static void noOtherFollows(RunDocument run, String next) {
    if (run.outcome == RunOutcome.ABANDONED && run.failure.next().equals(ANOTHER_FOLLOWS)) {
      ReportAnswer.Failure first = run.failure;
      run.failure = new ReportAnswer.Failure(first.at(), first.where(), first.what(), next);
    }
    run.outcome = RunOutcome.RUNNING;
  }

  private static void planned(RunDocument run, ExtractionPlanned e, Instant at) {
    for (EntityPlan plan : e.getEntities()) {
      run.planned.put(plan.getEntity().name(), plan.getRows());
    }
    run.plannedAt = at;
    run.mergeGroups = e.getMergeGroups();
    run.mergedMembers = e.getMergedMembers();
    enter(run, Phase.COPYING, at);
  }

  private static void fail(RunDocument run, Instant at, String where, String what, String next) {
    if (run.failure == null) {
      run.failure = new ReportAnswer.Failure(at, where, what, next);
    } else if (run.failure.next().isBlank() && !next.isBlank()) {
      run.failure =
          new ReportAnswer.Failure(run.failure.at(), run.failure.where(), run.failure.what(), next);
    }
  }

  private static void enter(RunDocument run, Phase phase, Instant at) {
    if (run.endedAt != null || (run.phase == phase && !run.phases.isEmpty())) {
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
    WayBackFold.end(run);
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
