package dev.godwit.orchestrator.domain.decide;

import dev.godwit.orchestrator.domain.common.EntityCount;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.event.RunEvent.VerdictReached;
import dev.godwit.orchestrator.domain.report.Report.VerdictReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks a verdict: it is reconciled only where nothing in it says otherwise. */
final class Verdicts {
  private Verdicts() {}

  /**
   * The event of a verdict.
   *
   * @param quarantine quarantine and findings at its cut
   */
  static VerdictReached event(
      VerdictReport report, List<QuarantineCount> quarantine, boolean reconciled) {
    return new VerdictReached(
        report.cut(),
        reconciled,
        report.ledger(),
        report.checks(),
        quarantine,
        report.missing(),
        report.unexpected(),
        report.changed());
  }

  /**
   * The differences; empty where there is none.
   *
   * @param entities those that the ledger must have a line of
   */
  static Optional<String> difference(List<EntityCount> entities, VerdictReport report) {
    List<String> found = new ArrayList<>();
    if (report.checks().isEmpty()) {
      found.add("The verdict names no check, so nothing was compared.");
    }
    report.checks().stream()
        .filter(check -> !check.passed())
        .limit(3)
        .map(
            check ->
                "%s of %s: expected %s, found %s."
                    .formatted(check.name(), check.subject(), check.expected(), check.found()))
        .forEach(found::add);
    if (report.missing() != 0 || report.unexpected() != 0 || report.changed() != 0) {
      found.add(
          "%d keys missing, %d unexpected, %d changed."
              .formatted(report.missing(), report.unexpected(), report.changed()));
    }
    for (EntityCount source : entities) {
      if (report.ledger().stream().noneMatch(line -> line.entity().equals(source.entity()))) {
        found.add("The ledger lacks " + source.entity() + ".");
      }
    }
    if (found.isEmpty() && !report.reconciled()) {
      found.add("The validator calls it not reconciled and names no check that failed.");
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", found));
  }
}
