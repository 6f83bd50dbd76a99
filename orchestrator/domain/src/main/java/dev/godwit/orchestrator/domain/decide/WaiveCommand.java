package dev.godwit.orchestrator.domain.decide;

import static dev.godwit.orchestrator.domain.decide.Decision.accepted;
import static dev.godwit.orchestrator.domain.decide.Decision.rejected;

import dev.godwit.orchestrator.domain.command.Command.WaiveFindings;
import dev.godwit.orchestrator.domain.event.RequestEvent.FindingsWaived;
import dev.godwit.orchestrator.domain.event.RunEvent.CommitHeld;
import dev.godwit.orchestrator.domain.event.RunEvent.CommitStarted;
import dev.godwit.orchestrator.domain.state.Approval;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.MigrationState.Approved;
import dev.godwit.orchestrator.domain.state.MigrationState.Committing;
import dev.godwit.orchestrator.domain.state.MigrationState.Forward;
import dev.godwit.orchestrator.domain.state.MigrationState.Held;
import dev.godwit.orchestrator.domain.state.Permit;
import java.util.List;
import java.util.Optional;

/** Waives quarantined records, before the verdict or when the commit is held for them. */
final class WaiveCommand {
  private final Settings settings;

  WaiveCommand(Settings settings) {
    this.settings = settings;
  }

  Decision waive(Migration migration, WaiveFindings command) {
    boolean open =
        migration.state() instanceof Approved
            || (migration.state() instanceof Forward on
                && on.run().live()
                && !(on instanceof Committing));
    if (!open) {
      return rejected(
          "an approved migration, or a live run that is not committed",
          Words.of(migration),
          "Waive with the approval: ApproveMigration with waivers, or with waiveFindings true.");
    }
    if (settings.approvalByAnother() && isOneOfThoseWhoAsked(migration, command.by())) {
      return rejected(
          "a waiver by somebody other than those who asked for the migration, its rehearsal or this"
              + " run",
          "a waiver by " + command.by() + ", who did",
          "Ask somebody else to waive, or set GODWIT_APPROVAL_BY_ANOTHER=false.");
    }
    if (command.waivers().isEmpty()) {
      return rejected(
          "at least one waiver: entity, reason, upTo",
          "none",
          "List what may stay behind, see: godwit report.");
    }
    Optional<Decision> flaw =
        Waivers.flaw(command.waivers(), command.why())
            .or(() -> Waivers.tooMany(approval(migration).and(command.waivers())));
    if (flaw.isPresent()) {
      return flaw.get();
    }
    FindingsWaived waived = new FindingsWaived(command.waivers(), command.why());
    if (migration.state() instanceof Held held && !held.isBeingCut()) {
      List<String> reasons =
          Waivers.uncovered(
              held.verdict().quarantine(),
              held.verdict().sourceRows(),
              new Permit(
                  held.run().permit().rehearsal(),
                  held.run().permit().approval().and(command.waivers())));
      return reasons.isEmpty()
          ? accepted(waived, new CommitStarted(held.verdict().cut()))
          : accepted(waived, new CommitHeld(reasons));
    }
    return accepted(waived);
  }

  private static Approval approval(Migration migration) {
    return migration.state() instanceof Approved approved
        ? approved.permit().approval()
        : migration.run().permit().approval();
  }

  /** Who approved may waive though he began the run: he could have waived with the approval. */
  private static boolean isOneOfThoseWhoAsked(Migration migration, String person) {
    return switch (migration.state()) {
      case Approved s -> FourEyes.isOneOf(person, s.request().by(), s.permit().rehearsal().by());
      case Forward s ->
          FourEyes.isOneOf(person, s.run().request().by(), s.run().permit().rehearsal().by())
              || (FourEyes.isSame(person, s.run().by())
                  && !FourEyes.isSame(person, s.run().permit().approval().by()));
      default -> false;
    };
  }
}
