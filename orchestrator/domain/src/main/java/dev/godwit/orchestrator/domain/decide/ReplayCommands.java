package dev.godwit.orchestrator.domain.decide;

import static dev.godwit.orchestrator.domain.decide.Decision.accepted;
import static dev.godwit.orchestrator.domain.decide.Decision.rejected;

import dev.godwit.orchestrator.domain.command.Command;
import dev.godwit.orchestrator.domain.command.Command.CancelReplay;
import dev.godwit.orchestrator.domain.command.Command.PauseReplay;
import dev.godwit.orchestrator.domain.command.Command.RedriveQuarantine;
import dev.godwit.orchestrator.domain.command.Command.RepairMigration;
import dev.godwit.orchestrator.domain.command.Command.ReplayStage;
import dev.godwit.orchestrator.domain.command.Command.ResumeReplay;
import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.ReplaySelection;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.ReplayEvent.ReplayCancelled;
import dev.godwit.orchestrator.domain.event.ReplayEvent.ReplayPaused;
import dev.godwit.orchestrator.domain.event.ReplayEvent.ReplayResumed;
import dev.godwit.orchestrator.domain.event.ReplayEvent.ReplayStarted;
import dev.godwit.orchestrator.domain.state.EndingState;
import dev.godwit.orchestrator.domain.state.ForwardState;
import dev.godwit.orchestrator.domain.state.ForwardState.Held;
import dev.godwit.orchestrator.domain.state.IdleState.Committed;
import dev.godwit.orchestrator.domain.state.IdleState.RolledBack;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.Programme;
import dev.godwit.orchestrator.domain.state.Replays.Differences;
import dev.godwit.orchestrator.domain.state.Replays.Progress;
import dev.godwit.orchestrator.domain.state.Replays.Replay;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Decides on replays: one at a time, of a held or committed run that does not wait for a verdict.
 */
final class ReplayCommands {
  private static final String EXPECTED = "a held or committed live run";
  private static final String UNDER_WAY = "a replay that is under way";
  private static final String NO_REPLAY = "Nothing: no replay is under way.";

  private ReplayCommands() {}

  static Decision replay(Migration migration, Programme programme, ReplayStage command) {
    return obstacle(migration, programme)
        .or(() -> tooLate(migration, command))
        .or(() -> withoutWindow(migration, command.stage()))
        .or(() -> unknownEntity(migration, command.entities()))
        .orElseGet(
            () ->
                accepted(
                    new ReplayStarted(
                        migration.run().replays().last() + 1,
                        command.stage(),
                        selection(command),
                        command.rate(),
                        command.why(),
                        migration.decisions().positions())));
  }

  /** The transformer replays nothing but what it has in quarantine. */
  private static ReplaySelection selection(ReplayStage command) {
    boolean isAll = command.quarantined() == null || command.quarantined().isBlank();
    return new ReplaySelection(
        command.entities().stream().distinct().sorted().toList(),
        command.partitions().stream().distinct().sorted().toList(),
        command.fromOffset(),
        command.fromTimeMillis(),
        command.keys().stream().distinct().toList(),
        !isAll
            ? command.quarantined()
            : command.stage() == Stage.TRANSFORM ? ReplaySelection.EVERY : null,
        ReplaySelection.NO_CUT,
        false);
  }

  /** The transformer begins; the loader follows with what waits for the same records. */
  static Decision redrive(Migration migration, Programme programme, RedriveQuarantine command) {
    return obstacle(migration, programme)
        .or(() -> withoutWindow(migration, Stage.LOAD))
        .or(() -> unknownEntity(migration, command.entities()))
        .orElseGet(
            () ->
                accepted(
                    new ReplayStarted(
                        migration.run().replays().last() + 1,
                        Stage.TRANSFORM,
                        ReplaySelection.redriven(
                            command.entities().stream().distinct().sorted().toList(),
                            command.keys().stream().distinct().toList(),
                            command.reason()),
                        command.rate(),
                        command.why(),
                        migration.decisions().positions())));
  }

  static Decision repair(Migration migration, Programme programme, RepairMigration command) {
    return obstacle(migration, programme)
        .or(() -> nothingToRepair(migration))
        .or(() -> withoutWindow(migration, Stage.LOAD))
        .orElseGet(
            () ->
                accepted(
                    new ReplayStarted(
                        migration.run().replays().last() + 1,
                        Stage.LOAD,
                        ReplaySelection.differencesOf(
                            migration.run().replays().differences().cut()),
                        command.rate(),
                        command.why(),
                        migration.decisions().positions())));
  }

  /** The rehearsal of the run's packs names the entities that it moves. */
  private static Optional<Decision> unknownEntity(Migration migration, List<Entity> entities) {
    List<Entity> moved = new ArrayList<>();
    migration.run().permit().rehearsal().sourceRows().forEach(one -> moved.add(one.entity()));
    moved.add(Entity.LIVE);
    return entities.stream()
        .filter(entity -> !moved.contains(entity))
        .findFirst()
        .map(
            entity ->
                rejected(
                    "entities: "
                        + moved.stream().map(Entity::text).collect(Collectors.joining(", ")),
                    entity.text(),
                    "Name entities of the run and send the command again with a new id."));
  }

