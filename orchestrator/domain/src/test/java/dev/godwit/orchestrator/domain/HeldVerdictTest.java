package dev.godwit.orchestrator.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.HoldEvent.RunHeld;
import dev.godwit.orchestrator.domain.event.HoldEvent.RunResumed;
import dev.godwit.orchestrator.domain.event.ReplayEvent.ReplayStarted;
import dev.godwit.orchestrator.domain.event.RequestEvent.FindingsWaived;
import dev.godwit.orchestrator.domain.event.RunEvent.CutStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.MigrationCommitted;
import dev.godwit.orchestrator.domain.event.RunEvent.RecheckStarted;
import dev.godwit.orchestrator.domain.state.ForwardState.Held;
import dev.godwit.orchestrator.domain.state.IdleState.Committed;
import dev.godwit.orchestrator.domain.task.Task.ReconcileCut;
import dev.godwit.orchestrator.domain.task.Task.ReplayRecords;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A live run that is held at its verdict: with differences, or with a closed gate. */
class HeldVerdictTest extends OneMigration {
  @BeforeEach
  void hold() {
    world = new Simulation(Simulation.HOLDING);
  }

  @Test
  void shouldHoldAtTheVerdictAndNeverCommitItWhenItFindsDifferences() {
    approved();
    world.systems.conditions.differences = true;
    world.send(Commands.start(ACME, "ann"));
    world.workAll();
    RunHeld held = (RunHeld) last();
    assertThat(held.stage()).isEqualTo(Stage.VALIDATE);
    assertThat(held.subject()).contains("extracted-equals-source");
    assertThat(held.reason()).contains("expected 100, found 99");
    assertThat(held.count()).isEqualTo(1);
    assertThat(held.actions()).anyMatch(one -> one.startsWith("godwit repair acme "));
    assertThat(world.state(ACME)).isInstanceOf(Held.class);
    assertThat(world.send(Commands.waive(ACME, Entity.CONTACTS, "BAD_ADDRESS", 99)))
        .singleElement()
        .isInstanceOf(FindingsWaived.class);
    assertThat(world.send(Commands.resume(ACME)))
        .containsExactly(new RunResumed(1, "back"), new CutStarted(Entity.LIVE, 2, false));
    world.workAll();
    assertThat(world.state(ACME)).as("another verdict with differences").isInstanceOf(Held.class);
    world.systems.conditions.differences = false;
    world.send(Commands.resume(ACME));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }

  @Test
  void shouldReplayTheLoadersQuarantineWhenAHeldCommitIsResumed() {
    approved();
    world.systems.conditions.quarantine =
        List.of(new QuarantineCount(Entity.CONTACTS, Stage.LOAD, "VALUE_TOO_LONG", 7));
    world.send(Commands.start(ACME, "ann"));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Held.class);
    List<Event> events = world.send(Commands.resume(ACME));
    ReplayStarted replay = (ReplayStarted) events.getLast();
    assertThat(replay.stage()).isEqualTo(Stage.LOAD);
    assertThat(replay.selection().quarantined()).isEqualTo("*");
    assertThat(((ReplayRecords) world.pending.getFirst().task()).replace()).isFalse();
    world.workAll();
    assertThat(world.story(ACME))
        .endsWith(
            "RunResumed",
            "ReplayStarted",
            "ReplayFinished",
            "CutStarted",
            "CutWritten",
            "ReconciliationStarted",
            "VerdictReached",
            "RecheckStarted",
            "SourceRechecked",
            "CommitStarted",
            "MigrationCommitted");
  }

  @Test
  void shouldHoldInTheHeldStateTooUntilItsStagesWork() {
    approved();
    world.systems.conditions.differences = true;
    world.send(Commands.start(ACME, "ann"));
    world.workAll();
    assertThat(fail(Stage.LOAD, "live").getLast()).isInstanceOf(RunHeld.class);
    assertThat(world.refused(Commands.cut(ACME)).action()).contains("ResumeMigration");
    assertThat(world.refused(Commands.replay(ACME, Stage.LOAD)).action())
        .contains("ResumeMigration");
    world.systems.conditions.differences = false;
    world.send(Commands.resume(ACME));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }

  @Test
  void shouldFoldAVerdictAndCommitAfterTheResumeWhenTheRunIsHeldMeanwhile() {
    started();
    world.workUntil(ReconcileCut.class);
    fail(Stage.LOAD, "live");
    world.workAll();
    assertThat(last()).isInstanceOf(RecheckStarted.class);
    assertThat(world.systems.isTargetEnabled(ACME)).isFalse();
    world.send(Commands.resume(ACME));
    world.workAll();
    assertThat(last()).isInstanceOf(MigrationCommitted.class);
  }
}
