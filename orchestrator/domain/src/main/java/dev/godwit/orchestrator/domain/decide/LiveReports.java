package dev.godwit.orchestrator.domain.decide;

import static dev.godwit.orchestrator.domain.decide.Decision.accepted;
import static dev.godwit.orchestrator.domain.decide.Decision.ignored;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.event.EndingEvent.LiveReturned;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.RunEvent.CutWritten;
import dev.godwit.orchestrator.domain.event.RunEvent.ReconciliationStarted;
import dev.godwit.orchestrator.domain.report.Report.CutReport;
import dev.godwit.orchestrator.domain.report.Report.ReturnReport;
import dev.godwit.orchestrator.domain.report.Reported.ReportEnvelope;
import dev.godwit.orchestrator.domain.state.LiveWindow;
import dev.godwit.orchestrator.domain.state.MigrationState.Active;
import dev.godwit.orchestrator.domain.state.MigrationState.Copying;
import dev.godwit.orchestrator.domain.state.MigrationState.Held;
import dev.godwit.orchestrator.domain.state.MigrationState.Purged;
import dev.godwit.orchestrator.domain.state.MigrationState.Returning;
import dev.godwit.orchestrator.domain.state.Run;
import dev.godwit.orchestrator.domain.state.TaskIds;
import java.util.ArrayList;
import java.util.List;

/** Cuts of live engagement that stand, and live events that the old system has. */
final class LiveReports {
  private LiveReports() {}

  static Decision written(Active state, CutReport report) {
    LiveWindow window = state.run().window();
    if (window == null || !window.awaits(report.cut(), report.closes())) {
      return ignored("the cut is not out: it was reported already, or never handed out");
    }
    CutWritten written =
        new CutWritten(report.entity(), report.cut(), report.offsets(), report.closes());
    return switch (state) {
      case Copying on -> accepted(written, new ReconciliationStarted(report.cut()));
      case Held on -> accepted(written, new ReconciliationStarted(report.cut()));
      case Purged on ->
          accepted(after(written, WayBack.next(on.run().with(window.with(written)), on.purge())));
      default -> accepted(written);
    };
  }

  static Decision returned(Active state, ReportEnvelope envelope, ReturnReport report) {
    if (!(state instanceof Returning on) || !isAnswer(on, envelope)) {
      return ignored("the return was answered already");
    }
    LiveReturned returned =
        new LiveReturned(
            report.received(),
            report.returned(),
            report.kept(),
            report.duplicates(),
            report.quarantined());
    return accepted(after(returned, WayBack.next(on.run().withLiveReturned(), on.purge())));
  }

  static boolean isAnswer(Returning on, ReportEnvelope envelope) {
    return on.issued()
        && !on.stuck()
        && envelope.taskId().equals(TaskIds.returnLive(on.run(), on.run().window().returns()));
  }

  /** Whether the report is about the last cut of live engagement, which is out. */
  static boolean isOfCut(Run run, ReportEnvelope envelope) {
    return run.window() != null
        && run.window().isOut()
        && envelope.taskId().equals(TaskIds.cut(run, Entity.LIVE, run.window().cut()));
  }

  private static List<Event> after(Event first, List<Event> rest) {
    List<Event> all = new ArrayList<>();
    all.add(first);
    all.addAll(rest);
    return all;
  }
}
