package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.RequestEvent.FindingsWaived;
import dev.godwit.orchestrator.domain.event.RequestEvent.MigrationApproved;
import dev.godwit.orchestrator.domain.event.RequestEvent.MigrationCancelled;
import dev.godwit.orchestrator.domain.event.RequestEvent.MigrationRequested;
import dev.godwit.orchestrator.domain.state.MigrationState.Approved;
import dev.godwit.orchestrator.domain.state.MigrationState.Cancelled;
import dev.godwit.orchestrator.domain.state.MigrationState.Committed;
import dev.godwit.orchestrator.domain.state.MigrationState.Idle;
import dev.godwit.orchestrator.domain.state.MigrationState.Rehearsed;
import dev.godwit.orchestrator.domain.state.MigrationState.Requested;
import dev.godwit.orchestrator.domain.state.MigrationState.RolledBack;
import dev.godwit.orchestrator.domain.state.MigrationState.Unrequested;

/** Where an event leads while no run is on. */
final class IdleMoves {
  private IdleMoves() {}

  static MigrationState move(Migration before, Idle state, Recorded recorded) {
    return switch (recorded.event()) {
      case MigrationRequested asked
          when state instanceof Unrequested || state instanceof Cancelled ->
          new Requested(
              new Request(
                  asked.customer(),
                  asked.sourcePack(),
                  asked.targetPack(),
                  recorded.envelope().by()));
      case MigrationApproved approved when state instanceof Rehearsed rehearsed ->
          new Approved(
              rehearsed.request(),
              new Permit(
                  rehearsed.rehearsal(),
                  new Approval(recorded.envelope().by(), approved.waivers())));
      case FindingsWaived waived when state instanceof Approved approved ->
          new Approved(
              approved.request(),
              new Permit(
                  approved.permit().rehearsal(),
                  approved.permit().approval().and(waived.waivers())));
      case MigrationCancelled cancelled when request(state) != null ->
          new Cancelled(request(state));
      case Event event when state instanceof Committed committed -> {
        Committed after = CommittedMoves.move(committed, recorded);
        if (after == null) {
          throw ImpossibleEventException.in(before, recorded);
        }
        yield after;
      }
      default -> throw ImpossibleEventException.in(before, recorded);
    };
  }

  /** The request of a state in which the migration can still be rehearsed, or null. */
  static Request request(MigrationState state) {
    return switch (state) {
      case Requested requested -> requested.request();
      case Rehearsed rehearsed -> rehearsed.request();
      case Approved approved -> approved.request();
      case RolledBack back -> back.request();
      default -> null;
    };
  }
}
