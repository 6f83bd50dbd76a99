package dev.godwit.orchestrator.domain.decide;

import static dev.godwit.orchestrator.domain.decide.Decision.accepted;
import static dev.godwit.orchestrator.domain.decide.Decision.rejected;

import dev.godwit.orchestrator.domain.command.Command.ForgetCustomer;
import dev.godwit.orchestrator.domain.event.EndingEvent.CustomerForgotten;
import dev.godwit.orchestrator.domain.state.IdleState.Approved;
import dev.godwit.orchestrator.domain.state.IdleState.Committed;
import dev.godwit.orchestrator.domain.state.IdleState.Rehearsed;
import dev.godwit.orchestrator.domain.state.IdleState.Unrequested;
import dev.godwit.orchestrator.domain.state.Migration;

/** Decides on the command that lets go of a customer's records. Stateless and thread-safe. */
final class ForgetCommands {
  private ForgetCommands() {}

  /** Once more is the same: a record may have come since, such as an open of an email. */
  static Decision forget(Migration migration, ForgetCustomer command) {
    return migration.mayForget()
        ? accepted(new CustomerForgotten(command.why()))
        : rejected(
            "a customer whose migration is over: committed, rolled back or cancelled",
            found(migration),
            action(migration));
  }

  private static String found(Migration migration) {
    if (migration.replay() != null) {
      return ReplayCommands.underWay(migration);
    }
    if (migration.state() instanceof Committed on) {
      return migration.awaitsVerdict()
          ? "%s with cut %d under way".formatted(StatusText.of(migration), migration.window().cut())
          : "%s with an alarm: %s".formatted(StatusText.of(migration), on.alarm());
    }
    return StatusText.of(migration);
  }

  private static String action(Migration migration) {
    return switch (migration.state()) {
      case Unrequested on -> "Check the customer's id: Godwit holds nothing of this one.";
      case Rehearsed on -> "Migrate the customer, or publish CancelMigration first.";
      case Approved on -> "Migrate the customer, or publish CancelMigration first.";
      case Committed on when migration.replay() == null && !migration.awaitsVerdict() ->
          "Mend what the alarm names first: the records may be needed for it.";
      default -> "Wait for its end, see: godwit watch; then this command again with a new id.";
    };
  }
}
