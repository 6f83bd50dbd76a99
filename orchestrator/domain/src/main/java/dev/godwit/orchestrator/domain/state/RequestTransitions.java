package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.RequestEvent;
import dev.godwit.orchestrator.domain.state.EndingState.Purged;
import dev.godwit.orchestrator.domain.state.ForwardState.Assessing;
import dev.godwit.orchestrator.domain.state.ForwardState.Committing;
import dev.godwit.orchestrator.domain.state.ForwardState.Preparing;
import dev.godwit.orchestrator.domain.state.IdleState.Approved;
import dev.godwit.orchestrator.domain.state.IdleState.Cancelled;
import dev.godwit.orchestrator.domain.state.IdleState.Rehearsable;
import dev.godwit.orchestrator.domain.state.IdleState.Rehearsed;
import dev.godwit.orchestrator.domain.state.IdleState.Requested;
import dev.godwit.orchestrator.domain.state.IdleState.Unrequested;
import dev.godwit.orchestrator.domain.state.Migration.Request;
import dev.godwit.orchestrator.domain.state.MigrationState.Active;
import dev.godwit.orchestrator.domain.state.Purge.Purpose;
import dev.godwit.orchestrator.domain.state.Run.Approval;

/** The transitions that people ask for. */
final class RequestTransitions extends Transitions {
  RequestTransitions(Migration before, Recorded recorded) {
    super(before, recorded);
  }

  Migration after(RequestEvent event) {
    return switch (event) {
      case RequestEvent.MigrationRequested e -> before.entering(requested()).with(request(e));
      case RequestEvent.MigrationApproved e ->
          before.entering(
              in(Rehearsed.class).approved(new Approval(recorded.envelope().by(), e.waivers())));
      case RequestEvent.FindingsWaived e -> waived(e);
      case RequestEvent.MigrationPaused e -> {
        require(before.state() instanceof Active && !isPassing() && !before.paused());
        yield before.paused(true);
      }
      case RequestEvent.MigrationResumed e -> {
        require(before.paused() && !isPassing());
        yield before.paused(false);
      }
      case RequestEvent.MigrationCancelled e -> before.entering(cancelled());
      case RequestEvent.CommandRejected e -> {
        require(!isPassing());
        yield before;
      }
      case RequestEvent.ProgrammePaused e -> throw impossible();
      case RequestEvent.ProgrammeResumed e -> throw impossible();
      case RequestEvent.ReportRejected e -> throw impossible();
    };
  }

  private Request request(RequestEvent.MigrationRequested event) {
    return new Request(
        event.customer(), event.sourcePack(), event.targetPack(), recorded.envelope().by(), null);
  }

  private Requested requested() {
    return switch (before.state()) {
      case Unrequested on -> on.requested();
      case Cancelled on -> on.requested();
      default -> throw impossible();
    };
  }

  private Migration waived(RequestEvent.FindingsWaived event) {
    if (before.state() instanceof Approved on) {
      return before.with(on.waived(event.waivers()));
    }
    ForwardState on = in(ForwardState.class);
    require(run().live() && !isPassing() && !(on instanceof Committing));
    return before.with(run().with(run().permit().and(event.waivers())));
  }

  private Cancelled cancelled() {
    return switch (before.state()) {
      case Rehearsable on -> on.cancelled();
      case Assessing on when !run().mayBeFrozen() -> on.cancelled();
      case Preparing on when run().live() && !run().mayBeFrozen() && !before.dispatched() ->
          on.cancelled();
      case Purged on when on.isFor(Purpose.CANCEL) -> on.cancelled();
      default -> throw impossible();
    };
  }
}
