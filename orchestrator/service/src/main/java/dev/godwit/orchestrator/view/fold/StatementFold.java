package dev.godwit.orchestrator.view.fold;

import dev.godwit.api.Phase;
import dev.godwit.api.ReportAnswer;
import dev.godwit.api.RunOutcome;
import dev.godwit.orchestrator.domain.common.SqlPoint;
import dev.godwit.orchestrator.domain.event.StatementEvent;
import dev.godwit.orchestrator.domain.event.StatementEvent.StatementRun;
import dev.godwit.orchestrator.domain.event.StatementEvent.StatementsFinished;
import dev.godwit.orchestrator.domain.event.StatementEvent.StatementsStarted;
import dev.godwit.orchestrator.view.story.Phrases;
import java.time.Instant;

/** Folds SQL that the target pack runs at points of a run into the document of the run. */
final class StatementFold {
  private StatementFold() {}

  static void apply(RunDocument run, StatementEvent event, Instant at) {
    switch (event) {
      case StatementsStarted e -> {
        HoldFold.released(run);
        run.outcome = RunOutcome.RUNNING;
        run.point = Phrases.point(e.point());
        RunFold.withoutSpanOf(run, Phase.PLANNING, at);
        // The SQL after the load waits for the load: until then the run copies.
        run.sqlAfterLoad = e.point() == SqlPoint.AFTER_LOAD;
        RunFold.enter(run, run.sqlAfterLoad ? Phase.COPYING : Phase.RUNNING_SQL, at);
      }
      case StatementRun e ->
          run.statements.add(
              new ReportAnswer.Statement(
                  at, Phrases.point(e.point()), e.statement(), e.rows(), e.durationMillis()));
      case StatementsFinished e -> {
        if (run.sqlAfterLoad) {
          run.sqlAfterLoad = false;
          RunFold.enter(run, Phase.RUNNING_SQL, begun(run, at));
        }
        // The event that follows in the same decision says what comes after the other points.
        if (e.point() == SqlPoint.BEFORE_LOAD) {
          RunFold.enter(run, Phase.PLANNING, at);
        }
      }
    }
  }

  /** The time at which statements that ended at a time were begun; they run one after another. */
  private static Instant begun(RunDocument run, Instant endedAt) {
    long millis =
        run.statements.stream()
            .filter(one -> one.at().equals(endedAt) && one.point().equals(run.point))
            .mapToLong(ReportAnswer.Statement::millis)
            .sum();
    Instant begun = endedAt.minusMillis(millis);
    Instant since = run.phases.isEmpty() ? begun : run.phases.getLast().startedAt();
    return begun.isBefore(since) ? since : begun;
  }
}
