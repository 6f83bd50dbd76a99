package dev.godwit.orchestrator.domain.decide;

import static dev.godwit.orchestrator.domain.decide.Decision.accepted;
import static dev.godwit.orchestrator.domain.decide.Decision.ignored;

import dev.godwit.orchestrator.domain.event.EndingEvent.LiveReturned;
import dev.godwit.orchestrator.domain.event.RunEvent.CutWritten;
import dev.godwit.orchestrator.domain.report.Report.CutReport;
import dev.godwit.orchestrator.domain.report.Report.ReturnReport;
import dev.godwit.orchestrator.domain.report.Reported.ReportEnvelope;
import dev.godwit.orchestrator.domain.state.EndingState.Purged;
import dev.godwit.orchestrator.domain.state.EndingState.Returning;
import dev.godwit.orchestrator.domain.state.ForwardState.Copying;
import dev.godwit.orchestrator.domain.state.ForwardState.Held;
import dev.godwit.orchestrator.domain.state.LiveWindow;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.TaskIds;

/** Decides on reports about cuts of live engagement, and about live events that were returned. */
final class LiveCutReports {
  private LiveCutReports() {}

  static Decision written(Migration migration, CutReport report) {
    LiveWindow window = migration.window();
    if (window == null || !window.awaits(report.cut(), report.closes())) {
      return ignored("the cut is not out: it was reported already, or never dispatched");
    }
    CutWritten written =
        new CutWritten(report.entity(), report.cut(), report.offsets(), report.closes());
    return switch (migration.state()) {
      case Copying on -> accepted(written, StatementReports.reconciling(migration, report.cut()));
      case Held on -> accepted(written, StatementReports.reconciling(migration, report.cut()));
      case Purged on ->
          accepted(
              written,
              PurgeFollowUp.of(migration, migration.run().with(window.with(written)), on.purge()));
      default -> accepted(written);
    };
  }

  static Decision returned(Migration migration, ReportEnvelope envelope, ReturnReport report) {
    if (!isReturn(migration, envelope) || !(migration.state() instanceof Returning on)) {
      return ignored("the return was answered already");
    }
    LiveReturned returned =
        new LiveReturned(
            report.received(),
            report.returned(),
            report.kept(),
            report.duplicates(),
            report.quarantined());
    return accepted(
        returned, PurgeFollowUp.of(migration, migration.run().withLiveReturned(), on.purge()));
  }

  /** Whether the report answers the return that is out. */
  static boolean isReturn(Migration migration, ReportEnvelope envelope) {
    return migration.awaits(Returning.class)
        && envelope.taskId().equals(TaskIds.returnLive(migration, migration.window().returns()));
  }
}
