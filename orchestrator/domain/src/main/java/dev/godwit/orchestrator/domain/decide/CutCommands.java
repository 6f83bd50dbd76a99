package dev.godwit.orchestrator.domain.decide;

import static dev.godwit.orchestrator.domain.decide.Decision.accepted;
import static dev.godwit.orchestrator.domain.decide.Decision.rejected;

import dev.godwit.orchestrator.domain.command.Command.TakeCut;
import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.event.RunEvent.AlarmRaised;
import dev.godwit.orchestrator.domain.event.RunEvent.CutStarted;
import dev.godwit.orchestrator.domain.state.ForwardState;
import dev.godwit.orchestrator.domain.state.ForwardState.Held;
import dev.godwit.orchestrator.domain.state.ForwardState.Reconciling;
import dev.godwit.orchestrator.domain.state.IdleState.Committed;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.Programme;
import java.time.Duration;
import java.time.Instant;

/** Decides on a cut of live engagement that a person, or the clock, asks for. */
final class CutCommands {
  private static final String EXPECTED =
      "a held or committed live run whose live engagement is open";

  private CutCommands() {}

  /**
   * Decides on a cut.
   *
   * @param now when it was asked for
   * @param within how long the verdict of a cut after the commit may take
   */
  static Decision take(
      Migration migration, Programme programme, TakeCut command, Instant now, Duration within) {
    if (command.by().equals(TakeCut.CLOCK)
        && migration.isOverdue(now, within)
        && migration.state() instanceof Committed on) {
      return accepted(overdue(migration, on));
    }
    if (migration.mayCut() && programme.paused()) {
      return PauseCommands.programmeIsPaused(programme);
    }
    if (migration.mayCut() && migration.paused()) {
      return rejected(
          "a migration that is not paused",
          StatusText.of(migration) + ", paused",
          "Publish ResumeMigration, then this command again with a new id.");
    }
    if (migration.mayCut()) {
      return accepted(new CutStarted(Entity.LIVE, migration.window().cut() + 1, false));
    }
    if (migration.replay() != null) {
      return rejected(
          "a live run without a replay under way",
          ReplayCommands.underWay(migration),
          "Nothing: a cut follows it, see: godwit watch. Or publish CancelReplay.");
    }
    return switch (migration.state()) {
      case Held on when migration.run().holds().isHeld() ->
          rejected(
              "a run whose stages all work",
              StatusText.of(migration),
              "Mend that and publish ResumeMigration: a cut follows by itself.");
      case Held on -> underWay(migration, "");
      case Committed on -> underWay(migration, on.isJudging() ? " whose verdict is awaited" : "");
      case Reconciling on when migration.live() ->
          rejected(
              EXPECTED,
              StatusText.of(migration) + " at cut " + on.cut(),
              "Wait for its verdict, see: godwit watch.");
      case ForwardState on when migration.live() ->
          rejected(
              EXPECTED, StatusText.of(migration), "Nothing: the run takes the cuts that it needs.");
      default ->
          rejected(
              EXPECTED,
              StatusText.of(migration),
              "Nothing: there is no live engagement to cut before a live run.");
    };
  }

  private static AlarmRaised overdue(Migration migration, Committed on) {
    int cut = migration.window().cut();
    return new AlarmRaised(
        cut,
        "Cut %d has been without a verdict since %s, and no later cut can be taken before it."
            .formatted(cut, on.cutAt()),
        "See which stage waits or is down: godwit events %s, and godwit lag."
            .formatted(migration.request().customer()));
  }

  private static Decision underWay(Migration migration, String verdict) {
    if (migration.window() == null) {
      return rejected(
          EXPECTED,
          StatusText.of(migration) + ", begun before live engagement was followed",
          "Nothing: no live event belongs to this run.");
    }
    return rejected(
        "a live run without a cut under way",
        "%s with cut %d under way%s"
            .formatted(StatusText.of(migration), migration.window().cut(), verdict),
        "Wait for its verdict, see: godwit watch.");
  }
}
