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
        RunFold.enter(run, Phase.RUNNING_SQL, at);
      }
      case StatementRun e ->
          run.statements.add(
              new ReportAnswer.Statement(
                  at, Phrases.point(e.point()), e.statement(), e.rows(), e.durationMillis()));
      case StatementsFinished e -> {
        // The event that follows in the same decision says what comes after the other points.
        if (e.point() == SqlPoint.BEFORE_LOAD) {
          RunFold.enter(run, Phase.PLANNING, at);
        }
      }
    }
  }
}
