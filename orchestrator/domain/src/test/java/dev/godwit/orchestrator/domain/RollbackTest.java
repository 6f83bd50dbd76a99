package dev.godwit.orchestrator.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.event.EndingEvent.MigrationRolledBack;
import dev.godwit.orchestrator.domain.event.EndingEvent.RehearsalFailed;
import dev.godwit.orchestrator.domain.report.Report.FailureReport;
import dev.godwit.orchestrator.domain.state.EndingState.Purging;
import dev.godwit.orchestrator.domain.state.EndingState.Thawing;
import dev.godwit.orchestrator.domain.state.IdleState.Committed;
import dev.godwit.orchestrator.domain.state.IdleState.Requested;
import dev.godwit.orchestrator.domain.state.IdleState.RolledBack;
import dev.godwit.orchestrator.domain.task.DispatchedTask;
import dev.godwit.orchestrator.domain.task.Task.EnableTarget;
import dev.godwit.orchestrator.domain.task.Task.ExtractChunk;
import dev.godwit.orchestrator.domain.task.Task.FreezeSource;
import dev.godwit.orchestrator.domain.task.Task.PrepareTarget;
import dev.godwit.orchestrator.domain.task.Task.PurgeTarget;
import dev.godwit.orchestrator.domain.task.Task.ReconcileCut;
import dev.godwit.orchestrator.domain.task.Task.ThawSource;
import org.junit.jupiter.api.Test;

/** Rollbacks: when they begin, what they wait for, and when they are rejected. */
class RollbackTest extends OneMigration {
  @Test
  void shouldRollBackALiveRunWhenItsVerdictFindsDifferences() {
    approved();
    world.systems.conditions.differences = true;
    world.send(Commands.start(ACME, "ann"));
    world.workAll();
    MigrationRolledBack back = (MigrationRolledBack) last();
    assertThat(back.reason()).contains("expected 100, found 99", "1 key missing");
    assertThat(back.firstFailure()).contains("extracted-equals-source");
    assertThat(world.systems.isSourceEnabled(ACME)).isTrue();
  }

  @Test
  void shouldFailARehearsalAfterItsPurgeWhenItsVerdictFindsDifferences() {
    world.systems.conditions.differences = true;
    world.send(Commands.rehearse(ACME, "ann"));
    world.workAll();
    assertThat(last()).isInstanceOf(RehearsalFailed.class);
    assertThat(world.systems.rows(ACME)).isZero();
    assertThat(world.state(ACME)).isInstanceOf(Requested.class);
  }

  @Test
  void shouldRollBackWithAReasonWhenALoadFails() {
    started();
    world.workUntil(ExtractChunk.class);
    DispatchedTask chunk = world.pending.getFirst();
    world.report(
        world.systems.reported(
            chunk.envelope(),
            Stage.LOAD,
            new FailureReport("contacts", "column tags does not exist", "mend the pack")));
    world.workAll();
    MigrationRolledBack back = (MigrationRolledBack) last();
    assertThat(back.reason()).contains("load failed on contacts: column tags does not exist");
    assertThat(back.nextStep()).isEqualTo("mend the pack");
  }

  @Test
  void shouldWaitForTheFreezeWhenARollbackOvertakesIt() {
    started();
    world.workUntil(FreezeSource.class);
    world.send(Commands.rollBack(ACME));
    world.work(PurgeTarget.class);
    assertThat(world.pending).singleElement().matches(one -> one.task() instanceof FreezeSource);
    world.work(FreezeSource.class);
    assertThat(world.pending).singleElement().matches(one -> one.task() instanceof ThawSource);
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(RolledBack.class);
    assertThat(world.systems.isSourceEnabled(ACME)).isTrue();
  }

  @Test
  void shouldNotThawWhenARollbackComesBeforeTheFreeze() {
    started();
    world.workUntil(PrepareTarget.class);
    world.report(
        world.systems.reported(
            world.pending.getFirst().envelope(),
            Stage.TRANSFORM,
            new FailureReport("pack", "broken", "mend it"),
            "other"));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(RolledBack.class);
    assertThat(world.story(ACME)).doesNotContain("ThawStarted");
  }

  @Test
  void shouldRejectARollbackWithAReasonWhenTheRunIsCommitted() {
    started();
    world.workAll();
    assertThat(world.refused(Commands.rollBack(ACME)).action())
        .contains("what was written to the target since would be lost");
    assertThat(world.refused(Commands.cancel(ACME)).action()).contains("would be lost");
    assertThat(world.refused(Commands.rehearse(ACME, "ann")).found()).contains("committed");
    assertThat(world.refused(Commands.start(ACME, "ann")).found()).contains("committed");
  }

  @Test
  void shouldRejectARollbackWhileTheTargetIsBeingEnabled() {
    started();
    world.workUntil(EnableTarget.class);
    assertThat(world.refused(Commands.rollBack(ACME)).action())
        .contains("source and target enabled");
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }

  @Test
  void shouldRollBackWhenEnablingTheTargetFails() {
    approved();
    world.systems.conditions.failing.add(EnableTarget.class);
    world.send(Commands.start(ACME, "ann"));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(RolledBack.class);
    assertThat(world.systems.isTargetEnabled(ACME)).isFalse();
  }

  @Test
  void shouldWaitForACommandWhenAPurgeLeavesRows() {
    started();
    world.workUntil(ReconcileCut.class);
    world.systems.conditions.purgesThatLeaveRows = 1;
    world.send(Commands.rollBack(ACME));
    world.workAll();
    assertThat(((Purging) world.state(ACME)).stuck()).isTrue();
    assertThat(world.systems.isSourceEnabled(ACME)).isFalse();
    world.send(Commands.rollBack(ACME));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(RolledBack.class);
  }

  @Test
  void shouldWaitForACommandWhenAThawFails() {
    started();
    world.workUntil(ReconcileCut.class);
    world.systems.conditions.failing.add(ThawSource.class);
    world.send(Commands.rollBack(ACME));
    world.workAll();
    assertThat(((Thawing) world.state(ACME)).stuck()).isTrue();
    world.systems.conditions.failing.clear();
    world.send(Commands.rollBack(ACME));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(RolledBack.class);
  }

  @Test
  void shouldRehearseWithTheNextRunNumberWhenACustomerWasRolledBack() {
    started();
    world.workUntil(ReconcileCut.class);
    world.send(Commands.rollBack(ACME));
    world.workAll();
    assertThat(world.refused(Commands.start(ACME, "ann")).action()).contains("RehearseMigration");
    rehearsed();
    assertThat(world.migration(ACME).runs()).isEqualTo(3);
  }
}
