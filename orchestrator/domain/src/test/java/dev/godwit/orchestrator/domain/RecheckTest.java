package dev.godwit.orchestrator.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.EntityCount;
import dev.godwit.orchestrator.domain.common.EntityDigest;
import dev.godwit.orchestrator.domain.event.HoldEvent.RunHeld;
import dev.godwit.orchestrator.domain.event.RunEvent.CommitHeld;
import dev.godwit.orchestrator.domain.event.RunEvent.RecheckStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.SourceRechecked;
import dev.godwit.orchestrator.domain.state.ForwardState.Held;
import dev.godwit.orchestrator.domain.state.ForwardState.Rechecking;
import dev.godwit.orchestrator.domain.state.IdleState.Committed;
import dev.godwit.orchestrator.domain.state.IdleState.RolledBack;
import dev.godwit.orchestrator.domain.task.Task.RecheckSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The frozen source is read again before the commit. */
class RecheckTest extends OneMigration {
  @BeforeEach
  void hold() {
    world = new Simulation(Simulation.HOLDING);
  }

  @Test
  void shouldTellTheExtractorTheRowsAndDigestsOfAllChunks() {
    started();
    world.workAll();
    assertThat(world.systems.conditions.rechecked)
        .containsExactly(
            new EntityDigest(Entity.CONTACTS, 75, 21L),
            new EntityDigest(Entity.EMAILS, 500, 140L),
            new EntityDigest(Entity.ENGAGEMENTS, 0, 0L));
    assertThat(world.story(ACME))
        .containsSubsequence(
            "VerdictReached", "RecheckStarted", "SourceRechecked", "CommitStarted");
  }

  @Test
  void shouldNotEnableTheTargetAndHoldWhenTheSourceDiffers() {
    started();
    world.workUntil(RecheckSource.class);
    world.systems.conditions.failing.add(RecheckSource.class);
    world.workAll();
    assertThat(last()).isInstanceOf(RunHeld.class);
    assertThat(world.state(ACME)).isInstanceOf(Rechecking.class);
    assertThat(world.systems.isTargetEnabled(ACME)).isFalse();
    world.send(Commands.rollBack(ACME));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(RolledBack.class);
    assertThat(world.systems.isSourceEnabled(ACME)).isTrue();
  }

  @Test
  void shouldReadTheSourceOnceMoreAndCommitWhenTheRunIsResumed() {
    started();
    world.workUntil(RecheckSource.class);
    world.systems.conditions.failing.add(RecheckSource.class);
    world.workAll();
    world.systems.conditions.failing.clear();
    world.send(Commands.resume(ACME));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }

  @Test
  void shouldHoldTheCommitUntilOpensAndClicksThatNothingFollowsAreAccepted() {
    started();
    world.systems.conditions.late = 12;
    world.workAll();
    assertThat(last())
        .isInstanceOfSatisfying(
            CommitHeld.class,
            held ->
                assertThat(held.reasons())
                    .singleElement()
                    .asString()
                    .contains("ENGAGEMENTS NOT_FOLLOWED", "12 opens and clicks", "up to 12"));
    assertThat(world.state(ACME)).isInstanceOf(Held.class);
    world.systems.conditions.late = 13;
    assertThat(world.send(Commands.waive(ACME, Entity.ENGAGEMENTS, "NOT_FOLLOWED", 12)).getLast())
        .isInstanceOf(RecheckStarted.class);
    world.workAll();
    assertThat(world.state(ACME)).as("one more came meanwhile").isInstanceOf(Held.class);
    world.send(Commands.waive(ACME, Entity.ENGAGEMENTS, "NOT_FOLLOWED", 20));
    world.workAll();
    assertThat(world.history)
        .extracting(one -> one.event())
        .contains(
            new SourceRechecked(
                List.of(
                    new EntityCount(Entity.CONTACTS, 75),
                    new EntityCount(Entity.EMAILS, 500),
                    new EntityCount(Entity.ENGAGEMENTS, 0)),
                13));
    assertThat(world.story(ACME)).contains("CommitStarted");
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }
}
