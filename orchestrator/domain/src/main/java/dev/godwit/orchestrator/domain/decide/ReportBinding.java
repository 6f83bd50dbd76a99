package dev.godwit.orchestrator.domain.decide;

import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.decide.Decision.Rejection;
import dev.godwit.orchestrator.domain.report.Report;
import dev.godwit.orchestrator.domain.report.Report.ChunkReport;
import dev.godwit.orchestrator.domain.report.Report.CustomerUnknownReport;
import dev.godwit.orchestrator.domain.report.Report.CutReport;
import dev.godwit.orchestrator.domain.report.Report.EnableReport;
import dev.godwit.orchestrator.domain.report.Report.FailureReport;
import dev.godwit.orchestrator.domain.report.Report.FreezeReport;
import dev.godwit.orchestrator.domain.report.Report.LiveArrivalReport;
import dev.godwit.orchestrator.domain.report.Report.LiveSentReport;
import dev.godwit.orchestrator.domain.report.Report.PlanReport;
import dev.godwit.orchestrator.domain.report.Report.PrepareReport;
import dev.godwit.orchestrator.domain.report.Report.ProbesReport;
import dev.godwit.orchestrator.domain.report.Report.PurgeReport;
import dev.godwit.orchestrator.domain.report.Report.RecoveryReport;
import dev.godwit.orchestrator.domain.report.Report.ReplayProgressReport;
import dev.godwit.orchestrator.domain.report.Report.ReplayReport;
import dev.godwit.orchestrator.domain.report.Report.ReturnReport;
import dev.godwit.orchestrator.domain.report.Report.SnapshotLostReport;
import dev.godwit.orchestrator.domain.report.Report.SourceAssessmentReport;
import dev.godwit.orchestrator.domain.report.Report.SourceRecheckReport;
import dev.godwit.orchestrator.domain.report.Report.StatementsReport;
import dev.godwit.orchestrator.domain.report.Report.TargetAssessmentReport;
import dev.godwit.orchestrator.domain.report.Report.TargetNotEmptyReport;
import dev.godwit.orchestrator.domain.report.Report.ThawReport;
import dev.godwit.orchestrator.domain.report.Report.VerdictReport;
import dev.godwit.orchestrator.domain.report.Report.WaitingReport;
import dev.godwit.orchestrator.domain.report.Reported;
import dev.godwit.orchestrator.domain.report.Reported.ReportEnvelope;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.TaskIds;

/**
 * Binds a report to the task that it answers: a worker quotes the id of its task and is of the
 * stage that does such work, so a report that does not was made by somebody else. The number of
 * resumes in an id is left aside, since a task that was dispatched before a hold may be answered
 * after it. Whether the answer is still awaited is for the deciders. Stateless and thread-safe.
 */
final class ReportBinding {
  /** The task of a report. A null step: the deciders compare it themselves. */
  private record Answered(String task, Stage stage) {}

  private ReportBinding() {}

  /** The reason for which the report of the migration's run answers no task; null where it does. */
  static Rejection flaw(Migration migration, Reported reported) {
    ReportEnvelope envelope = reported.envelope();
    Report report = reported.report();
    if (report instanceof SnapshotLostReport) {
      return TaskIds.needsSnapshot(migration, envelope.taskId())
              && envelope.stage() == Stage.EXTRACT
          ? null
          : flaw("the id of a task that reads the snapshot, by the stage EXTRACT", reported);
    }
    Answered answered = answered(migration, report);
    if (answered == null
        || (TaskIds.isSameStep(envelope.taskId(), answered.task())
            && envelope.stage() == answered.stage())) {
      return null;
    }
    return flaw(
        "the id of the task %s, by the stage %s".formatted(answered.task(), answered.stage()),
        reported);
  }

  private static Answered answered(Migration migration, Report report) {
    return switch (report) {
      case SourceAssessmentReport r -> extract(TaskIds.assessSource(migration));
      case CustomerUnknownReport r -> extract(TaskIds.assessSource(migration));
      case TargetAssessmentReport r -> load(TaskIds.assessTarget(migration));
      case PrepareReport r -> load(TaskIds.prepare(migration));
      case TargetNotEmptyReport r -> load(TaskIds.prepare(migration));
      case FreezeReport r -> extract(TaskIds.freeze(migration));
      case PlanReport r -> extract(TaskIds.plan(migration));
      case ChunkReport r -> extract(TaskIds.chunk(migration, r.entity(), r.chunk()));
      case CutReport r -> extract(TaskIds.cut(migration, r.entity(), r.cut()));
      case VerdictReport r -> new Answered(TaskIds.reconcile(migration, r.cut()), Stage.VALIDATE);
      case EnableReport r -> load(TaskIds.enable(migration));
      case ProbesReport r -> null;
      case LiveSentReport r -> null;
      case LiveArrivalReport r -> null;
      case SourceRecheckReport r -> null;
      case StatementsReport r -> null;
      case PurgeReport r -> null;
      case ReturnReport r -> null;
      case ThawReport r -> null;
      case ReplayProgressReport r -> null;
      case ReplayReport r -> null;
      case SnapshotLostReport r -> null;
      // A stage fails, waits and recovers outside of tasks too.
      case FailureReport r -> null;
      case WaitingReport r -> null;
      case RecoveryReport r -> null;
    };
  }

  private static Answered extract(String task) {
    return new Answered(task, Stage.EXTRACT);
  }

  private static Answered load(String task) {
    return new Answered(task, Stage.LOAD);
  }

  private static Rejection flaw(String expected, Reported reported) {
    ReportEnvelope envelope = reported.envelope();
    return new Rejection(
        "%s of %s to answer %s"
            .formatted(reported.report().name(), EventText.of(envelope.migrationId()), expected),
        "the id %s, by the stage %s and the process %s"
            .formatted(
                EventText.of(envelope.taskId()),
                envelope.stage(),
                EventText.of(envelope.instance())),
        "Find out who can write to migration.reports.v1; no service of Godwit sent this.");
  }
}
