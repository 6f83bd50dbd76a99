package dev.godwit.orchestrator.domain.decide;

import static dev.godwit.orchestrator.domain.decide.Decision.accepted;
import static dev.godwit.orchestrator.domain.decide.Decision.rejected;

import dev.godwit.orchestrator.domain.command.Command.WaiveFindings;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.RequestEvent.FindingsWaived;
import dev.godwit.orchestrator.domain.event.RunEvent.CommitHeld;
import dev.godwit.orchestrator.domain.event.RunEvent.RecheckStarted;
import dev.godwit.orchestrator.domain.state.ForwardState;
import dev.godwit.orchestrator.domain.state.ForwardState.Committing;
import dev.godwit.orchestrator.domain.state.ForwardState.Held;
import dev.godwit.orchestrator.domain.state.IdleState.Approved;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.Run.Permit;
import java.util.List;
import java.util.Optional;

/**
 * Decides on waivers of quarantined records, before the verdict or when the commit is held for
 * them.
 */
final class WaiverCommands {
  private final Settings settings;

  WaiverCommands(Settings settings) {
    this.settings = settings;
  }

  Decision waive(Migration migration, WaiveFindings command) {
    boolean open =
        migration.state() instanceof Approved
            || (migration.state() instanceof ForwardState on
                && migration.live()
                && !(on instanceof Committing));
    if (!open) {
      return rejected(
          "an approved migration, or a live run that is not committed",
          StatusText.of(migration),
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
        Waivers.flaw(command.waivers(), command.why(), permit(migration).rehearsal())
            .or(() -> Waivers.tooMany(permit(migration).approval().and(command.waivers())));
    if (flaw.isPresent()) {
      return flaw.get();
    }
    FindingsWaived waived = new FindingsWaived(command.waivers(), command.why());
    return migration.state() instanceof Held held
            && held.verdict().reconciled()
            && !migration.isBeingCut()
            && migration.replay() == null
        ? accepted(waived, gate(migration, held, command))
        : accepted(waived);
  }

  /** A replay that changed the target since the verdict needs another verdict first. */
  private static List<Event> gate(Migration migration, Held held, WaiveFindings command) {
    List<String> closed =
        VerdictGate.closed(
            migration,
            held.verdict().quarantine(),
            held.verdict().sourceRows(),
            migration.run().permit().and(command.waivers()));
    if (!closed.isEmpty()) {
      return List.of(new CommitHeld(closed));
    }
    return List.of(
        migration.run().replays().changing() && migration.window() != null
            ? ResumeCommands.nextCut(migration.window())
            : new RecheckStarted(held.verdict().cut()));
  }

  private static Permit permit(Migration migration) {
    return migration.state() instanceof Approved approved
        ? approved.permit()
        : migration.run().permit();
  }

  /** The approver may waive though he began the run: he could have waived with the approval. */
  private static boolean isOneOfThoseWhoAsked(Migration migration, String person) {
    return switch (migration.state()) {
      case Approved on ->
          FourEyes.isOneOf(person, migration.request().by(), on.permit().rehearsal().by());
      case ForwardState on -> {
        Permit permit = migration.run().permit();
        yield FourEyes.isOneOf(person, migration.request().by(), permit.rehearsal().by())
            || (FourEyes.isSame(person, migration.run().by())
                && !FourEyes.isSame(person, permit.approval().by()));
      }
      default -> false;
    };
  }
}
