package dev.godwit.orchestrator.notification;

import dev.godwit.api.Runbook;
import dev.godwit.orchestrator.domain.event.EndingEvent.MigrationRolledBack;
import dev.godwit.orchestrator.domain.event.EndingEvent.RehearsalFailed;
import dev.godwit.orchestrator.domain.event.EndingEvent.RehearsalPassed;
import dev.godwit.orchestrator.domain.event.EndingEvent.RunRefused;
import dev.godwit.orchestrator.domain.event.EndingEvent.TargetPurged;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.HoldEvent.FreezeBudgetReached;
import dev.godwit.orchestrator.domain.event.HoldEvent.RunHeld;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.ReplayEvent.ReplayFailed;
import dev.godwit.orchestrator.domain.event.RunEvent.AlarmRaised;
import dev.godwit.orchestrator.domain.event.RunEvent.CommitHeld;
import dev.godwit.orchestrator.domain.event.RunEvent.MigrationCommitted;
import dev.godwit.orchestrator.domain.event.RunEvent.StageFailed;
import dev.godwit.orchestrator.view.story.Storyteller;
import java.util.Optional;

/**
 * Decides which events a person is notified of. Pure.
 *
 * <p>A failed stage is a notice only while its run ends: before, the hold, the failed rehearsal or
 * the rollback that follows says it, with what can be done.
 */
final class NoticeRules {
  private static final String REPORT = "godwit report %s";
  private static final String ROLL_BACK_AGAIN = "Mend that, then godwit rollback %s.";
  private static final int ALL = 100;

  private NoticeRules() {}

  private record Rule(NoticeKind kind, String action, Runbook runbook) {}

  /**
   * The notice of an event; empty where nobody needs to know.
   *
   * @param ending true where the run of the event is being purged or rolled back
   */
  static Optional<Notice> of(Recorded recorded, boolean ending) {
    Recorded.Envelope envelope = recorded.envelope();
    return rule(recorded.event(), envelope.migrationId(), ending)
        .map(
            rule ->
                new Notice(
                    envelope.eventId(),
                    rule.kind(),
                    envelope.migrationId(),
                    envelope.run(),
                    envelope.occurredAt(),
                    Storyteller.entry(recorded).line().text(),
                    rule.action(),
                    rule.runbook() == null ? "" : rule.runbook().page()));
  }

  private static Optional<Rule> rule(Event event, String customer, boolean ending) {
    return Optional.ofNullable(
        switch (event) {
          case RunHeld e ->
              new Rule(
                  NoticeKind.HELD,
                  String.join("; ", e.actions()),
                  Runbook.ofHold(e.stage().name(), e.reason()));
          case CommitHeld e ->
              new Rule(
                  NoticeKind.WAITING,
                  "godwit waive %1$s ENTITY:REASON:UPTO, or godwit rollback %1$s"
                      .formatted(customer),
                  Runbook.ofGate(String.join(" ", e.reasons())));
          case RehearsalPassed e ->
              new Rule(
                  NoticeKind.WAITING,
                  "godwit report %1$s, then another person: godwit approve %1$s"
                      .formatted(customer),
                  Runbook.WAITING_FOR_APPROVAL);
          case RehearsalFailed e ->
              new Rule(
                  NoticeKind.FAILED,
                  REPORT.formatted(customer),
                  Runbook.ofFailure(String.join(" ", e.reasons())));
          case RunRefused e ->
              new Rule(
                  NoticeKind.FAILED,
                  e.nextStep(),
                  Runbook.ofFailure(String.join(" ", e.reasons())));
          case ReplayFailed e ->
              new Rule(NoticeKind.FAILED, e.action(), Runbook.ofFailure(e.error()));
          case TargetPurged e when e.left().stream().anyMatch(table -> table.rows() > 0) ->
              new Rule(
                  NoticeKind.FAILED, ROLL_BACK_AGAIN.formatted(customer), Runbook.PURGE_FAILED);
          case StageFailed e when ending ->
              new Rule(NoticeKind.FAILED, e.action(), Runbook.ofEnding(e.stage().name()));
          case MigrationCommitted e -> new Rule(NoticeKind.COMMITTED, "", null);
          case MigrationRolledBack e ->
              new Rule(NoticeKind.ROLLED_BACK, e.nextStep(), Runbook.ofFailure(e.reason()));
          case AlarmRaised e -> new Rule(NoticeKind.ALARM, e.action(), Runbook.ofAlarm(e.reason()));
          case FreezeBudgetReached e ->
              new Rule(
                  NoticeKind.FREEZE_BUDGET,
                  e.percent() < ALL ? "godwit watch " + customer : REPORT.formatted(customer),
                  Runbook.FREEZE_BUDGET);
          default -> null;
        });
  }
}
