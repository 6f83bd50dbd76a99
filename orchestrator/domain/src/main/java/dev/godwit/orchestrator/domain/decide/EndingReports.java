package dev.godwit.orchestrator.domain.decide;

import static dev.godwit.orchestrator.domain.decide.Decision.accepted;
import static dev.godwit.orchestrator.domain.decide.Decision.ignored;

import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.common.TableCount;
import dev.godwit.orchestrator.domain.event.EndingEvent.RehearsalFailed;
import dev.godwit.orchestrator.domain.event.EndingEvent.RollbackStarted;
import dev.godwit.orchestrator.domain.event.EndingEvent.SourceThawed;
import dev.godwit.orchestrator.domain.event.EndingEvent.TargetPurged;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.RunEvent.StageFailed;
import dev.godwit.orchestrator.domain.report.Report.FailureReport;
import dev.godwit.orchestrator.domain.report.Report.PurgeReport;
import dev.godwit.orchestrator.domain.report.Reported.ReportEnvelope;
import dev.godwit.orchestrator.domain.state.MigrationState.Active;
import dev.godwit.orchestrator.domain.state.MigrationState.Purged;
import dev.godwit.orchestrator.domain.state.MigrationState.Purging;
import dev.godwit.orchestrator.domain.state.MigrationState.Returning;
import dev.godwit.orchestrator.domain.state.MigrationState.Thawing;
import dev.godwit.orchestrator.domain.state.Purge;
import dev.godwit.orchestrator.domain.state.Purpose;
import dev.godwit.orchestrator.domain.state.TargetLook;
import dev.godwit.orchestrator.domain.state.TaskIds;
import java.util.ArrayList;
import java.util.List;

/** Purged and counted, thawed; and what follows where that fails. */
final class EndingReports {
  private EndingReports() {}

  static Decision purged(Active state, ReportEnvelope envelope, PurgeReport report) {
    if (!(state instanceof Purging on) || !isAnswer(on, envelope)) {
      return ignored("the purge was answered already");
    }
    List<Event> events = new ArrayList<>();
    events.add(new TargetPurged(report.deleted(), report.left()));
    List<TableCount> left = TargetLook.withRows(report.left());
    if (left.isEmpty()) {
      events.addAll(WayBack.next(on.run(), on.purge()));
    } else {
      String error =
          "Expected no row of the customer after the purge, found %s."
              .formatted(Words.tables(left));
      events.addAll(afterFailure(on, error, "Check the target pack's purge statements."));
    }
    return accepted(events);
  }

  /** The purge or the thaw could not be done. */
  static Decision failed(Active state, ReportEnvelope envelope, FailureReport report) {
    StageFailed failed = TroubleReports.event(envelope, report);
    if (LiveReports.isOfCut(state.run(), envelope)) {
      return accepted(cutFailed(state, failed));
    }
    if (state instanceof Returning on && LiveReports.isAnswer(on, envelope)) {
      return accepted(failed);
    }
    if (state instanceof Purging on && isAnswer(on, envelope) && envelope.stage() == Stage.LOAD) {
      List<Event> events = new ArrayList<>();
      events.add(failed);
      if (!on.run().live() || on.purge().purpose() == Purpose.RETRY) {
        events.addAll(afterFailure(on, "The purge failed: " + report.error(), report.action()));
      }
      return accepted(events);
    }
    if (state instanceof Thawing on
        && on.issued()
        && !on.stuck()
        && envelope.stage() == Stage.EXTRACT
        && envelope.taskId().equals(TaskIds.thaw(on.run(), on.attempt()))) {
      return accepted(failed);
    }
    if (envelope.stage() == Stage.EXTRACT
        && envelope.taskId().equals(TaskIds.freeze(state.run()))) {
      return PreparationReports.answered(state, failed);
    }
    return ignored("the run is on its way back already");
  }

  /** A cut that cannot be written opened no window; the cut that closes it is asked for again. */
  private static List<Event> cutFailed(Active state, StageFailed failed) {
    List<Event> events = new ArrayList<>();
    events.add(failed);
    if (state instanceof Purged on && !on.run().window().closes()) {
      events.addAll(WayBack.next(on.run().withFailedCut(), on.purge()));
    }
    return events;
  }

  private static boolean isAnswer(Purging on, ReportEnvelope envelope) {
    return on.issued()
        && !on.stuck()
        && envelope.taskId().equals(TaskIds.purge(on.run(), on.purge().attempt()));
  }

  private static List<Event> afterFailure(Purging on, String error, String action) {
    Purge purge = on.purge();
    if (!on.run().live() && purge.purpose() != Purpose.CANCEL) {
      return List.of(
          new RehearsalFailed(
              purge.purpose() == Purpose.REHEARSAL_FAILED
                  ? List.of(purge.reason(), error)
                  : List.of(error)));
    }
    if (on.run().live() && purge.purpose() == Purpose.RETRY) {
      return List.of(
          new RollbackStarted(error, Endings.Cause.STAGE_FAILED.name(), "purge", action),
          Endings.purge(error, Purpose.ROLLBACK));
    }
    return List.of();
  }

  static Decision thawed(Active state, ReportEnvelope envelope) {
    if (!(state instanceof Thawing on)
        || !on.issued()
        || on.stuck()
        || !envelope.taskId().equals(TaskIds.thaw(on.run(), on.attempt()))) {
      return ignored("the thaw was answered already");
    }
    return accepted(new SourceThawed(), WayBack.rolledBack(on.rollback()));
  }
}
