package dev.godwit.orchestrator.domain.decide;

import static dev.godwit.orchestrator.domain.decide.Decision.accepted;
import static dev.godwit.orchestrator.domain.decide.Decision.ignored;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.decide.Endings.Cause;
import dev.godwit.orchestrator.domain.decide.Endings.Failure;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.RunEvent.CutStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.FreezeStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.SourceFrozen;
import dev.godwit.orchestrator.domain.event.RunEvent.TargetPrepared;
import dev.godwit.orchestrator.domain.report.Report.TargetNotEmptyReport;
import dev.godwit.orchestrator.domain.state.Freeze;
import dev.godwit.orchestrator.domain.state.MigrationState.Active;
import dev.godwit.orchestrator.domain.state.MigrationState.Ending;
import dev.godwit.orchestrator.domain.state.MigrationState.Forward;
import dev.godwit.orchestrator.domain.state.MigrationState.Freezing;
import dev.godwit.orchestrator.domain.state.MigrationState.Prepared;
import dev.godwit.orchestrator.domain.state.MigrationState.Preparing;
import dev.godwit.orchestrator.domain.state.MigrationState.Purged;
import java.util.ArrayList;
import java.util.List;

/** Target prepared, source frozen. */
final class PreparationReports {
  private PreparationReports() {}

  static Decision prepared(Forward state) {
    if (!(state instanceof Preparing on) || !on.issued()) {
      return ignored("the target was prepared already");
    }
    List<Event> events = new ArrayList<>();
    events.add(new TargetPrepared());
    if (on.trouble() != null) {
      events.addAll(
          Endings.fail(
              new Prepared(on.run(), on.assessment()), TroubleReports.failure(on.trouble())));
    } else if (on.run().live()) {
      events.add(new FreezeStarted());
    }
    return accepted(events);
  }

  static Decision notEmpty(Forward state, TargetNotEmptyReport report) {
    if (!(state instanceof Preparing on)) {
      return ignored("the target was prepared already");
    }
    Failure failure =
        new Failure(
            Cause.REFUSED,
            "Expected a new system without rows of customer %s, found %s."
                .formatted(on.run().request().customer(), Words.tables(report.rows())),
            "",
            "Find out where these rows come from and remove them from the new system; they were"
                + " not touched.");
    return accepted(Endings.refuse(on, failure));
  }

  /**
   * The freeze was answered. A run that is on its way back meanwhile has waited for this: a thaw
   * that overtook the freeze would leave the old system frozen for ever.
   */
  static Decision frozen(Active state) {
    if (state instanceof Freezing on && on.issued()) {
      return accepted(new SourceFrozen(), new CutStarted(Entity.LIVE, 0, false));
    }
    return answered(state, new SourceFrozen());
  }

  /** What follows an answer of the freeze on the way back. */
  static Decision answered(Active state, Event answer) {
    if (state instanceof Ending ending && ending.run().freeze() == Freeze.ASKED) {
      List<Event> events = new ArrayList<>();
      events.add(answer);
      if (ending instanceof Purged purged) {
        events.addAll(WayBack.next(purged.run().with(Freeze.ANSWERED), purged.purge()));
      }
      return accepted(events);
    }
    return ignored("the freeze was answered already");
  }
}
