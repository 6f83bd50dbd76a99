package dev.godwit.orchestrator.domain.decide;

import static dev.godwit.orchestrator.domain.decide.Decision.accepted;
import static dev.godwit.orchestrator.domain.decide.Decision.ignored;

import dev.godwit.orchestrator.domain.decide.Endings.Cause;
import dev.godwit.orchestrator.domain.decide.Endings.Failure;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.RunEvent.StageFailed;
import dev.godwit.orchestrator.domain.event.RunEvent.StageRecovered;
import dev.godwit.orchestrator.domain.event.RunEvent.StageWaiting;
import dev.godwit.orchestrator.domain.report.Report.FailureReport;
import dev.godwit.orchestrator.domain.report.Report.RecoveryReport;
import dev.godwit.orchestrator.domain.report.Report.WaitingReport;
import dev.godwit.orchestrator.domain.report.Reported.ReportEnvelope;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.MigrationState.Active;
import dev.godwit.orchestrator.domain.state.MigrationState.Committing;
import dev.godwit.orchestrator.domain.state.MigrationState.Ending;
import dev.godwit.orchestrator.domain.state.MigrationState.Forward;
import dev.godwit.orchestrator.domain.state.MigrationState.Preparing;
import dev.godwit.orchestrator.domain.state.TaskIds;
import dev.godwit.orchestrator.domain.state.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A stage that fails, waits, or is back. */
final class TroubleReports {
  /**
   * So many waits of a run are recorded, after its commit between two verdicts; a connection that
   * flaps must not flood the history.
   */
  static final int MAX_WAITS = 50;

  private TroubleReports() {}

  static Decision failed(Active state, ReportEnvelope envelope, FailureReport report) {
    return switch (state) {
      case Committing on when !envelope.taskId().equals(TaskIds.enable(on.run())) ->
          ignored("only the enabling of the new system is awaited");
      case Preparing on when on.run().live() && on.issued() ->
          whilePreparing(on, envelope, event(envelope, report));
      case Forward on -> {
        StageFailed failed = event(envelope, report);
        yield accepted(with(failed, Endings.fail(on, failure(failed))));
      }
      case Ending on -> EndingReports.failed(on, envelope, report);
    };
  }

  static StageFailed event(ReportEnvelope envelope, FailureReport report) {
    return new StageFailed(
        envelope.stage(), report.subject(), report.error(), report.action(), envelope.taskId());
  }

  /** A preparation that failed left nothing; anything else waits for its answer. */
  private static Decision whilePreparing(
      Preparing on, ReportEnvelope envelope, StageFailed failed) {
    if (envelope.taskId().equals(TaskIds.prepare(on.run()))) {
      StageFailed first = on.trouble() == null ? failed : on.trouble();
      return accepted(with(failed, Endings.refuse(on, failure(first))));
    }
    return on.trouble() == null
        ? accepted(failed)
        : ignored("the run goes back with the answer of the preparation");
  }

  static Failure failure(StageFailed failed) {
    String reason =
        "Stage %s failed on %s: %s"
            .formatted(
                failed.stage().name().toLowerCase(Locale.ROOT), failed.subject(), failed.error());
    return new Failure(Cause.STAGE_FAILED, reason, failed.subject(), failed.action());
  }

  private static List<Event> with(Event first, List<Event> rest) {
    List<Event> all = new ArrayList<>();
    all.add(first);
    all.addAll(rest);
    return all;
  }

  static Decision waiting(Migration migration, ReportEnvelope envelope, WaitingReport report) {
    if (migration.waiting().contains(new Waiting(envelope.stage(), report.waitingFor()))) {
      return ignored("it is known that the stage waits for this");
    }
    if (migration.waits() >= MAX_WAITS) {
      return ignored("so many waits of this run were recorded that no more are");
    }
    return accepted(new StageWaiting(envelope.stage(), report.waitingFor(), report.error()));
  }

  static Decision recovered(Migration migration, ReportEnvelope envelope, RecoveryReport report) {
    if (!migration.waiting().contains(new Waiting(envelope.stage(), report.waitedFor()))) {
      return ignored("it is not recorded that the stage waited for this");
    }
    return accepted(
        new StageRecovered(envelope.stage(), report.waitedFor(), report.waitedMillis()));
  }
}