  /** Why nothing can be replayed now; empty where something can. */
  private static Optional<Decision> obstacle(Migration migration, Programme programme) {
    if (!(migration.state() instanceof Held || migration.state() instanceof Committed)) {
      return Optional.of(rejected(EXPECTED, StatusText.of(migration), otherwise(migration)));
    }
    if (migration.run().holds().isHeld()) {
      return Optional.of(
          rejected(
              "a run whose stages all work",
              StatusText.of(migration),
              "Mend that and publish ResumeMigration; then this command again with a new id."));
    }
    if (migration.replay() != null) {
      return Optional.of(
          rejected(
              "a run without a replay under way",
              underWay(migration),
              "Wait for its end, see: godwit watch; or publish CancelReplay."));
    }
    if (migration.awaitsVerdict()) {
      return Optional.of(
          rejected(
              "a run without a cut under way",
              "%s with cut %d under way"
                  .formatted(StatusText.of(migration), migration.window().cut()),
              "Wait for its verdict, see: godwit watch; then this command again with a new id."));
    }
    if (programme.paused()) {
      return Optional.of(PauseCommands.programmeIsPaused(programme));
    }
    return migration.paused()
        ? Optional.of(
            rejected(
                "a migration that is not paused",
                StatusText.of(migration) + ", paused",
                "Publish ResumeMigration, then this command again with a new id."))
        : Optional.empty();
  }

  private static String otherwise(Migration migration) {
    return switch (migration.state()) {
      case RolledBack on ->
          "Nothing: the target was purged, and holds nothing of the run. Rehearse again.";
      case EndingState on -> "Nothing: the target is purged. Wait for the end of the run.";
      case ForwardState on when !migration.live() ->
          "Nothing: a rehearsal is repeated. Wait for its end, then rehearse again.";
      case ForwardState on when migration.run().holds().isHeld() ->
          "Mend what holds it and publish ResumeMigration: the run goes on from where it stopped.";
      case ForwardState on ->
          "Wait for the verdict, see: godwit watch; the run does by itself what is missing.";
      default -> "Nothing: there is no live run whose records could be read again.";
    };
  }

  private static Optional<Decision> tooLate(Migration migration, ReplayStage command) {
    return migration.state() instanceof Committed && command.stage() == Stage.TRANSFORM
        ? Optional.of(
            rejected(
                "a live run that is not committed yet",
                StatusText.of(migration),
                "Publish RedriveQuarantine for records in quarantine, or replay the stage load or"
                    + " validate."))
        : Optional.empty();
  }

  private static Optional<Decision> withoutWindow(Migration migration, Stage stage) {
    return migration.state() instanceof Held
            && migration.window() == null
            && stage != Stage.VALIDATE
        ? Optional.of(
            rejected(
                "a held run whose live engagement is followed",
                StatusText.of(migration) + ", begun before live engagement was followed",
                "Waive or roll back: no further cut can be taken, and so no further verdict."))
        : Optional.empty();
  }

  private static Optional<Decision> nothingToRepair(Migration migration) {
    boolean committed = migration.state() instanceof Committed;
    Differences last = migration.run().replays().differences();
    long keys = last == null ? 0 : last.missing() + (committed ? 0 : last.changed());
    if (keys > 0) {
      return Optional.empty();
    }
    return Optional.of(
        rejected(
            committed
                ? "a verdict that found keys missing"
                : "a verdict that found keys missing or changed",
            last == null
                ? StatusText.of(migration) + ", without a verdict"
                : "%s whose verdict at cut %d found %d missing and %d changed"
                    .formatted(
                        StatusText.of(migration), last.cut(), last.missing(), last.changed()),
            committed && last != null && last.changed() > 0
                ? "Nothing: rows that people may have changed are not replaced after the commit."
                : "Nothing to repair. Publish TakeCut for a new verdict, or ReplayStage with the"
                    + " stage VALIDATE for a full comparison."));
  }

  static Decision pause(Migration migration, PauseReplay command) {
    return current(migration, command)
        .orElseGet(
            () ->
                migration.replay().progress() == Progress.PAUSED
                    ? rejected(
                        "a replay that is not paused",
                        underWay(migration) + ", paused",
                        "Publish ResumeReplay to let it continue.")
                    : accepted(new ReplayPaused(migration.replay().number())));
  }

  static Decision resume(Migration migration, ResumeReplay command) {
    return current(migration, command)
        .orElseGet(
            () -> {
              Replay replay = migration.replay();
              return replay.progress() == Progress.RUNNING && replay.rate() == command.rate()
                  ? rejected(
                      "a replay that is paused, or another rate",
                      underWay(migration)
                          + (replay.rate() == 0
                              ? " without a limit"
                              : " with " + replay.rate() + " records a second"),
                      "Nothing: it goes on as you ask.")
                  : accepted(new ReplayResumed(replay.number(), command.rate()));
            });
  }

  /** A replay whose task is not out ends at once; another one once its stage has stopped. */
  static Decision cancel(Migration migration, CancelReplay command) {
    return current(migration, command)
        .orElseGet(
            () -> {
              Replay replay = migration.replay();
              List<Event> after =
                  replay.dispatched() ? List.of() : ReplayReports.openedGate(migration);
              return accepted(new ReplayCancelled(replay.number(), command.why()), after);
            });
  }

  /** Why there is no replay that goes on; empty where there is one. */
  private static Optional<Decision> current(Migration migration, Command command) {
    Replay replay = migration.replay();
    if (replay == null) {
      return Optional.of(rejected(UNDER_WAY, StatusText.of(migration), NO_REPLAY));
    }
    return replay.isCancelled()
        ? Optional.of(
            rejected(
                UNDER_WAY,
                underWay(migration) + ", cancelled",
                "Nothing: it ends when its stage has stopped; " + command.name() + " is too late."))
        : Optional.empty();
  }

  /** The replay, as the end of a sentence that begins with "found". */
  static String underWay(Migration migration) {
    Replay replay = migration.replay();
    return "%s with replay %d of stage %s under way"
        .formatted(
            StatusText.of(migration),
            replay.number(),
            replay.stage().name().toLowerCase(Locale.ROOT));
  }
}
