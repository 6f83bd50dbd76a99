package dev.godwit.orchestrator.domain.decide;

import dev.godwit.orchestrator.domain.common.TableCount;
import dev.godwit.orchestrator.domain.state.EndingState.Purged;
import dev.godwit.orchestrator.domain.state.EndingState.Purging;
import dev.godwit.orchestrator.domain.state.EndingState.Returning;
import dev.godwit.orchestrator.domain.state.EndingState.Thawing;
import dev.godwit.orchestrator.domain.state.ForwardState;
import dev.godwit.orchestrator.domain.state.ForwardState.Committing;
import dev.godwit.orchestrator.domain.state.ForwardState.Held;
import dev.godwit.orchestrator.domain.state.IdleState.Approved;
import dev.godwit.orchestrator.domain.state.IdleState.Cancelled;
import dev.godwit.orchestrator.domain.state.IdleState.Committed;
import dev.godwit.orchestrator.domain.state.IdleState.Rehearsed;
import dev.godwit.orchestrator.domain.state.IdleState.Requested;
import dev.godwit.orchestrator.domain.state.IdleState.RolledBack;
import dev.godwit.orchestrator.domain.state.IdleState.Unrequested;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.MigrationState;
import dev.godwit.orchestrator.domain.state.MigrationState.Active;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes states and figures for people. */
final class StatusText {
  private StatusText() {}

  /** The state of the migration, as the end of a sentence that begins with "found". */
  static String of(Migration migration) {
    String customer = migration.id();
    MigrationState state = migration.state();
    return switch (state) {
      case Unrequested s -> "no migration of customer " + customer;
      case Requested s -> "customer " + customer + " without a passed rehearsal";
      case Rehearsed s ->
          "customer " + customer + " rehearsed (run " + s.rehearsal().run() + ") and not approved";
      case Approved s -> "customer " + customer + " approved by " + s.permit().approval().by();
      case RolledBack s -> "customer " + customer + " rolled back (" + s.reason() + ")";
      case Cancelled s -> "the migration of customer " + customer + " cancelled";
      case Committed s -> "customer " + customer + " committed by run " + migration.run().number();
      case ForwardState s when migration.run().holds().isHeld() ->
          "%s held: stage %s failed on %s: %s"
              .formatted(
                  run(migration),
                  migration.run().holds().hold().stage().name().toLowerCase(Locale.ROOT),
                  migration.run().holds().hold().subject(),
                  migration.run().holds().hold().reason());
      case Held s -> run(migration) + " held: " + String.join(" ", s.reasons());
      case Purging s when s.stuck() -> run(migration) + " whose purge did not succeed";
      case Purged s when migration.isStuck() ->
          run(migration) + " whose live engagement could not be closed";
      case Returning s when s.stuck() ->
          run(migration) + " whose live events could not be returned to the source";
      case Thawing s when s.stuck() -> run(migration) + " whose thaw did not succeed";
      case Committing s -> run(migration) + " already enabling the target";
      case Active s ->
          run(migration)
              + " "
              + s.name().toLowerCase(Locale.ROOT)
              + (migration.paused() ? " (paused)" : "");
    };
  }

  /** The run, with its customer. */
  static String run(Migration migration) {
    return "%s run %d of customer %s"
        .formatted(
            migration.live() ? "live" : "rehearsal",
            migration.run().number(),
            migration.request().customer());
  }

  /** Tables with their rows. */
  static String tables(List<TableCount> tables) {
    return tables.stream()
        .map(table -> number(table.rows(), "row") + " in " + table.table())
        .collect(Collectors.joining(", "));
  }

  /** The command's reason, as the end of a sentence. */
  static String because(String why) {
    return why.isBlank() ? "" : ": " + why;
  }

  /** A number with its noun, whose plural has an s behind it. */
  static String number(long n, String one) {
    return n + " " + (n == 1 ? one : one + "s");
  }
}
