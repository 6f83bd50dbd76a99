package dev.godwit.orchestrator.domain.decide;

import static dev.godwit.orchestrator.domain.decide.Decision.ignored;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.report.ChunkExtracted;
import dev.godwit.orchestrator.domain.report.CustomerUnknown;
import dev.godwit.orchestrator.domain.report.CutWritten;
import dev.godwit.orchestrator.domain.report.ExtractionPlanned;
import dev.godwit.orchestrator.domain.report.LiveReturned;
import dev.godwit.orchestrator.domain.report.ReportEnvelope;
import dev.godwit.orchestrator.domain.report.Reported;
import dev.godwit.orchestrator.domain.report.SnapshotLost;
import dev.godwit.orchestrator.domain.report.SourceAssessed;
import dev.godwit.orchestrator.domain.report.SourceFrozen;
import dev.godwit.orchestrator.domain.report.SourceThawed;
import dev.godwit.orchestrator.domain.report.StageFailed;
import dev.godwit.orchestrator.domain.report.StageRecovered;
import dev.godwit.orchestrator.domain.report.StageWaiting;
import dev.godwit.orchestrator.domain.report.TargetAssessed;
import dev.godwit.orchestrator.domain.report.TargetEnabled;
import dev.godwit.orchestrator.domain.report.TargetNotEmpty;
import dev.godwit.orchestrator.domain.report.TargetPrepared;
import dev.godwit.orchestrator.domain.report.TargetPurged;
import dev.godwit.orchestrator.domain.report.VerdictReached;
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
      case SourceAssessed r -> forward(on, s -> assessment.source(s, r));
      case TargetAssessed r -> forward(on, s -> assessment.target(s, r));
      case CustomerUnknown r -> forward(on, s -> assessment.unknown(s, r));
      case TargetPrepared r -> forward(on, PreparationReports::prepared);
      case TargetNotEmpty r -> forward(on, s -> PreparationReports.notEmpty(s, r));
      case SourceFrozen r -> PreparationReports.frozen(on);
      case ExtractionPlanned r -> forward(on, s -> extraction.planned(s, r));
      case ChunkExtracted r -> forward(on, s -> ExtractionReports.chunk(s, r));
      case CutWritten r when r.entity() == Entity.LIVE -> LiveReports.written(on, r);
      case CutWritten r -> forward(on, s -> ExtractionReports.cut(s, r));
      case SnapshotLost r -> forward(on, s -> extraction.lost(s, r));
      case VerdictReached r -> forward(on, s -> ReconciliationReports.verdict(s, r));
      case TargetEnabled r -> forward(on, ReconciliationReports::enabled);
      case TargetPurged r -> EndingReports.purged(on, envelope, r);
      case LiveReturned r -> LiveReports.returned(on, envelope, r);
      case SourceThawed r -> EndingReports.thawed(on, envelope);
      case StageFailed r -> TroubleReports.failed(on, envelope, r);
      case StageWaiting r -> TroubleReports.waiting(migration, envelope, r);
      case StageRecovered r -> TroubleReports.recovered(migration, envelope, r);
    };
  }

  private static Decision forward(Active state, Function<Forward, Decision> decider) {
    return state instanceof Forward forward
        ? decider.apply(forward)
        : ignored("the run is on its way back");
  }
}
