package dev.godwit.orchestrator.domain.decide;

import static dev.godwit.orchestrator.domain.decide.Decision.accepted;
import static dev.godwit.orchestrator.domain.decide.Decision.ignored;

import dev.godwit.orchestrator.domain.common.Check;
import dev.godwit.orchestrator.domain.decide.Endings.Cause;
import dev.godwit.orchestrator.domain.decide.Endings.Failure;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.RunEvent.CommitHeld;
import dev.godwit.orchestrator.domain.event.RunEvent.CommitStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.MigrationCommitted;
import dev.godwit.orchestrator.domain.report.Report.VerdictReport;
import dev.godwit.orchestrator.domain.state.MigrationState.Committing;
import dev.godwit.orchestrator.domain.state.MigrationState.Forward;
import dev.godwit.orchestrator.domain.state.MigrationState.Reconciling;
import dev.godwit.orchestrator.domain.state.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The verdict, the gate before the commit, and the commit. Every gate fails closed. */
final class ReconciliationReports {
  private ReconciliationReports() {}

  static Decision verdict(Forward state, VerdictReport report) {
    if (!(state instanceof Reconciling on) || !on.issued() || report.cut() != on.cut()) {
      return ignored("no verdict is awaited at cut " + report.cut());
    }
    Optional<String> difference = Verdicts.difference(on.sourceRows(), report);
    List<Event> events = new ArrayList<>();
    events.add(Verdicts.event(report, difference.isEmpty()));
    if (difference.isPresent()) {
      events.addAll(
          Endings.fail(
              on,
              new Failure(
                  Cause.VERDICT,
                  "The verdict at cut %d found differences: %s"
                      .formatted(report.cut(), difference.get()),
                  firstFailure(report),
                  "See every differing key: godwit report, and topic crm.differences.v1.")));
    } else if (!on.run().live()) {
      events.add(
          Endings.purge(
              "The rehearsal is reconciled; staging is given back", Purpose.REHEARSAL_PASSED));
    } else {
      List<String> closed =
          Waivers.uncovered(report.quarantine(), on.sourceRows(), on.run().permit());
      events.add(closed.isEmpty() ? new CommitStarted(report.cut()) : new CommitHeld(closed));
    }
    return accepted(events);
  }

  private static String firstFailure(VerdictReport report) {
    return report.checks().stream()
        .filter(check -> !check.passed())
        .findFirst()
        .map((Check check) -> check.name() + " of " + check.subject())
        .orElse("");
  }

  static Decision enabled(Forward state) {
    return state instanceof Committing on && on.issued()
        ? accepted(new MigrationCommitted(on.verdict().cut()))
        : ignored("the new system is not being enabled");
  }
}
