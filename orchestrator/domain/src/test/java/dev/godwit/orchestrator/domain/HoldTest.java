package dev.godwit.orchestrator.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.HoldEvent.RunHeld;
import dev.godwit.orchestrator.domain.event.HoldEvent.RunResumed;
import dev.godwit.orchestrator.domain.event.RequestEvent.MigrationResumed;
import dev.godwit.orchestrator.domain.event.RunEvent.CutStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.StageFailed;
import dev.godwit.orchestrator.domain.report.Report.SnapshotLostReport;
import dev.godwit.orchestrator.domain.report.Reported;
import dev.godwit.orchestrator.domain.state.ForwardState.Committing;
import dev.godwit.orchestrator.domain.state.ForwardState.Copying;
import dev.godwit.orchestrator.domain.state.ForwardState.Opening;
import dev.godwit.orchestrator.domain.state.ForwardState.Planning;
import dev.godwit.orchestrator.domain.state.ForwardState.Rechecking;
import dev.godwit.orchestrator.domain.state.ForwardState.Reconciling;
import dev.godwit.orchestrator.domain.state.IdleState.Committed;
import dev.godwit.orchestrator.domain.state.IdleState.RolledBack;
import dev.godwit.orchestrator.domain.state.MigrationState;
import dev.godwit.orchestrator.domain.task.DispatchedTask;
import dev.godwit.orchestrator.domain.task.Task;
import dev.godwit.orchestrator.domain.task.Task.EnableTarget;
import dev.godwit.orchestrator.domain.task.Task.ExtractChunk;
import dev.godwit.orchestrator.domain.task.Task.FreezeSource;
import dev.godwit.orchestrator.domain.task.Task.PlanExtraction;
import dev.godwit.orchestrator.domain.task.Task.RecheckSource;
import dev.godwit.orchestrator.domain.task.Task.ReconcileCut;
import dev.godwit.orchestrator.domain.task.Task.WriteCut;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A live run that fails while its customer is frozen: it is held, resumed, or rolled back. */
class HoldTest extends OneMigration {
  private static final Map<Class<? extends Task>, Class<? extends MigrationState>> HELD_IN =
      Map.of(
          PlanExtraction.class,
          Planning.class,
          ExtractChunk.class,
          Copying.class,
          ReconcileCut.class,
          Reconciling.class,
          RecheckSource.class,
          Rechecking.class,
          EnableTarget.class,
          Committing.class);

  @BeforeEach
  void hold() {
    world = new Simulation(Simulation.HOLDING);
  }

