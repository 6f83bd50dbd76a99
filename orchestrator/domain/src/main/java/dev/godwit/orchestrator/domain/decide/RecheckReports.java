package dev.godwit.orchestrator.domain.decide;

import static dev.godwit.orchestrator.domain.decide.Decision.accepted;
import static dev.godwit.orchestrator.domain.decide.Decision.ignored;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.Waiver;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.RunEvent.CommitHeld;
import dev.godwit.orchestrator.domain.event.RunEvent.SourceRechecked;
import dev.godwit.orchestrator.domain.report.Report.SourceRecheckReport;
import dev.godwit.orchestrator.domain.report.Reported.ReportEnvelope;
import dev.godwit.orchestrator.domain.state.ForwardState.Rechecking;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.Run.Permit;
import dev.godwit.orchestrator.domain.state.TaskIds;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides on the answer of the extractor that read the frozen source again. Opens and clicks that
 * the source wrote after the snapshot, where no tail follows them, are lost with the commit: they
 * hold it until a person has accepted so many of them.
 */
final class RecheckReports {
  /** Reason of a waiver for opens and clicks that nothing follows. */
  static final String NOT_FOLLOWED = "NOT_FOLLOWED";

  private RecheckReports() {}

  static Decision rechecked(
      Migration migration, ReportEnvelope envelope, SourceRecheckReport report) {
    if (!migration.awaits(Rechecking.class)
        || !(migration.state() instanceof Rechecking on)
        || !envelope.taskId().equals(TaskIds.recheck(migration, on.verdict()))) {
      return ignored("the source is not being read again");
    }
    SourceRechecked rechecked = new SourceRechecked(report.entities(), report.late());
    List<String> closed =
        Stream.concat(
                DecisionGate.closed(migration).stream(),
                notAccepted(report.late(), migration.run().permit()).stream())
            .toList();
    Event next =
        closed.isEmpty()
            ? StatementReports.committing(migration, on.verdict().cut())
            : new CommitHeld(closed);
    return accepted(rechecked, next);
  }

  private static Optional<String> notAccepted(long late, Permit permit) {
    long accepted =
        permit.approval().waivers().stream()
            .filter(
                one -> one.entity().equals(Entity.ENGAGEMENTS) && one.reason().equals(NOT_FOLLOWED))
            .mapToLong(Waiver::upTo)
            .max()
            .orElse(0);
    return late <= accepted
        ? Optional.empty()
        : Optional.of(
            ("ENGAGEMENTS %s: the source wrote %d opens and clicks after the snapshot, the pack has"
                    + " no tail that follows them, %d are accepted; waive up to %d, or roll back.")
                .formatted(NOT_FOLLOWED, late, accepted, late));
  }
}
