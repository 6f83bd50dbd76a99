package dev.godwit.orchestrator.domain.decide;

import dev.godwit.orchestrator.domain.common.TableCount;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.MigrationState;
import dev.godwit.orchestrator.domain.state.MigrationState.Active;
import dev.godwit.orchestrator.domain.state.MigrationState.Approved;
import dev.godwit.orchestrator.domain.state.MigrationState.Cancelled;
import dev.godwit.orchestrator.domain.state.MigrationState.Committed;
import dev.godwit.orchestrator.domain.state.MigrationState.Committing;
import dev.godwit.orchestrator.domain.state.MigrationState.Held;
import dev.godwit.orchestrator.domain.state.MigrationState.Purged;
import dev.godwit.orchestrator.domain.state.MigrationState.Purging;
import dev.godwit.orchestrator.domain.state.MigrationState.Rehearsed;
import dev.godwit.orchestrator.domain.state.MigrationState.Requested;
import dev.godwit.orchestrator.domain.state.MigrationState.Returning;
import dev.godwit.orchestrator.domain.state.MigrationState.RolledBack;
import dev.godwit.orchestrator.domain.state.MigrationState.Thawing;
import dev.godwit.orchestrator.domain.state.MigrationState.Unrequested;
import dev.godwit.orchestrator.domain.state.Run;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** States and figures as people read them. */
final class Words {
  private Words() {}

  /** Where the migration stands, as the end of a sentence that begins with "found". */
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
      case Committed s -> "customer " + customer + " committed by run " + s.run().number();
      case Held s -> run(s.run()) + " held: " + String.join(" ", s.reasons());
      case Purging s when s.stuck() -> run(s.run()) + " whose purge did not succeed";
      case Purged s when s.run().window() != null && s.run().window().isStuck() ->
          run(s.run()) + " whose live engagement could not be closed";
      case Returning s when s.stuck() ->
          run(s.run()) + " whose live events could not be given to the old system";
      case Thawing s when s.stuck() -> run(s.run()) + " whose thaw did not succeed";
      case Committing s -> run(s.run()) + " already enabling the new system";
      case Active s ->
          run(s.run())
              + " "
              + s.getClass().getSimpleName().toLowerCase(Locale.ROOT)
              + (migration.paused() ? " (paused)" : "");
    };
  }

  /** The run, with its customer. */
  static String run(Run run) {
    return "%s run %d of customer %s"
        .formatted(run.live() ? "live" : "rehearsal", run.number(), run.request().customer());
  }

  /** Tables with their rows. */
  static String tables(List<TableCount> tables) {
    return tables.stream()
        .map(table -> table.rows() + (table.rows() == 1 ? " row in " : " rows in ") + table.table())
        .collect(Collectors.joining(", "));
  }

  /** The command's reason, as the end of a sentence. */
  static String because(String why) {
    return why.isBlank() ? "" : ": " + why;
  }
}
