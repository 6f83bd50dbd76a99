package dev.godwit.orchestrator.domain.decide;

import static dev.godwit.orchestrator.domain.decide.Decision.accepted;
import static dev.godwit.orchestrator.domain.decide.Decision.rejected;

import dev.godwit.orchestrator.domain.command.Command.CancelMigration;
import dev.godwit.orchestrator.domain.command.Command.RollBackMigration;
import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.decide.RunFailure.Cause;
import dev.godwit.orchestrator.domain.decide.RunFailure.Failure;
import dev.godwit.orchestrator.domain.event.EndingEvent.ReturnStarted;
import dev.godwit.orchestrator.domain.event.EndingEvent.RollbackStarted;
import dev.godwit.orchestrator.domain.event.EndingEvent.ThawStarted;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.RequestEvent.MigrationCancelled;
import dev.godwit.orchestrator.domain.event.RunEvent.CutStarted;
import dev.godwit.orchestrator.domain.state.EndingState;
import dev.godwit.orchestrator.domain.state.EndingState.Purged;
import dev.godwit.orchestrator.domain.state.EndingState.Purging;
import dev.godwit.orchestrator.domain.state.EndingState.Returning;
import dev.godwit.orchestrator.domain.state.EndingState.Thawing;
import dev.godwit.orchestrator.domain.state.ForwardState;
import dev.godwit.orchestrator.domain.state.ForwardState.Committing;
import dev.godwit.orchestrator.domain.state.ForwardState.Preparing;
import dev.godwit.orchestrator.domain.state.Holds.Hold;
import dev.godwit.orchestrator.domain.state.IdleState;
import dev.godwit.orchestrator.domain.state.IdleState.Cancelled;
import dev.godwit.orchestrator.domain.state.IdleState.Committed;
import dev.godwit.orchestrator.domain.state.IdleState.Rehearsable;
import dev.godwit.orchestrator.domain.state.IdleState.Unrequested;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.Purge;
import dev.godwit.orchestrator.domain.state.Purge.Purpose;
import dev.godwit.orchestrator.domain.state.TaskIds;
import java.util.List;

/** Decides on commands that end a run or a migration: roll back and cancel. */
final class EndingCommands {
  private EndingCommands() {}

  static Decision rollBack(Migration migration, RollBackMigration command) {
    return switch (migration.state()) {
      case Committed on ->
          rejected(
              "a live run that is not committed yet",
              StatusText.of(migration),
              "A committed run cannot roll back: what was written to the target since would be"
                  + " lost. Correct the data in the target.");
      case Committing on when isBeingEnabled(migration) ->
          rejected(
              "a live run that is not being committed",
              StatusText.of(migration),
              "Wait for its answer: a purge that overtakes it could leave source and target"
                  + " enabled. If enabling fails, the run is held or rolls back.");
      case Preparing on when isBeingPrepared(migration) -> beingPrepared(migration);
      case ForwardState on -> accepted(RunFailure.end(migration, asked(migration, command)));
      case Purging on when on.stuck() ->
          accepted(RunFailure.purge(on.purge().reason(), on.purge().purpose()));
      case Purged on when migration.isStuck() ->
          accepted(
              returnAgain(
                  on.purge(), new CutStarted(Entity.LIVE, migration.window().cut() + 1, true)));
      case Returning on when on.stuck() ->
          accepted(
              returnAgain(
                  on.purge(),
                  new ReturnStarted(migration.window().from(), migration.window().to())));
      case Thawing on when on.stuck() -> accepted(new ThawStarted());
      case EndingState on ->
          rejected(
              "a run that is not rolling back already",
              StatusText.of(migration),
              "Wait for its end, see: godwit watch.");
      case IdleState on ->
          rejected(
              "a run that is on",
              StatusText.of(migration),
              "Nothing: there is nothing to roll back.");
    };
  }

  /** Whether an answer is awaited; the one that failed was answered. */
  private static boolean isBeingEnabled(Migration migration) {
    return migration.dispatched() && !migration.run().holds().failed().contains(TaskIds.ENABLE);
  }

  /** The reason of the command; of a held run, what held it too. */
  private static Failure asked(Migration migration, RollBackMigration command) {
    String reason = "Rolled back by " + command.by() + StatusText.because(command.why());
    String next = migration.live() ? "Rehearse again before the next live run." : "Rehearse again.";
    Hold hold = migration.run().holds().hold();
    return hold == null
        ? new Failure(Cause.COMMAND, reason, "", next)
        : new Failure(
            Cause.COMMAND,
            reason + "; the run was held: " + hold.reason(),
            hold.subject(),
            "Mend what held the run, then rehearse again before the next live run.");
  }

  private static boolean isBeingPrepared(Migration migration) {
    return migration.live() && migration.dispatched();
  }

  private static Decision beingPrepared(Migration migration) {
    return rejected(
        "a live run whose target is not being prepared",
        StatusText.of(migration),
        "Wait for the answer of the loader and send the command again with a new id: a purge that"
            + " overtakes it could delete rows that are not ours.");
  }

  /** A run that was to be tried again rolls back instead, as the command says. */
  private static List<Event> returnAgain(Purge purge, Event again) {
    if (purge.purpose() == Purpose.ROLLBACK) {
      return List.of(again);
    }
    String reason = "The live events could not be returned to the source; " + purge.reason();
    return List.of(
        new RollbackStarted(reason, Cause.COMMAND.name(), "", "Rehearse again."),
        RunFailure.purge(reason, Purpose.ROLLBACK));
  }

  static Decision cancel(Migration migration, CancelMigration command) {
    return switch (migration.state()) {
      case Unrequested on ->
          rejected(
              "a migration that was requested",
              StatusText.of(migration),
              "Nothing: there is nothing to cancel.");
      case Cancelled on ->
          rejected(
              "a migration that is not cancelled yet",
              StatusText.of(migration),
              "Nothing: it is cancelled.");
      case Committed on ->
          rejected(
              "a migration that is not committed",
              StatusText.of(migration),
              "A committed run cannot roll back: what was written to the target since would be"
                  + " lost.");
      case Rehearsable on -> accepted(new MigrationCancelled(command.why()));
      case Purging on when on.stuck() && on.purge().purpose() == Purpose.CANCEL ->
          accepted(RunFailure.purge(on.purge().reason(), Purpose.CANCEL));
      case EndingState on ->
          rejected(
              "a run that is not ending already",
              StatusText.of(migration),
              "Wait for its end, then cancel.");
      case ForwardState on when RunFailure.isUntouched(migration) ->
          accepted(new MigrationCancelled(command.why()));
      case Preparing on when isBeingPrepared(migration) && !migration.run().mayBeFrozen() ->
          beingPrepared(migration);
      case ForwardState on when !migration.live() ->
          accepted(
              RunFailure.purge(
                  "Cancelled by " + command.by() + StatusText.because(command.why()),
                  Purpose.CANCEL));
      case ForwardState on ->
          rejected(
              "a migration whose customer is not frozen yet",
              StatusText.of(migration),
              "Publish RollBackMigration: it purges the target and thaws the source.");
    };
  }
}
