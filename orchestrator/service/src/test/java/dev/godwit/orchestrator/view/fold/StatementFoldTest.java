package dev.godwit.orchestrator.view.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.Phase;
import dev.godwit.api.ReportAnswer;
import dev.godwit.orchestrator.domain.common.RunKind;
import dev.godwit.orchestrator.domain.common.SqlPoint;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.Recorded.Envelope;
import dev.godwit.orchestrator.domain.event.RunEvent;
import dev.godwit.orchestrator.domain.event.StatementEvent.StatementRun;
import dev.godwit.orchestrator.domain.event.StatementEvent.StatementsFinished;
import dev.godwit.orchestrator.domain.event.StatementEvent.StatementsStarted;
import dev.godwit.orchestrator.view.story.Storyteller;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** SQL of the target pack in the document and in the story of a run. */
class StatementFoldTest {
  private static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");

  private final RunDocument run = new RunDocument();
  private long sequence;

  @Test
  void shouldKeepTheStatementsAndShowThePhaseOfEachPoint() {
    at(0, new RunEvent.RunStarted(RunKind.REHEARSAL, "acme", "old", "new", "why"));
    at(1, new RunEvent.PrepareStarted());
    at(2, new RunEvent.TargetPrepared());
    at(2, new StatementsStarted(SqlPoint.BEFORE_LOAD, 0, List.of()));
    assertThat(run.phase).isEqualTo(Phase.RUNNING_SQL);
    assertThat(run.point).isEqualTo("before-load");
    at(3, new StatementRun(SqlPoint.BEFORE_LOAD, "new", "totals", 1, 20));
    at(3, new StatementsFinished(SqlPoint.BEFORE_LOAD, 0));
    assertThat(run.phase).isEqualTo(Phase.PLANNING);
    at(4, new StatementsStarted(SqlPoint.AFTER_LOAD, 1, List.of()));
    assertThat(run.phase).isEqualTo(Phase.COPYING);
    assertThat(run.sqlAfterLoad).isTrue();
    at(10, new StatementRun(SqlPoint.AFTER_LOAD, "new", "counters.sql (1)", 3, 600));
    at(10, new StatementRun(SqlPoint.AFTER_LOAD, "new", "counters.sql (2)", 1_200, 3_400));
    at(10, new StatementsFinished(SqlPoint.AFTER_LOAD, 1));
    at(10, new RunEvent.ReconciliationStarted(1));
    assertThat(run.sqlAfterLoad).isFalse();

    assertThat(run.phases)
        .extracting(RunDocument.PhaseSpan::phase)
        .containsExactly(
            Phase.ASSESSING,
            Phase.PREPARING,
            Phase.RUNNING_SQL,
            Phase.PLANNING,
            Phase.COPYING,
            Phase.RUNNING_SQL,
            Phase.RECONCILING);
    assertThat(run.phases.get(5).startedAt()).isEqualTo(BEGIN.plusSeconds(6));
    assertThat(run.phases.get(5).endedAt()).isEqualTo(BEGIN.plusSeconds(10));
    assertThat(run.statements)
        .containsExactly(
            new ReportAnswer.Statement(BEGIN.plusSeconds(3), "before-load", "totals", 1, 20),
            new ReportAnswer.Statement(
                BEGIN.plusSeconds(10), "after-load", "counters.sql (1)", 3, 600),
            new ReportAnswer.Statement(
                BEGIN.plusSeconds(10), "after-load", "counters.sql (2)", 1_200, 3_400));
  }

  @Test
  void shouldTellEachStatementWithItsRowsAndTime() {
    assertThat(story(new StatementsStarted(SqlPoint.BEFORE_ENABLE, 1, List.of())))
        .isEqualTo("the SQL before-enable of the target pack is about to be run");
    assertThat(story(new StatementsStarted(SqlPoint.AFTER_LOAD, 1, List.of())))
        .isEqualTo(
            "the SQL after-load of the target pack is to be run once every entity is loaded");
    assertThat(story(new StatementRun(SqlPoint.AFTER_LOAD, "new", "counters.sql", 1_200, 3_400)))
        .isEqualTo("after-load of pack new: ran counters.sql, 1,200 rows in 3,400 ms");
    assertThat(story(new StatementsFinished(SqlPoint.AFTER_LOAD, 1)))
        .isEqualTo("the SQL after-load is run and committed");
  }

  private void at(int second, Event event) {
    RunFold.apply(run, recorded(second, event));
  }

  private String story(Event event) {
    return Storyteller.entry(recorded(0, event)).line().text();
  }

  private Recorded recorded(int second, Event event) {
    sequence++;
    return new Recorded(
        new Envelope(
            "event-" + sequence,
            "acme",
            sequence,
            "cause",
            "command",
            BEGIN.plusSeconds(second),
            "loader-1",
            1),
        event);
  }
}
