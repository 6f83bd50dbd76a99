package dev.godwit.orchestrator.domain.decide;

import static dev.godwit.orchestrator.domain.decide.Decision.accepted;
import static dev.godwit.orchestrator.domain.decide.Decision.ignored;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.event.RunEvent.AlarmRaised;
import dev.godwit.orchestrator.domain.event.RunEvent.CutWritten;
import dev.godwit.orchestrator.domain.event.RunEvent.ReconciliationStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.VerdictReached;
import dev.godwit.orchestrator.domain.report.Report.CutReport;
import dev.godwit.orchestrator.domain.report.Report.FailureReport;
import dev.godwit.orchestrator.domain.report.Report.RecoveryReport;
import dev.godwit.orchestrator.domain.report.Report.VerdictReport;
import dev.godwit.orchestrator.domain.report.Report.WaitingReport;
import dev.godwit.orchestrator.domain.report.Reported;
import dev.godwit.orchestrator.domain.report.Reported.ReportEnvelope;
import dev.godwit.orchestrator.domain.state.LiveWindow;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.MigrationState.Committed;
import dev.godwit.orchestrator.domain.state.TaskIds;
import dev.godwit.orchestrator.domain.state.VerdictProgress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is heard of live engagement after the commit. Nothing leads back from here; what is wrong is
 * an alarm, and somebody looks.
 */
final class CommittedReports {
  private CommittedReports() {}

  static Decision decide(Migration migration, Committed on, Reported reported) {
    return switch (reported.report()) {
      case CutReport r -> written(on, r);
      case VerdictReport r -> verdict(on, r);
      case FailureReport r -> failed(on, reported.envelope(), r);
      case WaitingReport r -> TroubleReports.waiting(migration, reported.envelope(), r);
      case RecoveryReport r -> TroubleReports.recovered(migration, reported.envelope(), r);
      default -> ignored("the run is committed");
    };
  }

  private static Decision written(Committed on, CutReport report) {
    LiveWindow window = on.run().window();
    if (report.entity() != Entity.LIVE
        || window == null
        || !window.awaits(report.cut(), report.closes())) {
      return ignored("the cut is not out: it was reported already, or never handed out");
    }
    return accepted(
        new CutWritten(report.entity(), report.cut(), report.offsets(), report.closes()),
        new ReconciliationStarted(report.cut()));
  }

  private static Decision verdict(Committed on, VerdictReport report) {
    if (on.progress() != VerdictProgress.HANDED_OUT || report.cut() != on.asked()) {
      return ignored("no verdict is awaited at cut " + report.cut());
    }
    Optional<String> difference = Verdicts.difference(List.of(), report);
    VerdictReached verdict = Verdicts.event(report, difference.isEmpty());
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
                            .formatted(on.run().request().customer()))))
        .orElseGet(() -> accepted(verdict));
  }

  private static Decision failed(Committed on, ReportEnvelope envelope, FailureReport report) {
    if (on.run().window() == null) {
      return ignored("the run is committed, and its live engagement is not followed");
    }
    boolean awaited =
        LiveReports.isOfCut(on.run(), envelope)
            || (on.progress() == VerdictProgress.HANDED_OUT
                && envelope.taskId().equals(TaskIds.reconcile(on.run(), on.asked())));
    String reason =
        "Stage %s failed on %s: %s"
            .formatted(
                envelope.stage().name().toLowerCase(Locale.ROOT), report.subject(), report.error());
    if (!awaited && on.alarm().equals(reason)) {
      return ignored("the alarm was raised already");
    }
    return accepted(
        TroubleReports.event(envelope, report),
        new AlarmRaised(on.run().window().cut(), reason, report.action()));
  }
}
