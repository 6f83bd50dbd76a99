package dev.godwit.orchestrator.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.common.TableCount;
import dev.godwit.orchestrator.domain.event.EndingEvent.MigrationRolledBack;
import dev.godwit.orchestrator.domain.event.EndingEvent.PurgeStarted;
import dev.godwit.orchestrator.domain.event.EndingEvent.RollbackStarted;
import dev.godwit.orchestrator.domain.event.EndingEvent.RunRefused;
import dev.godwit.orchestrator.domain.event.EndingEvent.TargetPurged;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.Recorded.Envelope;
import dev.godwit.orchestrator.domain.event.RequestEvent.CommandRejected;
import dev.godwit.orchestrator.domain.event.RequestEvent.MigrationCancelled;
import dev.godwit.orchestrator.domain.event.RunEvent.StageFailed;
import dev.godwit.orchestrator.domain.report.Report.FailureReport;
import dev.godwit.orchestrator.domain.state.Evolution;
import dev.godwit.orchestrator.domain.state.IdleState.Approved;
import dev.godwit.orchestrator.domain.state.IdleState.Cancelled;
import dev.godwit.orchestrator.domain.state.IdleState.RolledBack;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.task.Task.AssessSource;
import dev.godwit.orchestrator.domain.task.Task.PlanExtraction;
import dev.godwit.orchestrator.domain.task.Task.PrepareTarget;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The rows of the target are not ours where the run was not prepared. {@link SimulatedSystems}
 * throws where it is purged all the same.
 */
class UnpreparedTargetTest extends OneMigration {
  private void preparing() {
    started();
    world.workUntil(PrepareTarget.class);
  }

  /** A live run whose source is frozen and whose target is to be prepared once more. */
  private void frozenAndPreparingAgain() {
    preparing();
    world.systems.conditions.snapshotsToLose = 1;
    world.workUntil(PlanExtraction.class);
    world.workUntil(PrepareTarget.class);
    assertThat(world.migration(ACME).run().mayBeFrozen()).isTrue();
  }

  /** Another stage of the run fails meanwhile. */
  private List<Event> trouble() {
    return world.report(
        world.systems.reported(
            world.pending.getFirst().envelope(),
            Stage.TRANSFORM,
            new FailureReport("pack", "broken", "mend it"),
            "other"));
  }

  @Test
  void shouldRejectRollbackAndCancellationBeforeTheAnswer() {
    preparing();
    CommandRejected rejected = world.refused(Commands.rollBack(ACME));
    assertThat(rejected.expected()).contains("not being prepared");
    assertThat(rejected.action()).contains("Wait for the answer", "not ours");
    assertThat(world.refused(Commands.cancel(ACME)).action()).contains("Wait for the answer");
    world.work(PrepareTarget.class);
    world.send(Commands.rollBack(ACME));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(RolledBack.class);
  }

  @Test
  void shouldRollBackWithoutAFreezeWhenAStageFailedBeforeTheAnswer() {
    preparing();
    assertThat(trouble()).extracting(Event::name).containsExactly("StageFailed");
    assertThat(trouble()).isEmpty();
    assertThat(world.pending).singleElement().matches(one -> one.task() instanceof PrepareTarget);
    assertThat(world.work(PrepareTarget.class))
        .extracting(Event::name)
        .containsExactly("TargetPrepared", "RollbackStarted", "PurgeStarted");
    world.workAll();
    MigrationRolledBack back = (MigrationRolledBack) last();
    assertThat(back.reason()).contains("transform failed on pack: broken");
    assertThat(world.story(ACME)).doesNotContain("FreezeStarted");
  }

