package dev.godwit.orchestrator.domain.decide;

import static dev.godwit.orchestrator.domain.decide.Decision.accepted;
import static dev.godwit.orchestrator.domain.decide.Decision.ignored;

import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.common.RouteArrival;
import dev.godwit.orchestrator.domain.event.EndingEvent.PurgeStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.LiveEventsSent;
import dev.godwit.orchestrator.domain.event.RunEvent.LiveRehearsed;
import dev.godwit.orchestrator.domain.report.Report.LiveArrivalReport;
import dev.godwit.orchestrator.domain.report.Report.LiveSentReport;
import dev.godwit.orchestrator.domain.report.Reported.ReportEnvelope;
import dev.godwit.orchestrator.domain.state.ForwardState.ArrivingLive;
import dev.godwit.orchestrator.domain.state.ForwardState.SendingLive;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.Purge.Purpose;
import dev.godwit.orchestrator.domain.state.TaskIds;
import java.util.List;
import java.util.stream.Stream;

/**
 * Decides on the answers about the synthetic live events of a rehearsal. A route by which they do
 * not all arrive is a finding of the rehearsal, which a waiver accepts by name; it never fails the
 * rehearsal, since the copy is reconciled.
 */
final class LiveRehearsalReports {
  private LiveRehearsalReports() {}

  static Decision sent(Migration migration, ReportEnvelope envelope, LiveSentReport report) {
    if (!migration.awaits(SendingLive.class)
        || !(migration.state() instanceof SendingLive on)
        || !envelope.taskId().equals(TaskIds.rehearseLive(migration))) {
      return ignored("no live events of a rehearsal are being sent");
    }
    LiveEventsSent sent = new LiveEventsSent(report.routes(), report.nothing());
    return sent.isAny() ? accepted(sent) : accepted(sent, passed(on.findings(), List.of()));
  }

  static Decision arrived(Migration migration, ReportEnvelope envelope, LiveArrivalReport report) {
    if (!migration.awaits(ArrivingLive.class)
        || !(migration.state() instanceof ArrivingLive on)
        || !envelope.taskId().equals(TaskIds.checkLiveArrival(migration))) {
      return ignored("no live events of a rehearsal are awaited");
    }
    return accepted(new LiveRehearsed(report.routes()), passed(on.findings(), report.routes()));
  }

  private static PurgeStarted passed(List<QuarantineCount> findings, List<RouteArrival> routes) {
    return new PurgeStarted(
        "The rehearsal is reconciled; staging is given back",
        Purpose.REHEARSAL_PASSED.name(),
        Stream.concat(
                findings.stream(),
                routes.stream().filter(route -> !route.isComplete()).map(RouteArrival::finding))
            .toList());
  }
}
