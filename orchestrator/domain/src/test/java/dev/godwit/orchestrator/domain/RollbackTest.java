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

/** The way back: when it is taken, what it waits for, and from where there is none. */
class RollbackTest extends OneMigration {
  @Test
  void a_verdict_with_differences_rolls_a_live_run_back() {
    approved();
    world.systems.conditions.differences = true;
    world.send(Commands.start(ACME, "ann"));
    world.workAll();
    MigrationRolledBack back = (MigrationRolledBack) last();
    assertThat(back.reason()).contains("expected 100, found 99", "1 keys missing");
    assertThat(back.firstFailure()).contains("extracted-equals-source");
    assertThat(world.systems.isOldEnabled(ACME)).isTrue();
  }

  @Test
  void a_verdict_with_differences_fails_a_rehearsal_after_its_purge() {
    world.systems.conditions.differences = true;
    world.send(Commands.rehearse(ACME, "ann"));
    world.workAll();
    assertThat(last()).isInstanceOf(RehearsalFailed.class);
    assertThat(world.systems.rows(ACME)).isZero();
    assertThat(world.state(ACME)).isInstanceOf(Requested.class);
  }

  @Test
  void a_failed_load_rolls_a_live_run_back_and_the_report_says_why() {
    started();
    world.workUntil(ExtractChunk.class);
    DispatchedTask chunk = world.pending.getFirst();
    world.tell(
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
  void a_rollback_waits_for_a_freeze_that_is_out() {
    started();
    world.workUntil(FreezeSource.class);
    world.send(Commands.rollBack(ACME));
    world.work(PurgeTarget.class);
    assertThat(world.pending).singleElement().matches(one -> one.task() instanceof FreezeSource);
    world.work(FreezeSource.class);
    assertThat(world.pending).singleElement().matches(one -> one.task() instanceof ThawSource);
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(RolledBack.class);
    assertThat(world.systems.isOldEnabled(ACME)).isTrue();
  }

  @Test
  void a_rollback_before_the_freeze_does_not_thaw() {
    started();
    world.workUntil(PrepareTarget.class);
    world.tell(
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
  void after_the_commit_there_is_no_rollback_and_the_answer_says_why() {
    started();
    world.workAll();
    assertThat(world.refused(Commands.rollBack(ACME)).action())
        .contains("what was written to the target since would be lost");
    assertThat(world.refused(Commands.cancel(ACME)).action()).contains("would be lost");
    assertThat(world.refused(Commands.rehearse(ACME, "ann")).found()).contains("committed");
    assertThat(world.refused(Commands.start(ACME, "ann")).found()).contains("committed");
  }

  @Test
  void a_rollback_does_not_overtake_the_enabling_of_the_new_system() {
    started();
    world.workUntil(EnableTarget.class);
    assertThat(world.refused(Commands.rollBack(ACME)).action())
        .contains("source and target enabled");
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }

  @Test
  void an_enabling_that_fails_rolls_back() {
    approved();
    world.systems.conditions.failing.add(EnableTarget.class);
    world.send(Commands.start(ACME, "ann"));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(RolledBack.class);
    assertThat(world.systems.isNewEnabled(ACME)).isFalse();
  }

  @Test
  void a_purge_that_leaves_rows_waits_for_somebody_to_ask_again() {
    started();
    world.workUntil(ReconcileCut.class);
    world.systems.conditions.purgesThatLeaveRows = 1;
    world.send(Commands.rollBack(ACME));
    world.workAll();
    assertThat(((Purging) world.state(ACME)).stuck()).isTrue();
    assertThat(world.systems.isOldEnabled(ACME)).isFalse();
    world.send(Commands.rollBack(ACME));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(RolledBack.class);
  }

  @Test
  void a_thaw_that_fails_waits_for_somebody_to_ask_again() {
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
  void a_customer_that_was_rolled_back_can_be_rehearsed_again_with_the_next_run_number() {
    started();
    world.workUntil(ReconcileCut.class);
    world.send(Commands.rollBack(ACME));
    world.workAll();
    assertThat(world.refused(Commands.start(ACME, "ann")).action()).contains("RehearseMigration");
    rehearsed();
    assertThat(world.migration(ACME).runs()).isEqualTo(3);
  }
}