  @Test
  void shouldLeaveForeignRowsWhenAStageFailedBeforeTheAnswer() {
    preparing();
    trouble();
    world.systems.conditions.notEmpty.put(ACME, 3L);
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Approved.class);
    assertThat(world.story(ACME)).endsWith("RunRefused");
    assertThat(world.programme().live()).isEmpty();
  }

  @Test
  void shouldNameTheFirstFailureWhenThePreparationFailsToo() {
    preparing();
    trouble();
    world.systems.conditions.failing.add(PrepareTarget.class);
    world.workAll();
    RunRefused refused = (RunRefused) last();
    assertThat(refused.reasons()).singleElement().asString().contains("pack: broken");
  }

  @Test
  void shouldRefuseTheRunAndKeepTheApprovalWhenThePreparationFails() {
    preparing();
    world.systems.conditions.failing.add(PrepareTarget.class);
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Approved.class);
    RunRefused refused = (RunRefused) last();
    assertThat(refused.reasons()).singleElement().asString().contains("load failed on subject");
    assertThat(refused.nextStep()).isEqualTo("mend it");
  }

  @Test
  void shouldPurgeNothingWhenAPauseHoldsThePreparationBack() {
    world.send(Commands.rehearse(ACME, "ann"));
    world.workAll();
    world.send(Commands.approveAll(ACME, "bob"));
    world.send(Commands.start(ACME, "ann"));
    world.send(Commands.pause(ACME));
    world.workAll();
    assertThat(world.migration(ACME).dispatched()).isFalse();
    assertThat(world.send(Commands.cancel(ACME)))
        .extracting(Event::name)
        .containsExactly("MigrationCancelled");
    assertThat(world.pending).isEmpty();
  }

  @Test
  void shouldThawAndLeaveLeftoversWhenAFrozenRunMeetsThem() {
    frozenAndPreparingAgain();
    world.systems.conditions.notEmpty.put(ACME, 3L);
    world.workAll();
    MigrationRolledBack back = (MigrationRolledBack) last();
    assertThat(back.reason()).contains("3 rows in contacts");
    assertThat(world.systems.isSourceEnabled(ACME)).isTrue();
  }

  @Test
  void shouldThawAndLeaveLeftoversWhenTheAssessmentOfAFrozenRunFindsThem() {
    preparing();
    world.systems.conditions.snapshotsToLose = 1;
    world.workUntil(PlanExtraction.class);
    world.systems.conditions.leftovers.put(ACME, 3L);
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(RolledBack.class);
    assertThat(world.systems.isSourceEnabled(ACME)).isTrue();
  }

  @Test
  void shouldRejectARollbackOfAFrozenRunBeforeTheAnswer() {
    frozenAndPreparingAgain();
    world.refused(Commands.rollBack(ACME));
    assertThat(world.refused(Commands.cancel(ACME)).action()).contains("RollBackMigration");
    trouble();
    world.systems.conditions.notEmpty.put(ACME, 3L);
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(RolledBack.class);
    assertThat(world.systems.isSourceEnabled(ACME)).isTrue();
  }

  @Test
  void shouldThawAtOnceWhenAPauseHoldsThePreparationOfAFrozenRunBack() {
    preparing();
    world.systems.conditions.snapshotsToLose = 1;
    world.workUntil(PlanExtraction.class);
    world.workUntil(AssessSource.class);
    world.send(Commands.pause(ACME));
    world.workAll();
    assertThat(world.migration(ACME).dispatched()).isFalse();
    assertThat(world.send(Commands.rollBack(ACME)))
        .extracting(Event::name)
        .containsExactly("RollbackStarted", "ThawStarted");
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(RolledBack.class);
  }

  private void record(Migration before, Event... events) {
    Migration after = before;
    for (Event event : events) {
      long sequence = after.sequence() + 1;
      Envelope envelope =
          new Envelope("e", ACME, sequence, "c", "c", Instant.EPOCH, "ann", before.runs());
      after = Evolution.evolve(after, new Recorded(envelope, event));
    }
    assertThat(after.state()).isInstanceOfAny(RolledBack.class, Cancelled.class);
  }

  @Test
  void shouldFoldAHistoryInWhichThePurgeDidNotWait() {
    preparing();
    Migration before = world.migration(ACME);
    List<TableCount> none = List.of(new TableCount("contacts", 0));
    StageFailed failed = new StageFailed(Stage.LOAD, "purge", "error", "mend it", "");
    record(
        before,
        new RollbackStarted("why", "COMMAND", "", ""),
        new PurgeStarted("why", "ROLLBACK"),
        new TargetPurged(none, none),
        new MigrationRolledBack("why", "", ""));
    record(
        before,
        new RollbackStarted("why", "COMMAND", "", ""),
        new PurgeStarted("why", "ROLLBACK"),
        failed,
        new PurgeStarted("why", "ROLLBACK"),
        new TargetPurged(none, none),
        new MigrationRolledBack("why", "", ""));
    record(
        before,
        new PurgeStarted("why", "CANCEL"),
        new TargetPurged(none, none),
        new MigrationCancelled("why"));
    world.workAll();
  }
}
