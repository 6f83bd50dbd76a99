package dev.godwit.orchestrator.domain.decide;

import static dev.godwit.orchestrator.domain.decide.Decision.ignored;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.report.Report.ChunkReport;
import dev.godwit.orchestrator.domain.report.Report.CustomerUnknownReport;
import dev.godwit.orchestrator.domain.report.Report.CutReport;
import dev.godwit.orchestrator.domain.report.Report.EnableReport;
import dev.godwit.orchestrator.domain.report.Report.FailureReport;
import dev.godwit.orchestrator.domain.report.Report.FreezeReport;
import dev.godwit.orchestrator.domain.report.Report.PlanReport;
import dev.godwit.orchestrator.domain.report.Report.PrepareReport;
import dev.godwit.orchestrator.domain.report.Report.PurgeReport;
import dev.godwit.orchestrator.domain.report.Report.RecoveryReport;
import dev.godwit.orchestrator.domain.report.Report.ReturnReport;
import dev.godwit.orchestrator.domain.report.Report.SnapshotLostReport;
import dev.godwit.orchestrator.domain.report.Report.SourceAssessmentReport;
import dev.godwit.orchestrator.domain.report.Report.TargetAssessmentReport;
import dev.godwit.orchestrator.domain.report.Report.TargetNotEmptyReport;
import dev.godwit.orchestrator.domain.report.Report.ThawReport;
import dev.godwit.orchestrator.domain.report.Report.VerdictReport;
import dev.godwit.orchestrator.domain.report.Report.WaitingReport;
import dev.godwit.orchestrator.domain.report.Reported;
import dev.godwit.orchestrator.domain.report.Reported.ReportEnvelope;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.MigrationState.Active;
import dev.godwit.orchestrator.domain.state.MigrationState.Committed;
import dev.godwit.orchestrator.domain.state.MigrationState.Forward;
import java.util.function.Function;

/**
 * What comes of a report. Reports are repeated when a process dies between an act and its answer,
 * and come late from runs that are over; both say nothing new and are ignored.
 */
public final class ReportDecider {
  private final AssessmentReports assessment;
  private final ExtractionReports extraction;

  public ReportDecider(Settings settings) {
    this.assessment = new AssessmentReports(settings);
    this.extraction = new ExtractionReports(settings);
  }

  /** Decides a report about the migration's run; never {@link Decision.Rejected}. */
  public Decision decide(Migration migration, Reported reported) {
    ReportEnvelope envelope = reported.envelope();
    if (migration.run() == null) {
      return ignored("no run is on");
    }
    if (envelope.run() != migration.run().number()) {
      return ignored("run %d is on".formatted(migration.run().number()));
    }
    return switch (migration.state()) {
      case Committed on -> CommittedReports.decide(migration, on, reported);
      case Active on -> decide(migration, on, reported);
      default -> ignored("no run is on");
    };
  }

  private Decision decide(Migration migration, Active on, Reported reported) {
    ReportEnvelope envelope = reported.envelope();
    return switch (reported.report()) {
      case SourceAssessmentReport r -> forward(on, s -> assessment.source(s, r));
      case TargetAssessmentReport r -> forward(on, s -> assessment.target(s, r));
      case CustomerUnknownReport r -> forward(on, s -> assessment.unknown(s, r));
      case PrepareReport r -> forward(on, PreparationReports::prepared);
      case TargetNotEmptyReport r -> forward(on, s -> PreparationReports.notEmpty(s, r));
      case FreezeReport r -> PreparationReports.frozen(on);
      case PlanReport r -> forward(on, s -> extraction.planned(s, r));
      case ChunkReport r -> forward(on, s -> ExtractionReports.chunk(s, r));
      case CutReport r when r.entity() == Entity.LIVE -> LiveReports.written(on, r);
      case CutReport r -> forward(on, s -> ExtractionReports.cut(s, r));
      case SnapshotLostReport r -> forward(on, s -> extraction.lost(s, r));
      case VerdictReport r -> forward(on, s -> ReconciliationReports.verdict(s, r));
      case EnableReport r -> forward(on, ReconciliationReports::enabled);
      case PurgeReport r -> EndingReports.purged(on, envelope, r);
      case ReturnReport r -> LiveReports.returned(on, envelope, r);
      case ThawReport r -> EndingReports.thawed(on, envelope);
      case FailureReport r -> TroubleReports.failed(on, envelope, r);
      case WaitingReport r -> TroubleReports.waiting(migration, envelope, r);
      case RecoveryReport r -> TroubleReports.recovered(migration, envelope, r);
    };
  }

  private static Decision forward(Active state, Function<Forward, Decision> decider) {
    return state instanceof Forward forward
        ? decider.apply(forward)
        : ignored("the run is on its way back");
  }
}
