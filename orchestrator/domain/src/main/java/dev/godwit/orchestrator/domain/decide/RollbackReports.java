package dev.godwit.orchestrator.domain.decide;

import static dev.godwit.orchestrator.domain.decide.Decision.accepted;
import static dev.godwit.orchestrator.domain.decide.Decision.ignored;

import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.common.TableCount;
import dev.godwit.orchestrator.domain.decide.RunFailure.Cause;
import dev.godwit.orchestrator.domain.event.EndingEvent.RehearsalFailed;
import dev.godwit.orchestrator.domain.event.EndingEvent.RollbackStarted;
import dev.godwit.orchestrator.domain.event.EndingEvent.SourceThawed;
import dev.godwit.orchestrator.domain.event.EndingEvent.TargetPurged;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.RunEvent.StageFailed;
import dev.godwit.orchestrator.domain.report.Report.FailureReport;
import dev.godwit.orchestrator.domain.report.Report.PurgeReport;
import dev.godwit.orchestrator.domain.report.Reported.ReportEnvelope;
import dev.godwit.orchestrator.domain.state.EndingState.Purged;
import dev.godwit.orchestrator.domain.state.EndingState.Purging;
import dev.godwit.orchestrator.domain.state.EndingState.Thawing;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.Purge;
import dev.godwit.orchestrator.domain.state.Purge.Purpose;
import dev.godwit.orchestrator.domain.state.Run.Assessment;
import dev.godwit.orchestrator.domain.state.TaskIds;
import java.util.List;

/** Decides on reports about the purge and the thaw. */
final class RollbackReports {
  private RollbackReports() {}

  static Decision purged(Migration migration, ReportEnvelope envelope, PurgeReport report) {
    if (!isAnswer(migration, envelope) || !(migration.state() instanceof Purging on)) {
      return ignored("the purge was answered already");
    }
    Event purged = new TargetPurged(report.deleted(), report.left());
    List<TableCount> left = Assessment.withRows(report.left());
    if (left.isEmpty()) {
      return accepted(purged, PurgeFollowUp.of(migration, migration.run(), on.purge()));
    }
    String error =
        "Expected no row of the customer after the purge, found %s."
            .formatted(StatusText.tables(left));
    return accepted(
        purged,
        afterFailure(migration, on.purge(), error, "Check the target pack's purge statements."));
  }

  /** A stage failed while the run is ending. */
  static Decision failed(Migration migration, ReportEnvelope envelope, FailureReport report) {
    StageFailed failed = StageReports.event(envelope, report);
    if (migration.run().awaitsCut(migration, envelope.taskId())) {
      return cutFailed(migration, failed);
    }
    if (LiveCutReports.isReturn(migration, envelope)) {
      return accepted(failed);
    }
    if (migration.state() instanceof Purging on
        && isAnswer(migration, envelope)
        && envelope.stage() == Stage.LOAD) {
      boolean canWait = migration.live() && on.purge().purpose() != Purpose.RETRY;
      return canWait
          ? accepted(failed)
          : accepted(
              failed,
              afterFailure(
                  migration, on.purge(), "The purge failed: " + report.error(), report.action()));
    }
    if (isThaw(migration, envelope) && envelope.stage() == Stage.EXTRACT) {
      return accepted(failed);
    }
    if (envelope.stage() == Stage.EXTRACT && envelope.taskId().equals(TaskIds.freeze(migration))) {
      return PreparationReports.freezeAnswered(migration, failed);
    }
    return ignored("the run is rolling back already");
  }

  /** A cut that cannot be written opened no window; the cut that closes it is asked for again. */
  private static Decision cutFailed(Migration migration, StageFailed failed) {
    return migration.state() instanceof Purged on && !migration.window().closes()
        ? accepted(failed, PurgeFollowUp.of(migration, migration.run().withFailedCut(), on.purge()))
        : accepted(failed);
  }

  private static boolean isAnswer(Migration migration, ReportEnvelope envelope) {
    return migration.awaits(Purging.class)
        && migration.state() instanceof Purging on
        && envelope.taskId().equals(TaskIds.purge(migration, on.purge().attempt()));
  }

  private static boolean isThaw(Migration migration, ReportEnvelope envelope) {
    return migration.awaits(Thawing.class)
        && migration.state() instanceof Thawing on
        && envelope.taskId().equals(TaskIds.thaw(migration, on.attempt()));
  }

  /**
   * A rehearsal ends though staging holds rows: the next run empties it first. A run that was to be
   * tried again rolls back. Another run stays, and somebody asks for the purge again.
   */
  private static List<Event> afterFailure(
      Migration migration, Purge purge, String error, String action) {
    if (!migration.live() && purge.purpose() != Purpose.CANCEL) {
      return List.of(
          new RehearsalFailed(
              purge.purpose() == Purpose.REHEARSAL_FAILED
                  ? List.of(purge.reason(), error)
                  : List.of(error)));
    }
    return migration.live() && purge.purpose() == Purpose.RETRY
        ? List.of(
            new RollbackStarted(error, Cause.STAGE_FAILED.name(), "purge", action),
            RunFailure.purge(error, Purpose.ROLLBACK))
        : List.of();
  }

  static Decision thawed(Migration migration, ReportEnvelope envelope) {
    return isThaw(migration, envelope) && migration.state() instanceof Thawing on
        ? accepted(new SourceThawed(), PurgeFollowUp.rolledBack(on.rollback()))
        : ignored("the thaw was answered already");
  }
}
