package dev.godwit.orchestrator.domain.decide;

import static dev.godwit.orchestrator.domain.decide.Decision.accepted;
import static dev.godwit.orchestrator.domain.decide.Decision.ignored;

import dev.godwit.orchestrator.domain.common.RunKind;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.common.TableCount;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.MigrationCancelled;
import dev.godwit.orchestrator.domain.event.MigrationRolledBack;
import dev.godwit.orchestrator.domain.event.RehearsalFailed;
import dev.godwit.orchestrator.domain.event.RehearsalPassed;
import dev.godwit.orchestrator.domain.event.RollbackStarted;
import dev.godwit.orchestrator.domain.event.RunStarted;
import dev.godwit.orchestrator.domain.event.SourceThawed;
import dev.godwit.orchestrator.domain.event.StageFailed;
import dev.godwit.orchestrator.domain.event.TargetPurged;
import dev.godwit.orchestrator.domain.event.ThawStarted;
import dev.godwit.orchestrator.domain.report.ReportEnvelope;
import dev.godwit.orchestrator.domain.state.MigrationState.Active;
import dev.godwit.orchestrator.domain.state.MigrationState.Purging;
import dev.godwit.orchestrator.domain.state.MigrationState.Thawing;
import dev.godwit.orchestrator.domain.state.Purge;
import dev.godwit.orchestrator.domain.state.Purpose;
import dev.godwit.orchestrator.domain.state.Rehearsal;
import dev.godwit.orchestrator.domain.state.Rollback;
import dev.godwit.orchestrator.domain.state.Run;
import dev.godwit.orchestrator.domain.state.TargetLook;
import dev.godwit.orchestrator.domain.state.TaskIds;
import java.util.ArrayList;
import java.util.List;

/** Purged and counted, thawed; and what follows where that fails. */
final class EndingReports {
  private EndingReports() {}

  static Decision purged(
      Active state,
      ReportEnvelope envelope,
      dev.godwit.orchestrator.domain.report.TargetPurged report) {
    if (!(state instanceof Purging on) || !isAnswer(on, envelope)) {
      return ignored("the purge was answered already");
    }
    List<Event> events = new ArrayList<>();
    events.add(new TargetPurged(report.deleted(), report.left()));
    List<TableCount> left = TargetLook.withRows(report.left());
    if (left.isEmpty()) {
      events.addAll(afterProof(on));
    } else {
      String error =
          "Expected no row of the customer after the purge, found %s."
              .formatted(Words.tables(left));
      events.addAll(afterFailure(on, error, "Check the target pack's purge statements."));
    }
    return accepted(events);
  }

  /** The purge or the thaw could not be done. */
  static Decision failed(
      Active state,
      ReportEnvelope envelope,
      dev.godwit.orchestrator.domain.report.StageFailed report) {
    StageFailed failed =
        new StageFailed(envelope.stage(), report.subject(), report.error(), report.action());
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

  private static boolean isAnswer(Purging on, ReportEnvelope envelope) {
    return on.issued()
        && !on.stuck()
        && envelope.taskId().equals(TaskIds.purge(on.run(), on.purge().attempt()));
  }

  private static List<Event> afterProof(Purging on) {
    Run run = on.run();
    Purge purge = on.purge();
    return switch (purge.purpose()) {
      case REHEARSAL_PASSED -> {
        Rehearsal passed = purge.passed();
        yield List.of(
            new RehearsalPassed(
                passed.findings(), passed.sourceFingerprint(), passed.targetFingerprint()));
      }
      case REHEARSAL_FAILED -> List.of(new RehearsalFailed(List.of(purge.reason())));
      case CANCEL -> List.of(new MigrationCancelled(purge.reason()));
      case RETRY ->
          List.of(
              new RunStarted(
                  run.live() ? RunKind.LIVE : RunKind.REHEARSAL,
                  run.request().customer(),
                  run.request().sourcePack(),
                  run.request().targetPack(),
                  "Run %d was abandoned".formatted(run.number())));
      case ROLLBACK ->
          switch (run.freeze()) {
            case NONE -> List.of(end(purge.rollback()));
            case ASKED -> List.of();
            case ANSWERED -> List.of(new ThawStarted());
          };
    };
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
    return accepted(new SourceThawed(), end(on.rollback()));
  }

  private static MigrationRolledBack end(Rollback rollback) {
    return new MigrationRolledBack(rollback.reason(), rollback.firstFailure(), rollback.nextStep());
  }
}