  @Test
  void shouldHoldWithReasonCountFirstKeyAndCommandsWhenALoadFails() {
    started();
    world.workUntil(ExtractChunk.class);
    List<Event> events = fail(Stage.LOAD, "contacts");
    assertThat(events).hasSize(2);
    assertThat(events.getFirst()).isInstanceOf(StageFailed.class);
    assertThat(events.getLast())
        .isEqualTo(
            new RunHeld(
                Stage.LOAD,
                "contacts",
                "value too long for column name",
                12,
                "c-7",
                List.of(
                    "godwit resume acme --by YOU --why TEXT",
                    "godwit rollback acme --by YOU --why TEXT"),
                ""));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Copying.class);
    assertThat(world.story(ACME).stream().filter("ChunkExtracted"::equals))
        .as("what was out is still folded, and nothing else is dispatched")
        .hasSize(2 * 16 + 7);
    assertThat(world.systems.isSourceEnabled(ACME)).isFalse();
    assertThat(world.send(Commands.resume(ACME))).containsExactly(new RunResumed(1, "back"));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }

  @Test
  void shouldRecordAFurtherFailureOnceWhenTheRunIsHeld() {
    started();
    world.workUntil(ExtractChunk.class);
    fail(Stage.LOAD, "contacts");
    assertThat(fail(Stage.LOAD, "contacts")).isEmpty();
    assertThat(fail(Stage.LOAD, "emails")).singleElement().isInstanceOf(StageFailed.class);
    assertThat(fail(Stage.LOAD, "emails")).isEmpty();
    world.send(Commands.resume(ACME));
    assertThat(fail(Stage.LOAD, "contacts").getLast()).isInstanceOf(RunHeld.class);
    assertThat(world.send(Commands.resume(ACME))).containsExactly(new RunResumed(2, "back"));
  }

  @Test
  void shouldDispatchATaskAgainUnderAnIdOfItsOwnWhenItFailed() {
    HELD_IN.forEach(
        (task, state) -> {
          world = new Simulation(Simulation.HOLDING);
          started();
          world.workUntil(task);
          String failed = world.pending.getFirst().envelope().taskId();
          world.systems.conditions.failing.add(task);
          world.work(task);
          world.systems.conditions.failing.clear();
          assertThat(world.state(ACME)).isInstanceOf(state);
          assertThat(((RunHeld) last()).taskId()).isEqualTo(failed);
          world.send(Commands.resume(ACME));
          assertThat(world.pending)
              .extracting(one -> one.envelope().taskId())
              .contains(failed + "/resume-1");
          world.workAll();
          assertThat(world.state(ACME)).isInstanceOf(Committed.class);
          world.checkRebuild();
        });
  }

  @Test
  void shouldDispatchEveryChunkAgainThatFailedAndNoOther() {
    started();
    world.workUntil(ExtractChunk.class);
    world.systems.conditions.failing.add(ExtractChunk.class);
    world.work(2);
    world.work(4);
    world.systems.conditions.failing.clear();
    List<String> out = world.pending.stream().map(one -> one.envelope().taskId()).toList();
    world.send(Commands.resume(ACME));
    assertThat(world.pending.stream().map(one -> one.envelope().taskId()))
        .filteredOn(id -> !out.contains(id))
        .containsExactly("acme/2/extract/contacts/2/resume-1", "acme/2/extract/emails/2/resume-1");
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
    assertThat(world.story(ACME).stream().filter("ChunkExtracted"::equals)).hasSize(2 * 23);
  }

  @Test
  void shouldIgnoreTheFailureOfATaskThatWasDispatchedAgain() {
    started();
    world.workUntil(PlanExtraction.class);
    world.systems.conditions.failing.add(PlanExtraction.class);
    world.work(PlanExtraction.class);
    Reported failure = world.reported.getLast();
    world.systems.conditions.failing.clear();
    world.send(Commands.resume(ACME));
    assertThat(world.report(failure)).isEmpty();
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }

  @Test
  void shouldWriteTheOpeningCutAgainWhenItFailed() {
    started();
    world.systems.conditions.failing.add(WriteCut.class);
    world.workUntil(WriteCut.class);
    world.work(WriteCut.class);
    assertThat(world.state(ACME)).isInstanceOf(Opening.class);
    world.systems.conditions.failing.clear();
    assertThat(world.send(Commands.resume(ACME)))
        .containsExactly(new RunResumed(1, "back"), new CutStarted(Entity.LIVE, 0, false));
    assertThat(world.pending)
        .singleElement()
        .matches(one -> one.envelope().taskId().equals("acme/2/cut/live/0/resume-1"));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }

  @Test
  void shouldTakeTheNextCutWhenTheLastOneBeforeTheVerdictFailed() {
    started();
    while (!(world.migration(ACME).window() != null && world.migration(ACME).window().cut() == 1)) {
      world.work(0);
    }
    world.systems.conditions.failing.add(WriteCut.class);
    world.work(WriteCut.class);
    world.systems.conditions.failing.clear();
    assertThat(world.state(ACME)).isInstanceOf(Copying.class);
    assertThat(world.send(Commands.resume(ACME)))
        .containsExactly(new RunResumed(1, "back"), new CutStarted(Entity.LIVE, 2, false));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }

  @Test
  void shouldRollBackFromEveryHold() {
    HELD_IN.forEach(
        (task, state) -> {
          world = new Simulation(Simulation.HOLDING);
          started();
          world.workUntil(task);
          world.systems.conditions.failing.add(task);
          world.work(task);
          world.systems.conditions.failing.clear();
          world.send(Commands.rollBack(ACME));
          world.workAll();
          assertThat(world.state(ACME)).isInstanceOf(RolledBack.class);
          assertThat(world.systems.isSourceEnabled(ACME)).isTrue();
          assertThat(world.systems.isTargetEnabled(ACME)).isFalse();
          world.checkRebuild();
        });
  }

  @Test
  void shouldWaitForTheAnswerBeforeARollbackWhenEnablingIsDispatchedAgain() {
    started();
    world.workUntil(EnableTarget.class);
    world.systems.conditions.failing.add(EnableTarget.class);
    world.work(EnableTarget.class);
    world.send(Commands.resume(ACME));
    assertThat(world.refused(Commands.rollBack(ACME)).expected()).contains("not being committed");
  }

  @Test
  void shouldEndPauseAndHoldWithOneCommand() {
    started();
    world.workUntil(ExtractChunk.class);
    fail(Stage.TRANSFORM, "emails");
    world.send(Commands.pause(ACME));
    assertThat(world.send(Commands.resume(ACME)))
        .containsExactly(new MigrationResumed("back"), new RunResumed(1, "back"));
    assertThat(world.refused(Commands.resume(ACME)).expected()).contains("paused or held");
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }

  @Test
  void shouldDispatchAgainOnlyAfterThePauseOfTheProgramme() {
    started();
    world.workUntil(PlanExtraction.class);
    world.systems.conditions.failing.add(PlanExtraction.class);
    world.work(PlanExtraction.class);
    world.systems.conditions.failing.clear();
    world.send(Commands.pauseProgramme());
    world.send(Commands.resume(ACME));
    assertThat(world.pending).isEmpty();
    world.send(Commands.resumeProgramme());
    assertThat(world.pending)
        .singleElement()
        .matches(one -> one.envelope().taskId().equals("acme/2/plan/resume-1"));
  }

  @Test
  void shouldBeginAnotherRunWhenTheSnapshotIsLostDuringAHold() {
    started();
    world.workUntil(ExtractChunk.class);
    DispatchedTask chunk = world.pending.getFirst();
    fail(Stage.LOAD, "contacts");
    world.report(
        world.systems.reported(
            chunk.envelope(), Stage.EXTRACT, new SnapshotLostReport("invalid snapshot")));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
    assertThat(world.migration(ACME).run().number()).isEqualTo(3);
    assertThat(world.migration(ACME).run().holds().resumes()).isZero();
  }

  @Test
  void shouldRollBackAsBeforeWhenTheFreezeFails() {
    started();
    world.workUntil(FreezeSource.class);
    world.systems.conditions.failing.add(FreezeSource.class);
    world.work(FreezeSource.class);
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(RolledBack.class);
  }

  @Test
  void shouldFailARehearsalAsBefore() {
    world.send(Commands.rehearse(ACME, "ann"));
    world.workUntil(ExtractChunk.class);
    fail(Stage.LOAD, "contacts");
    world.workAll();
    assertThat(world.story(ACME)).endsWith("RehearsalFailed").doesNotContain("RunHeld");
  }

  @Test
  void shouldNotHoldWhenTheSettingSaysRollBack() {
    world = new Simulation(Simulation.ROLLING_BACK);
    started();
    world.workUntil(ExtractChunk.class);
    fail(Stage.LOAD, "contacts");
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(RolledBack.class);
    assertThat(world.story(ACME)).doesNotContain("RunHeld");
  }
}
