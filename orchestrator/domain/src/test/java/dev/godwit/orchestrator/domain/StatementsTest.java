package dev.godwit.orchestrator.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.EntityCount;
import dev.godwit.orchestrator.domain.common.SqlPoint;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.event.EndingEvent.RollbackStarted;
import dev.godwit.orchestrator.domain.event.HoldEvent.RunHeld;
import dev.godwit.orchestrator.domain.event.RunEvent.StageFailed;
import dev.godwit.orchestrator.domain.event.StatementEvent.StatementRun;
import dev.godwit.orchestrator.domain.report.Reported;
import dev.godwit.orchestrator.domain.state.ForwardState.RunningSql;
import dev.godwit.orchestrator.domain.state.IdleState.Committed;
import dev.godwit.orchestrator.domain.state.IdleState.Requested;
import dev.godwit.orchestrator.domain.state.IdleState.RolledBack;
import dev.godwit.orchestrator.domain.task.DispatchedTask;
import dev.godwit.orchestrator.domain.task.Task.EnableTarget;
import dev.godwit.orchestrator.domain.task.Task.ExtractChunk;
import dev.godwit.orchestrator.domain.task.Task.FreezeSource;
import dev.godwit.orchestrator.domain.task.Task.ReconcileCut;
import dev.godwit.orchestrator.domain.task.Task.RunStatements;
import java.util.List;
import org.junit.jupiter.api.Test;

/** SQL that a target pack runs at points of a run. */
class StatementsTest extends OneMigration {
  private static final List<SqlPoint> ALL =
      List.of(SqlPoint.BEFORE_LOAD, SqlPoint.AFTER_LOAD, SqlPoint.BEFORE_ENABLE);
  private static final List<String> OF_STATEMENTS =
      List.of("StatementsStarted", "StatementRun", "StatementsFinished");

  @Test
  void shouldRunTheSqlOfAllPointsInARehearsalAndInALiveRun() {
    world.systems.conditions.points = ALL;
    committed();
    assertThat(world.story(ACME))
        .containsSubsequence(
            "TargetPrepared",
            "StatementsStarted",
            "StatementRun",
            "StatementsFinished",
            "ExtractionPlanned",
            "CutWritten",
            "StatementsStarted",
            "StatementRun",
            "StatementsFinished",
            "ReconciliationStarted",
            "VerdictReached",
            "StatementsStarted",
            "StatementRun",
            "StatementsFinished",
            "LiveRehearsalStarted",
            "RehearsalPassed",
            "FreezeStarted",
            "SourceFrozen",
            "StatementsStarted",
            "StatementRun",
            "StatementsFinished",
            "CutStarted",
            "ExtractionPlanned",
            "CutWritten",
            "StatementsStarted",
            "StatementRun",
            "StatementsFinished",
            "ReconciliationStarted",
            "VerdictReached",
            "SourceRechecked",
            "StatementsStarted",
            "StatementRun",
            "StatementsFinished",
            "CommitStarted",
            "MigrationCommitted");
    assertThat(world.history)
        .extracting(one -> one.event())
        .contains(
            new StatementRun(SqlPoint.AFTER_LOAD, "reference-crm", "counters", 3, 12),
            new StatementRun(SqlPoint.BEFORE_ENABLE, "reference-crm", "counters", 3, 12));
  }

  @Test
  void shouldTakeTheSamePathAsBeforeWhenThePackHasNoSql() {
    committed();
    assertThat(world.story(ACME)).doesNotContainAnyElementsOf(OF_STATEMENTS);
    List<String> without = world.story(ACME);
    world = new Simulation();
    world.systems.conditions.points = ALL;
    committed();
    assertThat(world.story(ACME).stream().filter(one -> !OF_STATEMENTS.contains(one)))
        .containsExactlyElementsOf(without);
  }

  @Test
  void shouldAskTheLoaderOnlyOnceTheIntentIsRecordedAndTheCustomerFrozen() {
    world.systems.conditions.points = ALL;
    started();
    world.workUntil(FreezeSource.class);
    assertThat(world.story(ACME)).endsWith("FreezeStarted");
    world.work(0);
    assertThat(world.pending).singleElement().satisfies(StatementsTest::isBeforeLoad);
    world.work(0);
    world.workUntil(ExtractChunk.class);
  }

