package dev.godwit.orchestrator.domain.decide;

import static dev.godwit.orchestrator.domain.decide.Decision.accepted;
import static dev.godwit.orchestrator.domain.decide.Decision.ignored;

import dev.godwit.orchestrator.domain.decide.RunFailure.Failure;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.RunEvent.FreezeStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.SourceFrozen;
import dev.godwit.orchestrator.domain.event.RunEvent.TargetPrepared;
import dev.godwit.orchestrator.domain.report.Report.TargetNotEmptyReport;
import dev.godwit.orchestrator.domain.state.EndingState;
import dev.godwit.orchestrator.domain.state.EndingState.Purged;
import dev.godwit.orchestrator.domain.state.ForwardState.Freezing;
import dev.godwit.orchestrator.domain.state.ForwardState.Preparing;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.Run.Freeze;

/** Decides on reports about the target's preparation and the source's freeze. */
final class PreparationReports {
  private PreparationReports() {}

  static Decision prepared(Migration migration) {
    if (!migration.awaits(Preparing.class) || !(migration.state() instanceof Preparing on)) {
      return ignored("the target was prepared already");
    }
    TargetPrepared prepared = new TargetPrepared();
    if (on.trouble() != null) {
      return accepted(prepared, RunFailure.end(migration, Failure.of(on.trouble())));
    }
    return migration.live()
        ? accepted(prepared, new FreezeStarted())
        : accepted(prepared, StatementReports.prepared(migration));
  }

  static Decision notEmpty(Migration migration, TargetNotEmptyReport report) {
    if (!(migration.state() instanceof Preparing)) {
      return ignored("the target was prepared already");
    }
    return accepted(
        RunFailure.refuse(
            migration, Failure.targetNotEmpty(migration.request().customer(), report.rows())));
  }

  /**
   * The freeze was answered. A run that is rolling back meanwhile has waited for this: a thaw that
   * overtook the freeze would leave the source frozen for ever.
   */
  static Decision frozen(Migration migration) {
    SourceFrozen frozen = new SourceFrozen(true);
    return migration.awaits(Freezing.class)
        ? accepted(frozen, StatementReports.opening(migration))
        : freezeAnswered(migration, frozen);
  }

  /** Decides on an answer of the freeze that comes while the run is ending. */
  static Decision freezeAnswered(Migration migration, Event answer) {
    if (!(migration.state() instanceof EndingState ending)
        || migration.run().freeze() != Freeze.ASKED) {
      return ignored("the freeze was answered already");
    }
    return ending instanceof Purged on
        ? accepted(
            answer, PurgeFollowUp.of(migration, migration.run().with(Freeze.ANSWERED), on.purge()))
        : accepted(answer);
  }
}
