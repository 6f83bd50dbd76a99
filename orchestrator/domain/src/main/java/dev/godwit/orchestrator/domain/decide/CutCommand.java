package dev.godwit.orchestrator.domain.decide;

import static dev.godwit.orchestrator.domain.decide.Decision.accepted;
import static dev.godwit.orchestrator.domain.decide.Decision.rejected;

import dev.godwit.orchestrator.domain.command.Command.TakeCut;
import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.event.RunEvent.AlarmRaised;
import dev.godwit.orchestrator.domain.event.RunEvent.CutStarted;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.MigrationState.Committed;
import dev.godwit.orchestrator.domain.state.MigrationState.Forward;
import dev.godwit.orchestrator.domain.state.MigrationState.Held;
import dev.godwit.orchestrator.domain.state.MigrationState.Reconciling;
import dev.godwit.orchestrator.domain.state.Programme;
import dev.godwit.orchestrator.domain.state.Run;
import dev.godwit.orchestrator.domain.state.VerdictProgress;
import java.time.Duration;
import java.time.Instant;

/** A cut of live engagement that somebody, or the clock, asks for. */
final class CutCommand {
  private static final String EXPECTED =
      "a held or committed live run whose live engagement is open";

  private CutCommand() {}

  /**
   * Decides on a cut.
   *
   * @param now when it was asked for
   * @param within how long the verdict of a cut after the commit may take
   */
  static Decision take(
      Migration migration, Programme programme, TakeCut command, Instant now, Duration within) {
    if (command.by().equals(TakeCut.CLOCK) && migration.isOverdue(now, within)) {
      return accepted(overdue((Committed) migration.state()));
    }
    if (migration.mayCut() && (programme.paused() || migration.paused())) {
      return paused(migration, programme);
    }
    if (migration.mayCut()) {
      int next = migration.run().window().cut() + 1;
      return accepted(new CutStarted(Entity.LIVE, next, false));
    }
    return switch (migration.state()) {
      case Held s -> open(migration, s.run(), "");
      case Committed s -> open(migration, s.run(), verdict(s));
      case Reconciling s when s.run().live() ->
          rejected(
              EXPECTED,
              Words.of(migration) + " at cut " + s.cut(),
              "Wait for its verdict, see: godwit watch.");
      case Forward s when s.run().live() ->
          rejected(EXPECTED, Words.of(migration), "Nothing: the run takes the cuts that it needs.");
      default ->
          rejected(
              EXPECTED,
              Words.of(migration),
              "Nothing: there is no live engagement to cut before a live run.");
    };
  }

  private static AlarmRaised overdue(Committed on) {
    int cut = on.run().window().cut();
    return new AlarmRaised(
        cut,
        "Cut %d has been without a verdict since %s, and no later cut can be taken before it."
            .formatted(cut, on.cutAt()),
        "See which stage waits or is down: godwit events %s, and godwit lag."
            .formatted(on.run().request().customer()));
  }

  /** A cut that a pause holds back would be accepted, and nobody would know why none comes. */
  private static Decision paused(Migration migration, Programme programme) {
    return programme.paused()
        ? rejected(
            "a programme that is not paused",
            "the programme paused by " + programme.pausedBy(),
            "Publish ResumeProgramme, then this command again with a new id.")
        : rejected(
            "a migration that is not paused",
            Words.of(migration) + ", paused",
            "Publish ResumeMigration, then this command again with a new id.");
  }

  private static String verdict(Committed on) {
    return on.progress() == VerdictProgress.NONE ? "" : " whose verdict is awaited";
  }

  private static Decision open(Migration migration, Run run, String verdict) {
    if (run.window() == null) {
      return rejected(
          EXPECTED,
          Words.of(migration) + ", begun before live engagement was followed",
          "Nothing: no live event belongs to this run.");
    }
    return rejected(
        "a live run without a cut under way",
        "%s with cut %d under way%s".formatted(Words.of(migration), run.window().cut(), verdict),
        "Wait for its verdict, see: godwit watch.");
  }
}
