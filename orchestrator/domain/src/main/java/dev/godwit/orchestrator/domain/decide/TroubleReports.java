package dev.godwit.orchestrator.domain.decide;

import static dev.godwit.orchestrator.domain.decide.Decision.accepted;
import static dev.godwit.orchestrator.domain.decide.Decision.ignored;

import dev.godwit.orchestrator.domain.decide.Endings.Cause;
import dev.godwit.orchestrator.domain.decide.Endings.Failure;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.StageFailed;
import dev.godwit.orchestrator.domain.event.StageRecovered;
import dev.godwit.orchestrator.domain.event.StageWaiting;
import dev.godwit.orchestrator.domain.report.ReportEnvelope;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.MigrationState.Active;
import dev.godwit.orchestrator.domain.state.MigrationState.Committing;
import dev.godwit.orchestrator.domain.state.MigrationState.Ending;
import dev.godwit.orchestrator.domain.state.MigrationState.Forward;
import dev.godwit.orchestrator.domain.state.TaskIds;
import dev.godwit.orchestrator.domain.state.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A stage that fails, waits, or is back. */
final class TroubleReports {
  /** So many waits of a run are recorded; a connection that flaps must not flood the history. */
  static final int MAX_WAITS = 50;

  private TroubleReports() {}

  static Decision failed(
      Active state,
      ReportEnvelope envelope,
      dev.godwit.orchestrator.domain.report.StageFailed report) {
    return switch (state) {
      case Committing on when !envelope.taskId().equals(TaskIds.enable(on.run())) ->
          ignored("only the enabling of the new system is awaited");
      case Forward on -> accepted(goBack(on, envelope, report));
      case Ending on -> EndingReports.failed(on, envelope, report);
    };
  }

  static StageFailed event(
      ReportEnvelope envelope, dev.godwit.orchestrator.domain.report.StageFailed report) {
    return new StageFailed(
        envelope.stage(), report.subject(), report.error(), report.action(), envelope.taskId());
  }

  private static List<Event> goBack(
      Forward on,
      ReportEnvelope envelope,
      dev.godwit.orchestrator.domain.report.StageFailed report) {
    List<Event> events = new ArrayList<>();
    events.add(event(envelope, report));
    String reason =
        "Stage %s failed on %s: %s"
            .formatted(
                envelope.stage().name().toLowerCase(Locale.ROOT), report.subject(), report.error());
    events.addAll(
        Endings.fail(
            on, new Failure(Cause.STAGE_FAILED, reason, report.subject(), report.action())));
    return events;
  }

  static Decision waiting(
      Migration migration,
      ReportEnvelope envelope,
      dev.godwit.orchestrator.domain.report.StageWaiting report) {
    if (migration.waiting().contains(new Waiting(envelope.stage(), report.waitingFor()))) {
      return ignored("it is known that the stage waits for this");
    }
    if (migration.waits() >= MAX_WAITS) {
      return ignored("so many waits of this run were recorded that no more are");
    }
    return accepted(new StageWaiting(envelope.stage(), report.waitingFor(), report.error()));
  }

  static Decision recovered(
      Migration migration,
      ReportEnvelope envelope,
      dev.godwit.orchestrator.domain.report.StageRecovered report) {
    if (!migration.waiting().contains(new Waiting(envelope.stage(), report.waitedFor()))) {
      return ignored("it is not recorded that the stage waited for this");
    }
    return accepted(
        new StageRecovered(envelope.stage(), report.waitedFor(), report.waitedMillis()));
  }
}
