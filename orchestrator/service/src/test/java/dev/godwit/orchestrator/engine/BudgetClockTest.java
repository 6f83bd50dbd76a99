package dev.godwit.orchestrator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.Stage;
import dev.godwit.orchestrator.domain.event.EndingEvent.RollbackStarted;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.HoldEvent.FreezeBudgetReached;
import dev.godwit.orchestrator.domain.event.HoldEvent.RunHeld;
import dev.godwit.task.v1.ExtractChunk;
import dev.godwit.task.v1.ReconcileCut;
import dev.godwit.task.v1.ReplayRecords;
import java.time.Duration;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The freeze budget by the engine's clock, and a hold, a resume and a replay through its topics.
 */
class BudgetClockTest {
  private static final int ALL = Integer.MAX_VALUE;
  private static final Duration HALF = EngineHarness.FREEZE_BUDGET.dividedBy(2);
  private static final Duration TICK = Duration.ofMinutes(1);

  private final EngineHarness engine = new EngineHarness();

  @AfterEach
  void close() {
    engine.close();
  }

  private void copying(EngineHarness engine) {
    engine.json("{'command':'RehearseMigration','customer':'acme','by':'ann'}");
    engine.work(ALL);
    engine.json("{'command':'ApproveMigration','customer':'acme','by':'bob'}");
    engine.json("{'command':'StartMigration','customer':'acme','by':'ann'}");
    engine.workUntil(ExtractChunk.class);
  }

  private List<Event> fail() {
    SpecificRecord task = engine.tasks.getFirst();
    return engine.report(AnsweringServices.failure(task, Stage.LOAD, ""));
  }

  private static List<String> names(List<Event> events) {
    return events.stream().map(Event::name).toList();
  }

  @Test
  void shouldWarnOnceAtHalfAndRollBackAHeldRunWhenAllIsUsed() {
    copying(engine);
    assertThat(fail().getLast()).isInstanceOf(RunHeld.class);
    assertThat(engine.pass(HALF.minus(TICK))).isEmpty();
    assertThat(engine.pass(TICK.multipliedBy(2)))
        .singleElement()
        .matches(one -> ((FreezeBudgetReached) one).percent() == 50);
    assertThat(engine.events.getLast().envelope().by()).isEqualTo("clock");
    assertThat(engine.pass(TICK)).isEmpty();
    List<Event> events = engine.pass(HALF);
    assertThat(names(events))
        .containsExactly("FreezeBudgetReached", "RollbackStarted", "PurgeStarted");
    assertThat(((RollbackStarted) events.get(1)).cause()).isEqualTo("FREEZE_BUDGET");
    engine.work(ALL);
    assertThat(engine.events.getLast().event().name()).isEqualTo("MigrationRolledBack");
    assertThat(engine.pass(HALF)).isEmpty();
  }

  @Test
  void shouldNotCountAStepOfTheClockAsFrozenTime() {
    copying(engine);
    assertThat(fail().getLast()).isInstanceOf(RunHeld.class);
    assertThat(engine.stepForward(EngineHarness.FREEZE_BUDGET.multipliedBy(2))).isEmpty();
    assertThat(engine.pass(HALF.minus(TICK))).isEmpty();
    assertThat(names(engine.pass(TICK.multipliedBy(2)))).containsExactly("FreezeBudgetReached");
  }

  @Test
  void shouldNotWarnAgainWhenTheStateWasLost() {
    copying(engine);
    fail();
    engine.pass(HALF.plus(TICK));
    try (EngineHarness other = engine.withLostState()) {
      assertThat(other.pass(TICK)).isEmpty();
    }
  }

  @Test
  void shouldKeepOneAnswerOfTheClockForACustomer() {
    copying(engine);
    engine.pass(HALF.plus(TICK));
    engine.pass(HALF.plus(TICK));
    assertThat(names(engine.events.stream().map(one -> one.event()).toList()))
        .filteredOn("FreezeBudgetReached"::equals)
        .hasSize(2);
    assertThat(engine.stores().keySet())
        .filteredOn(key -> key.contains("clock/budget/"))
        .containsExactly("godwit-answered-commands/clock/budget/acme");
  }

  @Test
  void shouldDispatchAgainAfterAResumeAndKeepTheHoldInTheStores() {
    copying(engine);
    SpecificRecord chunk = engine.tasks.removeFirst();
    String id = AnsweringServices.envelope(chunk).getTaskId();
    engine.report(AnsweringServices.failure(chunk, Stage.EXTRACT, id));
    engine.work(ALL);
    try (EngineHarness other = engine.withLostState()) {
      other.json("{'command':'PauseReplay','customer':'globex','by':'ann'}");
      assertThat(other.stores().get("godwit-migrations/acme"))
          .isEqualTo(engine.stores().get("godwit-migrations/acme"));
    }
    assertThat(names(engine.json("{'command':'ResumeMigration','customer':'acme','by':'ann'}")))
        .containsExactly("RunResumed");
    assertThat(engine.tasks)
        .extracting(one -> AnsweringServices.envelope(one).getTaskId())
        .containsExactly("acme/2/cut/emails/1", id + "/resume-1");
    engine.work(ALL);
    assertThat(engine.events.getLast().event().name()).isEqualTo("MigrationCommitted");
  }

  @Test
  void shouldReplayAfterTheCommitAndTellTheValidatorWhatWasReleased() {
    copying(engine);
    engine.work(ALL);
    engine.json(
        "{'command':'ReplayStage','customer':'acme','by':'ann','why':'widened','stage':'LOAD',"
            + "'entities':['CONTACTS'],'partitions':[3,1],'keys':['c-7'],'fromOffset':12,"
            + "'quarantined':'VALUE_TOO_LONG','rate':100}");
    ReplayRecords task = (ReplayRecords) engine.tasks.getFirst();
    assertThat(task.getSelection().getPartitions()).containsExactly(1, 3);
    assertThat(task.getSelection().getFromOffset()).isEqualTo(12L);
    assertThat(task.getSelection().getFromTimeMillis()).isNull();
    assertThat(task.getReplace()).isFalse();
    engine.workUntil(ReconcileCut.class);
    assertThat(((ReconcileCut) engine.tasks.getFirst()).getReleased())
        .singleElement()
        .matches(one -> one.getRows() == 4);
    engine.work(ALL);
    assertThat(engine.events.getLast().event().name()).isEqualTo("VerdictReached");
  }
}
