package dev.godwit.orchestrator.domain.decide;

import static dev.godwit.orchestrator.domain.decide.Decision.accepted;
import static dev.godwit.orchestrator.domain.decide.Decision.ignored;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.decide.RunFailure.Failure;
import dev.godwit.orchestrator.domain.event.RunEvent.AlarmRaised;
import dev.godwit.orchestrator.domain.event.RunEvent.CutWritten;
import dev.godwit.orchestrator.domain.event.RunEvent.ReconciliationStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.StageFailed;
import dev.godwit.orchestrator.domain.event.RunEvent.VerdictReached;
import dev.godwit.orchestrator.domain.report.Report.CutReport;
import dev.godwit.orchestrator.domain.report.Report.FailureReport;
import dev.godwit.orchestrator.domain.report.Report.RecoveryReport;
import dev.godwit.orchestrator.domain.report.Report.ReplayProgressReport;
import dev.godwit.orchestrator.domain.report.Report.ReplayReport;
import dev.godwit.orchestrator.domain.report.Report.VerdictReport;
import dev.godwit.orchestrator.domain.report.Report.WaitingReport;
import dev.godwit.orchestrator.domain.report.Reported;
import dev.godwit.orchestrator.domain.report.Reported.ReportEnvelope;
import dev.godwit.orchestrator.domain.state.IdleState.Committed;
import dev.godwit.orchestrator.domain.state.IdleState.Committed.VerdictProgress;
import dev.godwit.orchestrator.domain.state.LiveWindow;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.TaskIds;
import java.util.List;
import java.util.Optional;

/**
 * Decides on reports about live engagement after the commit. Nothing rolls back from here: a
 * difference or a failure is an alarm.
 */
final class CommittedReports {
  private CommittedReports() {}

  static Decision decide(Migration migration, Committed on, Reported reported) {
    return switch (reported.report()) {
      case CutReport report -> written(migration, report);
      case VerdictReport report -> verdict(migration, on, report);
      case ReplayProgressReport report ->
          ReplayReports.progressed(migration, reported.envelope(), report);
      case ReplayReport report -> ReplayReports.finished(migration, reported.envelope(), report);
      case FailureReport report when TaskIds.isReplay(migration, reported.envelope().taskId()) ->
          ReplayReports.failed(migration, reported.envelope(), report);
      case FailureReport report
          when TaskIds.isSuperseded(migration, reported.envelope().taskId()) ->
          ignored("the task was dispatched again since");
      case FailureReport report -> failed(migration, on, reported.envelope(), report);
      case WaitingReport report -> StageReports.waiting(migration, reported.envelope(), report);
      case RecoveryReport report -> StageReports.recovered(migration, reported.envelope(), report);
      default -> ignored("the run is committed");
    };
  }

  private static Decision written(Migration migration, CutReport report) {
    LiveWindow window = migration.window();
    if (!report.entity().equals(Entity.LIVE)
        || window == null
        || !window.awaits(report.cut(), report.closes())) {
      return ignored("the cut is not out: it was reported already, or never dispatched");
    }
    return accepted(
        new CutWritten(report.entity(), report.cut(), report.offsets(), report.closes()),
        new ReconciliationStarted(report.cut()));
  }

  private static Decision verdict(Migration migration, Committed on, VerdictReport report) {
    if (on.progress() != VerdictProgress.DISPATCHED || report.cut() != on.asked()) {
      return ignored("no verdict is awaited at cut " + report.cut());
    }
    Optional<String> difference = Verdicts.difference(List.of(), report);
    VerdictReached verdict = Verdicts.event(report, report.quarantine(), difference.isEmpty());
    return difference
        .map(
            found ->
                accepted(
                    verdict,
                    new AlarmRaised(
                        report.cut(),
                        "The verdict at cut %d found differences: %s"
                            .formatted(report.cut(), found),
                        "Nothing was changed. See: godwit report %s, and the topic crm.differences.v1."
                            .formatted(migration.request().customer()))))
        .orElseGet(() -> accepted(verdict));
  }

  private static Decision failed(
      Migration migration, Committed on, ReportEnvelope envelope, FailureReport report) {
    if (migration.window() == null) {
      return ignored("the run is committed, and its live engagement is not followed");
    }
    boolean awaited =
        migration.run().awaitsCut(migration, envelope.taskId())
            || (on.progress() == VerdictProgress.DISPATCHED
                && envelope.taskId().equals(TaskIds.reconcile(migration, on.asked())));
    StageFailed failed = StageReports.event(envelope, report);
    String reason = Failure.of(failed).reason();
    if (!awaited && on.alarm().equals(reason)) {
      return ignored("the alarm was raised already");
    }
    return accepted(failed, new AlarmRaised(migration.window().cut(), reason, report.action()));
  }
}
