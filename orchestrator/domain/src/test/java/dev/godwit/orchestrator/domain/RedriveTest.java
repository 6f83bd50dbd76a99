package dev.godwit.orchestrator.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.orchestrator.domain.command.Command;
import dev.godwit.orchestrator.domain.command.Command.RedriveQuarantine;
import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.EntityCount;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.common.ReplaySelection;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.ReplayEvent.ReplayFailed;
import dev.godwit.orchestrator.domain.event.ReplayEvent.ReplayFinished;
import dev.godwit.orchestrator.domain.event.ReplayEvent.ReplayPaused;
import dev.godwit.orchestrator.domain.event.ReplayEvent.ReplayStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.CutStarted;
import dev.godwit.orchestrator.domain.report.Report.FailureReport;
import dev.godwit.orchestrator.domain.state.ForwardState.Held;
import dev.godwit.orchestrator.domain.state.IdleState.Committed;
import dev.godwit.orchestrator.domain.task.DispatchedTask;
import dev.godwit.orchestrator.domain.task.Task.ExtractChunk;
import dev.godwit.orchestrator.domain.task.Task.ReconcileCut;
import dev.godwit.orchestrator.domain.task.Task.ReplayRecords;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A redrive: two replays for one command, of the transformer and then of the loader. */
class RedriveTest extends OneMigration {
  @BeforeEach
  void hold() {
    world = new Simulation(Simulation.HOLDING);
  }

  private void held() {
    approved();
    world.systems.conditions.quarantine =
        List.of(
            new QuarantineCount(Entity.CONTACTS, Stage.TRANSFORM, "LIMIT_EXCEEDED", 7),
            new QuarantineCount(Entity.EMAILS, Stage.LOAD, "BROKEN_REFERENCE", 40));
    world.send(Commands.start(ACME, "ann"));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Held.class);
  }

  @Test
  void shouldTransformThenLoadAndCommitAtTheNextVerdict() {
    held();
    ReplayStarted first =
        (ReplayStarted) world.send(Commands.redrive(ACME, "LIMIT_EXCEEDED")).getFirst();
    assertThat(first.stage()).isEqualTo(Stage.TRANSFORM);
    assertThat(first.selection())
        .isEqualTo(ReplaySelection.redriven(List.of(Entity.CONTACTS), List.of(), "LIMIT_EXCEEDED"));

    List<Event> events = world.work(ReplayRecords.class);

    assertThat(events.getFirst()).isInstanceOf(ReplayFinished.class);
    ReplayStarted second = (ReplayStarted) events.getLast();
    assertThat(second.replay()).isEqualTo(2);
    assertThat(second.stage()).isEqualTo(Stage.LOAD);
    assertThat(second.selection()).isEqualTo(first.selection());
    assertThat(second.rate()).isEqualTo(40);
    assertThat(world.refused(Commands.cut(ACME)).found()).contains("replay 2 of stage load");
    world.workUntil(ReconcileCut.class);
    assertThat(((ReconcileCut) world.pending.getFirst().task()).released())
        .containsExactly(new EntityCount(Entity.CONTACTS, 7), new EntityCount(Entity.EMAILS, 40));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }

  @Test
  void shouldLoadNothingWhenTheTransformerFailsOrItIsCancelled() {
    held();
    world.send(Commands.redrive(ACME, "*"));
    world.systems.conditions.failing.add(ReplayRecords.class);
    assertThat(world.work(ReplayRecords.class)).singleElement().isInstanceOf(ReplayFailed.class);
    world.systems.conditions.failing.clear();
    world.send(Commands.redrive(ACME, "*"));
    world.send(Commands.cancelReplay(ACME));
    assertThat(world.work(ReplayRecords.class)).singleElement().isInstanceOf(ReplayFinished.class);
    assertThat(world.migration(ACME).replay()).isNull();
    world.send(Commands.redrive(ACME, "*"));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }

  @Test
  void shouldStayPausedWhenItWasPausedAtTheEndOfTheTransformer() {
    held();
    world.send(Commands.redrive(ACME, "*"));
    world.send(Commands.pauseReplay(ACME));
    assertThat(world.work(ReplayRecords.class).getLast()).isEqualTo(new ReplayPaused(2));
  }

  /** A stage fails while the transformer reads: the load waits until the run is resumed. */
  @Test
  void shouldKeepTheLoadBackUntilTheRunIsResumedWhenItIsHeldMeanwhile() {
    held();
    world.send(Commands.redrive(ACME, "*"));
    DispatchedTask task = world.pending.getFirst();
    world.report(
        world.systems.reported(
            task.envelope(),
            Stage.LOAD,
            new FailureReport("table contact", "too narrow", "Widen it.", 1, "7"),
            "acme/2/load"));
    assertThat(world.migration(ACME).run().holds().isHeld()).isTrue();
    assertThat(world.work(ReplayRecords.class).getLast()).isInstanceOf(ReplayStarted.class);
    assertThat(world.pending).isEmpty();
    world.send(Commands.resume(ACME));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }

  @Test
  void shouldRedriveAfterTheCommitAndJudgeAgain() {
    committed();
    world.systems.conditions.quarantine =
        List.of(new QuarantineCount(Entity.CONTACTS, Stage.TRANSFORM, "LIMIT_EXCEEDED", 7));
    ReplayStarted first = (ReplayStarted) world.send(Commands.redrive(ACME, "*")).getFirst();
    assertThat(first.stage()).isEqualTo(Stage.TRANSFORM);
    assertThat(world.work(ReplayRecords.class).getLast()).isInstanceOf(ReplayStarted.class);
    assertThat(world.work(ReplayRecords.class).getLast())
        .isEqualTo(new CutStarted(Entity.LIVE, 2, false));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
    assertThat(world.migration(ACME).run().replays().released())
        .containsExactly(new EntityCount(Entity.CONTACTS, 7));
  }

  @Test
  void shouldRefuseWhileTheRunLoadsAndSayWhatToDo() {
    approved();
    world.send(Commands.start(ACME, "ann"));
    world.workUntil(ExtractChunk.class);
    assertThat(world.refused(Commands.redrive(ACME, "*")).expected())
        .isEqualTo("a held or committed live run");
    assertThat(world.refused(Commands.redrive(ACME, "*")).action())
        .contains("Wait for the verdict");
  }

  @Test
  void shouldRefuseWhatChoosesNothingOrTooMuch() {
    held();
    assertThat(world.refused(redrive(List.of(), List.of(), null, 0)).expected())
        .startsWith("reason");
    assertThat(world.refused(redrive(List.of(), List.of("1"), null, 0)).expected())
        .isEqualTo("entities: the one entity that the keys are ids of");
    assertThat(
            world
                .refused(redrive(List.of(Entity.CONTACTS, Entity.EMAILS), List.of("1"), "*", 0))
                .found())
        .isEqualTo("2 of them");
    List<String> keys = IntStream.range(0, 10_001).mapToObj(String::valueOf).toList();
    assertThat(world.refused(redrive(List.of(Entity.CONTACTS), keys, null, 0)).found())
        .isEqualTo("10001");
    assertThat(world.refused(redrive(List.of(), List.of(), "*", -1)).expected()).startsWith("rate");
    assertThat(
            world.refused(redrive(List.of(Entity.valueOf("notes")), List.of(), "*", 0)).expected())
        .startsWith("entities");
  }

  private static Command redrive(
      List<Entity> entities, List<String> keys, String reason, int rate) {
    return new RedriveQuarantine(null, ACME, "ann", "", entities, keys, reason, rate);
  }
}
