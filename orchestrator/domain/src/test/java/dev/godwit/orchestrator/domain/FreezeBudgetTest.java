package dev.godwit.orchestrator.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.event.EndingEvent.RollbackStarted;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.HoldEvent.FreezeBudgetReached;
import dev.godwit.orchestrator.domain.event.RunEvent.RunStarted;
import dev.godwit.orchestrator.domain.state.IdleState.Committed;
import dev.godwit.orchestrator.domain.state.IdleState.RolledBack;
import dev.godwit.orchestrator.domain.task.Task.ExtractChunk;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long a customer may be frozen: the warning at half, and the rollback of a held run. */
class FreezeBudgetTest extends OneMigration {
  private static final Duration HALF = Simulation.FREEZE_BUDGET.dividedBy(2);

  @BeforeEach
  void hold() {
    world = new Simulation(Simulation.HOLDING);
  }

  private List<Event> check() {
    return world.send(Commands.checkBudget(ACME));
  }

  private List<Event> fail() {
    return fail(Stage.LOAD, "contacts");
  }

  private void copying() {
    started();
    world.workUntil(ExtractChunk.class);
  }

  @Test
  void shouldRecordTheBudgetWithTheLiveRunAndNoneWithARehearsal() {
    copying();
    assertThat(
            world.history.stream()
                .map(one -> one.event())
                .filter(RunStarted.class::isInstance)
                .map(one -> ((RunStarted) one).freezeBudgetSeconds()))
        .containsExactly(0L, Simulation.FREEZE_BUDGET.toSeconds());
  }

  @Test
  void shouldWarnOnceAtHalfAndRollBackAHeldRunAtTheEnd() {
    copying();
    fail();
    assertThat(world.refused(Commands.checkBudget(ACME)).found()).contains("frozen for");
    world.pass(HALF);
    assertThat(check()).singleElement().matches(one -> ((FreezeBudgetReached) one).percent() == 50);
    world.refused(Commands.checkBudget(ACME));
    world.pass(HALF);
    List<Event> events = check();
    assertThat(((FreezeBudgetReached) events.getFirst()).percent()).isEqualTo(100);
    RollbackStarted rollback = (RollbackStarted) events.get(1);
    assertThat(rollback.cause()).isEqualTo("FREEZE_BUDGET");
    assertThat(rollback.reason()).contains("PT2M", "value too long");
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(RolledBack.class);
    world.refused(Commands.checkBudget(ACME));
  }

  @Test
  void shouldLetAMovingRunGoOnAndRollBackAtItsNextFailure() {
    copying();
    world.pass(Simulation.FREEZE_BUDGET);
    assertThat(check())
        .singleElement()
        .matches(one -> ((FreezeBudgetReached) one).percent() == 100);
    List<Event> events = fail();
    assertThat(((RollbackStarted) events.get(1)).reason()).contains("freeze budget is used up");
  }

  @Test
  void shouldCommitWhenAMovingRunHasUsedItsBudget() {
    copying();
    world.pass(Simulation.FREEZE_BUDGET);
    check();
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }

  @Test
  void shouldRollBackWithALaterCheckWhenTheGateIsClosedAfterTheBudgetIsUsed() {
    copying();
    world.pass(Simulation.FREEZE_BUDGET);
    check();
    world.systems.conditions.quarantine =
        List.of(new QuarantineCount(Entity.CONTACTS, Stage.TRANSFORM, "BAD_ADDRESS", 7));
    world.workAll();
    assertThat(world.story(ACME)).endsWith("CommitHeld");
    assertThat(check().getFirst()).isInstanceOf(RollbackStarted.class);
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(RolledBack.class);
  }

  @Test
  void shouldCountFromTheFirstFreezeWhenAnotherRunFollows() {
    copying();
    world.pass(HALF);
    world.systems.conditions.snapshotsToLose = 1;
    world.work(ExtractChunk.class);
    world.workUntil(ExtractChunk.class);
    while (world.migration(ACME).run().number() == 2) {
      world.work(0);
    }
    world.workUntil(ExtractChunk.class);
    assertThat(check())
        .singleElement()
        .matches(one -> ((FreezeBudgetReached) one).frozenSeconds() >= HALF.toSeconds());
  }

  @Test
  void shouldRefuseACheckWhenNothingIsFrozen() {
    assertThat(world.refused(Commands.checkBudget(ACME)).action()).contains("clock");
    rehearsed();
    world.refused(Commands.checkBudget(ACME));
  }
}