  private static void isBeforeLoad(DispatchedTask dispatched) {
    assertThat(dispatched.task()).isEqualTo(new RunStatements(SqlPoint.BEFORE_LOAD, 0, List.of()));
    assertThat(dispatched.envelope().taskId()).endsWith("/statements/before-load/0");
  }

  @Test
  void shouldNameTheEntitiesThatMustBeLoadedFirst() {
    world.systems.conditions.points = List.of(SqlPoint.AFTER_LOAD);
    started();
    world.workUntil(RunStatements.class);
    assertThat(world.pending.getFirst().task())
        .isEqualTo(
            new RunStatements(
                SqlPoint.AFTER_LOAD,
                1,
                List.of(
                    new EntityCount(Entity.CONTACTS, 100),
                    new EntityCount(Entity.EMAILS, 500),
                    new EntityCount(Entity.ENGAGEMENTS, 0))));
  }

  @Test
  void shouldRollBackWithTheReasonWhenAStatementFails() {
    world.systems.conditions.points = ALL;
    started();
    world.workUntil(ReconcileCut.class);
    world.work(0);
    world.workUntil(RunStatements.class);
    world.systems.conditions.failing.add(RunStatements.class);
    world.work(0);
    assertThat(world.history)
        .extracting(one -> one.event())
        .anySatisfy(
            event ->
                assertThat(event)
                    .isInstanceOfSatisfying(
                        StageFailed.class,
                        failed -> {
                          assertThat(failed.stage()).isEqualTo(Stage.LOAD);
                          assertThat(failed.taskId()).endsWith("/statements/before-enable/1");
                        }))
        .anySatisfy(
            event ->
                assertThat(event)
                    .isInstanceOfSatisfying(
                        RollbackStarted.class,
                        back -> {
                          assertThat(back.reason()).contains("load", "subject", "error");
                          assertThat(back.nextStep()).isEqualTo("mend it");
                        }));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(RolledBack.class);
    assertThat(world.systems.isTargetEnabled(ACME)).isFalse();
  }

  @Test
  void shouldFailTheRehearsalWhenAStatementFails() {
    world.systems.conditions.points = ALL;
    world.systems.conditions.failing.add(RunStatements.class);
    world.send(Commands.rehearse(ACME, "ann"));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Requested.class);
  }

  @Test
  void shouldHoldALiveRunAndRunTheSqlAgainWhenItIsResumed() {
    world = new Simulation(Simulation.HOLDING);
    world.systems.conditions.points = ALL;
    started();
    world.workUntil(RunStatements.class);
    world.systems.conditions.failing.add(RunStatements.class);
    world.work(0);
    assertThat(last()).isInstanceOf(RunHeld.class);
    assertThat(world.state(ACME)).isInstanceOf(RunningSql.class);
    assertThat(world.pending).isEmpty();
    world.systems.conditions.failing.clear();
    world.send(Commands.resume(ACME));
    assertThat(world.pending.getFirst().envelope().taskId()).endsWith("before-load/0/resume-1");
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }

  @Test
  void shouldRunTheSqlAfterTheLoadAgainBeforeEachLaterVerdict() {
    world = new Simulation(Simulation.HOLDING);
    world.systems.conditions.points = List.of(SqlPoint.AFTER_LOAD);
    started();
    world.workUntil(ReconcileCut.class);
    world.systems.conditions.differences = true;
    world.workAll();
    world.systems.conditions.differences = false;
    world.send(Commands.resume(ACME));
    world.workUntil(RunStatements.class);
    assertThat(((RunStatements) world.pending.getFirst().task()).cut()).isEqualTo(2);
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
    assertThat(world.story(ACME)).filteredOn("StatementRun"::equals).hasSize(3);
  }

  @Test
  void shouldIgnoreAReportThatIsRepeatedOrOfAnotherPoint() {
    world.systems.conditions.points = ALL;
    started();
    world.workUntil(RunStatements.class);
    DispatchedTask first = world.pending.getFirst();
    Reported report = world.systems.act(first);
    world.work(0);
    assertThat(world.report(report)).isEmpty();
    world.workUntil(RunStatements.class);
    assertThat(world.report(report)).isEmpty();
    world.workUntil(EnableTarget.class);
    assertThat(world.report(report)).isEmpty();
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }
}
