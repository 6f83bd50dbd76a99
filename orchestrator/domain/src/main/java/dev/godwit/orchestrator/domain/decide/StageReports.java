package dev.godwit.orchestrator.domain.decide;

import static dev.godwit.orchestrator.domain.decide.Decision.accepted;
import static dev.godwit.orchestrator.domain.decide.Decision.ignored;

import dev.godwit.orchestrator.domain.decide.RunFailure.Failure;
import dev.godwit.orchestrator.domain.event.RunEvent.StageFailed;
import dev.godwit.orchestrator.domain.event.RunEvent.StageRecovered;
import dev.godwit.orchestrator.domain.event.RunEvent.StageWaiting;
import dev.godwit.orchestrator.domain.report.Report.FailureReport;
import dev.godwit.orchestrator.domain.report.Report.RecoveryReport;
import dev.godwit.orchestrator.domain.report.Report.WaitingReport;
import dev.godwit.orchestrator.domain.report.Reported.ReportEnvelope;
import dev.godwit.orchestrator.domain.state.EndingState;
import dev.godwit.orchestrator.domain.state.ForwardState.Committing;
import dev.godwit.orchestrator.domain.state.ForwardState.Holdable;
import dev.godwit.orchestrator.domain.state.ForwardState.Preparing;
import dev.godwit.orchestrator.domain.state.Holds;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.Migration.Waiting;
import dev.godwit.orchestrator.domain.state.Reaction;
import dev.godwit.orchestrator.domain.state.TaskIds;

/** Decides on reports of a stage that fails, waits, or has recovered. */
final class StageReports {
  /**
   * So many waits of a run are recorded, after its commit between two verdicts; a connection that
   * flaps must not flood the history.
   */
  static final int MAX_WAITS = 50;

  private final HoldDecision hold;

  StageReports(HoldDecision hold) {
    this.hold = hold;
  }

  Decision failed(Migration migration, ReportEnvelope envelope, FailureReport report) {
    if (TaskIds.isReplay(migration, envelope.taskId())) {
      return ReplayReports.failed(migration, envelope, report);
    }
    if (TaskIds.isSuperseded(migration, envelope.taskId())) {
      return ignored("the task was dispatched again since");
    }
    return switch (migration.state()) {
      case Committing on when !envelope.taskId().equals(TaskIds.enable(migration)) ->
          ignored("only the enabling of the target is awaited");
      case Preparing on when migration.live() && migration.dispatched() ->
          whilePreparing(migration, on, envelope, event(envelope, report));
      case EndingState on -> RollbackReports.failed(migration, envelope, report);
      case Holdable on when migration.run().holds().isHeld() ->
          whileHeld(migration, envelope, event(envelope, report));
      default -> {
        StageFailed failed = event(envelope, report);
        yield accepted(failed, hold.afterFailure(migration, failed, report));
      }
    };
  }

  /** A task that failed is recorded, since it is dispatched again; anything else once. */
  private static Decision whileHeld(
      Migration migration, ReportEnvelope envelope, StageFailed failed) {
    Holds holds = migration.run().holds();
    boolean isTask =
        Reaction.isOut(migration, envelope.taskId())
            && !holds.hasFailed(migration, envelope.taskId());
    return isTask || !holds.knows(failed.stage(), failed.subject())
        ? accepted(failed)
        : ignored("the run is held for this failure already");
  }

  static StageFailed event(ReportEnvelope envelope, FailureReport report) {
    return new StageFailed(
        envelope.stage(), report.subject(), report.error(), report.action(), envelope.taskId());
  }

  /** A preparation that failed left nothing; anything else waits for its answer. */
  private static Decision whilePreparing(
      Migration migration, Preparing on, ReportEnvelope envelope, StageFailed failed) {
    if (envelope.taskId().equals(TaskIds.prepare(migration))) {
      StageFailed first = on.trouble() == null ? failed : on.trouble();
      return accepted(failed, RunFailure.refuse(migration, Failure.of(first)));
    }
    return on.trouble() == null
        ? accepted(failed)
        : ignored("the run rolls back with the answer of the preparation");
  }

  static Decision waiting(Migration migration, ReportEnvelope envelope, WaitingReport report) {
    if (migration.waiting().contains(new Waiting(envelope.stage(), report.waitingFor()))) {
      return ignored("it is known that the stage waits for this");
    }
    if (migration.waits() >= MAX_WAITS) {
      return ignored("so many waits of this run were recorded that no more are");
    }
    return accepted(new StageWaiting(envelope.stage(), report.waitingFor(), report.error()));
  }

  static Decision recovered(Migration migration, ReportEnvelope envelope, RecoveryReport report) {
    if (!migration.waiting().contains(new Waiting(envelope.stage(), report.waitedFor()))) {
      return ignored("it is not recorded that the stage waited for this");
    }
    return accepted(
        new StageRecovered(envelope.stage(), report.waitedFor(), report.waitedMillis()));
  }
}
