package dev.godwit.orchestrator.domain.decide;

import static dev.godwit.orchestrator.domain.decide.Decision.accepted;
import static dev.godwit.orchestrator.domain.decide.Decision.ignored;

import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.decide.RunFailure.Cause;
import dev.godwit.orchestrator.domain.decide.RunFailure.Failure;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.ProbeEvent.ProbesStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.MigrationCommitted;
import dev.godwit.orchestrator.domain.report.Report.VerdictReport;
import dev.godwit.orchestrator.domain.state.ForwardState.Committing;
import dev.godwit.orchestrator.domain.state.ForwardState.Reconciling;
import dev.godwit.orchestrator.domain.state.Migration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Decides on the verdict, the gate before the commit, and the commit. Every gate fails closed. */
final class ReconciliationReports {
  private final HoldDecision hold;
  private final double rehearsalShare;

  ReconciliationReports(HoldDecision hold, Settings settings) {
    this.hold = hold;
    this.rehearsalShare = settings.rehearsalShare();
  }

  Decision verdict(Migration migration, VerdictReport report) {
    if (!migration.awaits(Reconciling.class)
        || !(migration.state() instanceof Reconciling on)
        || report.cut() != on.cut()) {
      return ignored("no verdict is awaited at cut " + report.cut());
    }
    Optional<String> difference = Verdicts.difference(on.sourceRows(), report);
    List<QuarantineCount> findings =
        Stream.concat(report.quarantine().stream(), on.extracted().undecided().stream()).toList();
    Event verdict = Verdicts.event(report, findings, difference.isEmpty());
    if (difference.isPresent()) {
      return accepted(
          verdict,
          hold.afterVerdict(
              migration,
              report,
              new Failure(
                  Cause.VERDICT,
                  "The verdict at cut %d found differences: %s"
                      .formatted(report.cut(), difference.get()),
                  firstFailure(report),
                  "See every differing key: godwit report, and topic crm.differences.v1.")));
    }
    List<QuarantineCount> shortfalls =
        migration.live() ? List.of() : Shortfalls.of(report.ledger(), rehearsalShare);
    return accepted(
        verdict,
        migration.run().hasProbes()
            ? new ProbesStarted(report.cut(), shortfalls)
            : VerdictGate.next(migration, report.cut(), findings, on.sourceRows(), shortfalls));
  }

  private static String firstFailure(VerdictReport report) {
    return report.checks().stream()
        .filter(check -> !check.passed())
        .findFirst()
        .map(check -> check.name() + " of " + check.subject())
        .orElse("");
  }

  static Decision enabled(Migration migration) {
    return migration.awaits(Committing.class) && migration.state() instanceof Committing on
        ? accepted(new MigrationCommitted(on.verdict().cut()))
        : ignored("the target is not being enabled");
  }
}
