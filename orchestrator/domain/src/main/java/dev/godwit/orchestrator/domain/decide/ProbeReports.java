package dev.godwit.orchestrator.domain.decide;

import static dev.godwit.orchestrator.domain.decide.Decision.accepted;
import static dev.godwit.orchestrator.domain.decide.Decision.ignored;

import dev.godwit.orchestrator.domain.common.CostlyNode;
import dev.godwit.orchestrator.domain.common.ProbeOutcome;
import dev.godwit.orchestrator.domain.common.ProbeResult;
import dev.godwit.orchestrator.domain.common.ProbeTimes;
import dev.godwit.orchestrator.domain.event.ProbeEvent.ProbesMeasured;
import dev.godwit.orchestrator.domain.report.Report.ProbesReport;
import dev.godwit.orchestrator.domain.report.Reported.ReportEnvelope;
import dev.godwit.orchestrator.domain.state.ForwardState.Probing;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.TaskIds;
import dev.godwit.orchestrator.domain.state.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides on the measurement of the target's pages. A slow page never fails a run, since the copy
 * is reconciled: it is a finding that a waiver accepts by name. It makes a rehearsal wait for a
 * decision, and holds the commit of a live run.
 */
final class ProbeReports {
  private static final int PROBLEM = 1_000;
  private static final ProbeTimes NOT_RUN = new ProbeTimes(0, 0, 0);

  private ProbeReports() {}

  static Decision measured(Migration migration, ReportEnvelope envelope, ProbesReport report) {
    if (!migration.awaits(Probing.class)
        || !(migration.state() instanceof Probing on)
        || report.cut() != on.verdict().cut()
        || !envelope.taskId().equals(TaskIds.probes(migration, on.verdict()))) {
      return ignored("no pages of the target are being measured at cut " + report.cut());
    }
    ProbesMeasured measured =
        new ProbesMeasured(
            report.cut(),
            EventText.of(report.measure()),
            report.amount(),
            EventText.of(report.problem(), PROBLEM),
            whole(migration, report));
    Verdict verdict = on.verdict().with(measured.findings());
    return accepted(
        measured,
        VerdictGate.next(
            migration, verdict.cut(), verdict.quarantine(), verdict.sourceRows(), on.findings()));
  }

  /** The results, and a failure in place of those that the report lacks: the gate fails closed. */
  private static List<ProbeResult> whole(Migration migration, ProbesReport report) {
    List<ProbeResult> results =
        new ArrayList<>(report.probes().stream().map(ProbeReports::readable).toList());
    int expected = migration.run().assessment().probes();
    if (results.size() < expected) {
      results.add(
          new ProbeResult(
              "not-reported",
              ProbeOutcome.FAILED,
              "Expected the results of %d pages, found %d; see that the validator is of the orchestrator's version."
                  .formatted(expected, results.size()),
              0,
              0,
              0,
              NOT_RUN,
              NOT_RUN,
              0,
              null));
    }
    return results;
  }

  private static ProbeResult readable(ProbeResult one) {
    return new ProbeResult(
        EventText.of(one.probe()),
        one.outcome(),
        EventText.of(one.problem(), PROBLEM),
        one.limitMillis(),
        one.timeoutMillis(),
        one.draws(),
        one.cold(),
        one.warm(),
        one.rows(),
        one.costly() == null ? null : readable(one.costly()));
  }

  private static CostlyNode readable(CostlyNode one) {
    return new CostlyNode(
        EventText.of(one.node()),
        EventText.of(one.relation()),
        EventText.of(one.index()),
        one.sharePercent(),
        one.selfMicros(),
        one.rows(),
        one.blocks());
  }
}
