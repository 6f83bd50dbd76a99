package dev.godwit.orchestrator.domain.decide;

import static dev.godwit.orchestrator.domain.decide.Decision.ignored;

import dev.godwit.orchestrator.domain.common.Entity;
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
import dev.godwit.orchestrator.domain.state.ForwardState;
import dev.godwit.orchestrator.domain.state.IdleState.Committed;
import dev.godwit.orchestrator.domain.state.Migration;
import java.util.function.Function;

/**
 * Decides on reports. A report is repeated when a process dies between an act and its report, and
 * comes late from a run that is over; both say nothing new and are ignored. Immutable and
 * thread-safe.
 */
public final class ReportDecider {
  private final AssessmentReports assessment;
  private final ExtractionReports extraction;
  private final ReconciliationReports reconciliation;
  private final StageReports stages;

  public ReportDecider(Settings settings) {
    this.assessment = new AssessmentReports(settings);
    HoldDecision hold = new HoldDecision(settings);
    this.extraction = new ExtractionReports(settings, hold);
    this.reconciliation = new ReconciliationReports(hold, settings);
    this.stages = new StageReports(hold);
  }

  /**
   * Decides on a report about the migration's run. It is {@link Decision.Rejected} where it answers
   * no task, so that no worker sent it.
   */
  public Decision decide(Migration migration, Reported reported) {
    ReportEnvelope envelope = reported.envelope();
    if (migration.run() == null) {
      return ignored("no run is on");
    }
    if (envelope.run() != migration.run().number()) {
      return ignored("run %d is on".formatted(migration.run().number()));
    }
    Rejection flaw = ReportBinding.flaw(migration, reported);
    if (flaw != null) {
      return new Decision.Rejected(flaw);
    }
    return migration.state() instanceof Committed on
        ? CommittedReports.decide(migration, on, reported)
        : decide(migration, envelope, reported.report());
  }

  private Decision decide(Migration migration, ReportEnvelope envelope, Report report) {
    return switch (report) {
      case SourceAssessmentReport r -> forward(migration, m -> assessment.source(m, r));
      case TargetAssessmentReport r -> forward(migration, m -> assessment.target(m, r));
      case CustomerUnknownReport r -> forward(migration, m -> assessment.unknown(m, r));
      case PrepareReport r -> forward(migration, PreparationReports::prepared);
      case TargetNotEmptyReport r -> forward(migration, m -> PreparationReports.notEmpty(m, r));
      case FreezeReport r -> PreparationReports.frozen(migration);
      case PlanReport r -> forward(migration, m -> extraction.planned(m, r));
      case ChunkReport r -> forward(migration, m -> ExtractionReports.chunk(m, r));
      case CutReport r when r.entity().equals(Entity.LIVE) -> LiveCutReports.written(migration, r);
      case CutReport r -> forward(migration, m -> ExtractionReports.cut(m, r));
      case SnapshotLostReport r -> forward(migration, m -> extraction.lost(m, r));
      case VerdictReport r -> forward(migration, m -> reconciliation.verdict(m, r));
      case ProbesReport r -> forward(migration, m -> ProbeReports.measured(m, envelope, r));
      case LiveSentReport r -> forward(migration, m -> LiveRehearsalReports.sent(m, envelope, r));
      case LiveArrivalReport r ->
          forward(migration, m -> LiveRehearsalReports.arrived(m, envelope, r));
      case SourceRecheckReport r ->
          forward(migration, m -> RecheckReports.rechecked(m, envelope, r));
      case StatementsReport r -> forward(migration, m -> StatementReports.run(m, envelope, r));
      case EnableReport r -> forward(migration, ReconciliationReports::enabled);
      case PurgeReport r -> RollbackReports.purged(migration, envelope, r);
      case ReturnReport r -> LiveCutReports.returned(migration, envelope, r);
      case ThawReport r -> RollbackReports.thawed(migration, envelope);
      case FailureReport r -> stages.failed(migration, envelope, r);
      case WaitingReport r -> StageReports.waiting(migration, envelope, r);
      case RecoveryReport r -> StageReports.recovered(migration, envelope, r);
      case ReplayProgressReport r -> ReplayReports.progressed(migration, envelope, r);
      case ReplayReport r -> ReplayReports.finished(migration, envelope, r);
    };
  }

  private static Decision forward(Migration migration, Function<Migration, Decision> decider) {
    return migration.state() instanceof ForwardState
        ? decider.apply(migration)
        : ignored("the run is rolling back");
  }
}
