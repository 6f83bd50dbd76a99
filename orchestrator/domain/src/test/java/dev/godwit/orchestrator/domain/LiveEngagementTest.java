package dev.godwit.orchestrator.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.event.EndingEvent.ReturnStarted;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.RequestEvent.CommandRejected;
import dev.godwit.orchestrator.domain.event.RunEvent.AlarmRaised;
import dev.godwit.orchestrator.domain.event.RunEvent.CutStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.CutWritten;
import dev.godwit.orchestrator.domain.report.Report.FailureReport;
import dev.godwit.orchestrator.domain.state.EndingState.Returning;
import dev.godwit.orchestrator.domain.state.ForwardState.Held;
import dev.godwit.orchestrator.domain.state.ForwardState.Opening;
import dev.godwit.orchestrator.domain.state.ForwardState.Reconciling;
import dev.godwit.orchestrator.domain.state.IdleState.Committed;
import dev.godwit.orchestrator.domain.state.IdleState.RolledBack;
import dev.godwit.orchestrator.domain.task.DispatchedTask.TaskEnvelope;
import dev.godwit.orchestrator.domain.task.Task.FreezeSource;
import dev.godwit.orchestrator.domain.task.Task.PlanExtraction;
import dev.godwit.orchestrator.domain.task.Task.PurgeTarget;
import dev.godwit.orchestrator.domain.task.Task.ReconcileCut;
import dev.godwit.orchestrator.domain.task.Task.ReturnLive;
import dev.godwit.orchestrator.domain.task.Task.WriteCut;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Live engagement is followed from the freeze on, cut by cut, or given back. */
class LiveEngagementTest extends OneMigration {
  private void held() {
    started();
    world.systems.conditions.quarantine =
        List.of(new QuarantineCount(Entity.CONTACTS, Stage.TRANSFORM, "BAD_ADDRESS", 7));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Held.class);
  }

  private List<Event> events() {
    return world.history.stream().map(Recorded::event).toList();
  }

  private List<String> live() {
    return events().stream()
        .filter(
            event ->
                (event instanceof CutStarted cut && cut.entity().equals(Entity.LIVE))
                    || (event instanceof CutWritten written && written.entity().equals(Entity.LIVE))
                    || !(event instanceof CutStarted || event instanceof CutWritten))
        .map(Event::name)
        .toList();
  }

  private WriteCut workUntilLiveCut() {
    while (!world.pending.isEmpty()) {
      if (world.pending.getFirst().task() instanceof WriteCut cut
          && cut.entity().equals(Entity.LIVE)) {
        return cut;
      }
      world.work(0);
    }
    throw new AssertionError("Expected a cut of live engagement, found none");
  }

  @Test
  void shouldOpenTheWindowBetweenFreezeAndPlan() {
    started();
    assertThat(workUntilLiveCut()).isEqualTo(new WriteCut(Entity.LIVE, 0, false));
    assertThat(world.state(ACME)).isInstanceOf(Opening.class);
    assertThat(world.systems.isSourceEnabled(ACME)).isFalse();
    assertThat(world.pending).hasSize(1);
    assertThat(world.work(0)).extracting(Event::name).containsExactly("CutWritten");
    assertThat(world.pending).singleElement().matches(one -> one.task() instanceof PlanExtraction);
  }

  @Test
  void shouldCutLiveEngagementAfterTheEntitiesAndAskForTheVerdictThere() {
    started();
    workUntilLiveCut();
    world.work(0);
    assertThat(workUntilLiveCut()).isEqualTo(new WriteCut(Entity.LIVE, 1, false));
    assertThat(world.pending).hasSize(1);
    assertThat(world.work(0))
        .extracting(Event::name)
        .containsExactly("CutWritten", "ReconciliationStarted");
    ReconcileCut task = (ReconcileCut) world.pending.getFirst().task();
    assertThat(task.cut()).isEqualTo(1);
    assertThat(task.live()).isTrue();
    assertThat(task.committed()).isFalse();
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }

  @Test
  void shouldHaveNoLiveEngagementInARehearsal() {
    world.send(Commands.rehearse(ACME, "ann"));
    world.workUntil(ReconcileCut.class);
    assertThat(((ReconcileCut) world.pending.getFirst().task()).live()).isFalse();
    world.workAll();
    assertThat(events())
        .noneMatch(event -> event instanceof CutStarted cut && cut.entity().equals(Entity.LIVE));
    assertThat(world.refused(Commands.cut(ACME)).action()).contains("before a live run");
  }

  @Test
  void shouldNeitherHoldTheCommitNorWaiveWhenLiveEventsAreQuarantined() {
    started();
    world.systems.conditions.quarantine =
        List.of(new QuarantineCount(Entity.LIVE, Stage.LOAD, "UNKNOWN_MESSAGE", 99));
    workUntilLiveCut();
    assertThat(world.refused(Commands.waive(ACME, Entity.LIVE, "UNKNOWN_MESSAGE", 99)).expected())
        .contains("CONTACTS");
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }

  @Test
  void shouldTakeCutAfterCutWhenTheRunIsCommitted() {
    committed();
    for (int cut = 2; cut < 5; cut++) {
      assertThat(world.send(Commands.cut(ACME)))
          .containsExactly(new CutStarted(Entity.LIVE, cut, false));
      assertThat(world.refused(Commands.cut(ACME)).found()).contains("cut " + cut);
      world.work(WriteCut.class);
      assertThat(world.refused(Commands.cut(ACME)).found()).contains("verdict is awaited");
      ReconcileCut task = (ReconcileCut) world.pending.getFirst().task();
      assertThat(task.committed()).isTrue();
      assertThat(world.work(0)).extracting(Event::name).containsExactly("VerdictReached");
    }
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
    assertThat(world.history.getLast().envelope().run()).isEqualTo(2);
  }

  @Test
  void shouldRaiseAnAlarmUntilAReconciledVerdictWhenACutDiffers() {
    committed();
    world.systems.conditions.differences = true;
    world.send(Commands.cut(ACME));
    world.workAll();
    AlarmRaised alarm = (AlarmRaised) events().getLast();
    assertThat(alarm.cut()).isEqualTo(2);
    assertThat(alarm.reason()).contains("expected 100, found 99");
    assertThat(((Committed) world.state(ACME)).alarm()).isEqualTo(alarm.reason());
    assertThat(world.systems.isTargetEnabled(ACME)).isTrue();

    world.systems.conditions.differences = false;
    world.send(Commands.cut(ACME));
    world.workAll();
    assertThat(((Committed) world.state(ACME)).alarm()).isEmpty();
  }

  @Test
  void shouldRaiseAnAlarmAndTakeTheNextCutWhenACutCannotBeWritten() {
    committed();
    world.systems.conditions.failing.add(WriteCut.class);
    world.send(Commands.cut(ACME));
    assertThat(world.work(0)).extracting(Event::name).containsExactly("StageFailed", "AlarmRaised");
    world.systems.conditions.failing.clear();
    world.send(Commands.cut(ACME));
    world.workAll();
    assertThat(((Committed) world.state(ACME)).asked()).isEqualTo(3);
  }

  @Test
  void shouldRaiseOneAlarmWhenAStageFailsOftenAfterTheCommit() {
    committed();
    DispatchedTask old = new DispatchedTask(world.reported.getLast().envelope().taskId(), ACME);
    assertThat(old.fail(world)).hasSize(2);
    assertThat(old.fail(world)).isEmpty();
  }

  /** Says that a stage failed outside of what is awaited. */
  private record DispatchedTask(String taskId, String customer) {
    List<Event> fail(Simulation world) {
      TaskEnvelope task =
          new TaskEnvelope(taskId, customer, customer, 2, null, "", "", Instant.EPOCH, "");
      return world.report(
          world.systems.reported(
              task,
              Stage.LOAD,
              new FailureReport("engagements", "no such column", "mend the pack")));
    }
  }

  @Test
  void shouldCommitAtTheLaterCutWhenAHeldRunIsCutAgain() {
    held();
    world.send(Commands.cut(ACME));
    world.work(WriteCut.class);
    assertThat(world.state(ACME)).isInstanceOf(Reconciling.class);
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Held.class);
    world.send(Commands.waive(ACME, Entity.CONTACTS, "BAD_ADDRESS", 7));
    world.workAll();
    assertThat(((Committed) world.state(ACME)).cut()).isEqualTo(2);
  }

  @Test
  void shouldCommitWithTheVerdictOfACutThatWasUnderWayAtTheWaiver() {
    held();
    world.send(Commands.cut(ACME));
    assertThat(world.send(Commands.waive(ACME, Entity.CONTACTS, "BAD_ADDRESS", 7)))
        .extracting(Event::name)
        .containsExactly("FindingsWaived");
    world.workAll();
    assertThat(((Committed) world.state(ACME)).cut()).isEqualTo(2);
  }

  @Test
  void shouldCloseTheWindowReturnLiveEventsAndThawWhenARunRollsBack() {
    started();
    world.workUntil(ReconcileCut.class);
    world.send(Commands.rollBack(ACME));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(RolledBack.class);
    assertThat(live())
        .endsWith(
            "RollbackStarted",
            "PurgeStarted",
            "TargetPurged",
            "CutStarted",
            "CutWritten",
            "ReturnStarted",
            "LiveReturned",
            "ThawStarted",
            "SourceThawed",
            "MigrationRolledBack");
    assertThat(events()).contains(new ReturnStarted(List.of(7L), List.of(9L)));
  }

  @Test
  void shouldWaitForTheOpeningCutWhenARunRollsBack() {
    started();
    workUntilLiveCut();
    world.send(Commands.rollBack(ACME));
    world.work(PurgeTarget.class);
    assertThat(world.pending).hasSize(1);
    assertThat(world.work(WriteCut.class))
        .extracting(Event::name)
        .containsExactly("CutWritten", "CutStarted");
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(RolledBack.class);
    assertThat(live()).contains("LiveReturned");
  }

  @Test
  void shouldCloseNoWindowWhenTheOpeningCutCannotBeWritten() {
    started();
    workUntilLiveCut();
    world.systems.conditions.failing.add(WriteCut.class);
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(RolledBack.class);
    assertThat(live()).doesNotContain("ReturnStarted");
  }

  @Test
  void shouldNeverWriteAHeldOpeningCutWhenTheRunRollsBack() {
    started();
    world.workUntil(FreezeSource.class);
    world.send(Commands.pause(ACME));
    world.workAll();
    world.send(Commands.rollBack(ACME));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(RolledBack.class);
    assertThat(live()).doesNotContain("CutWritten", "ReturnStarted");
  }

  @Test
  void shouldReturnLiveEventsBeforeTheNextRunBegins() {
    started();
    world.systems.conditions.snapshotsToLose = 1;
    world.workAll();
    assertThat(live())
        .containsSubsequence(
            "RunAbandoned",
            "PurgeStarted",
            "TargetPurged",
            "CutStarted",
            "CutWritten",
            "ReturnStarted",
            "LiveReturned",
            "RunStarted",
            "SourceFrozen",
            "CutStarted");
    assertThat(world.migration(ACME).window().from()).containsExactly(7L);
  }

  @Test
  void shouldWaitForACommandWhenAReturnFails() {
    started();
    world.workUntil(ReconcileCut.class);
    world.systems.conditions.failing.add(ReturnLive.class);
    world.send(Commands.rollBack(ACME));
    world.workAll();
    assertThat(((Returning) world.state(ACME)).stuck()).isTrue();
    assertThat(world.systems.isSourceEnabled(ACME)).isFalse();
    world.systems.conditions.failing.clear();
    world.send(Commands.rollBack(ACME));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(RolledBack.class);
  }

  @Test
  void shouldWaitForACommandWhenAClosingCutFails() {
    started();
    world.workUntil(ReconcileCut.class);
    world.systems.conditions.failing.add(WriteCut.class);
    world.send(Commands.rollBack(ACME));
    world.workAll();
    assertThat(world.refused(Commands.rehearse(ACME, "ann")).found()).contains("not be closed");
    world.systems.conditions.failing.clear();
    assertThat(world.send(Commands.rollBack(ACME)))
        .containsExactly(new CutStarted(Entity.LIVE, 3, true));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(RolledBack.class);
  }

  @Test
  void shouldRollBackOnCommandWhenAReturnFailsBeforeAnotherRun() {
    started();
    world.systems.conditions.snapshotsToLose = 1;
    world.systems.conditions.failing.add(ReturnLive.class);
    world.workAll();
    assertThat(((Returning) world.state(ACME)).stuck()).isTrue();
    world.systems.conditions.failing.clear();
    world.send(Commands.rollBack(ACME));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(RolledBack.class);
  }

  @Test
  void shouldContinueAReturnWhileTheProgrammeIsPaused() {
    started();
    world.workUntil(ReconcileCut.class);
    world.send(Commands.pauseProgramme());
    world.send(Commands.rollBack(ACME));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(RolledBack.class);
  }

  @Test
  void shouldRejectACutWhileTheProgrammeIsPaused() {
    committed();
    world.send(Commands.pauseProgramme());
    CommandRejected rejected = world.refused(Commands.cut(ACME));
    assertThat(rejected.expected()).contains("programme that is not paused");
    assertThat(rejected.found()).contains("paused by ann");
    assertThat(rejected.action()).contains("ResumeProgramme");
    world.send(Commands.resumeProgramme());
    assertThat(world.send(Commands.cut(ACME))).hasSize(1);
    world.workAll();
    assertThat(((Committed) world.state(ACME)).asked()).isEqualTo(2);
  }

  @Test
  void shouldRejectACutWhileTheMigrationIsPaused() {
    held();
    world.send(Commands.pause(ACME));
    CommandRejected rejected = world.refused(Commands.cut(ACME));
    assertThat(rejected.expected()).contains("migration that is not paused");
    assertThat(rejected.action()).contains("ResumeMigration");
  }

  @Test
  void shouldAskForAVerdictAfterThePauseOfTheProgramme() {
    committed();
    world.send(Commands.cut(ACME));
    world.send(Commands.pauseProgramme());
    world.work(WriteCut.class);
    assertThat(world.pending).isEmpty();
    world.send(Commands.resumeProgramme());
    assertThat(world.pending).hasSize(1);
    world.workAll();
    assertThat(((Committed) world.state(ACME)).asked()).isEqualTo(2);
  }

  @Test
  void shouldChangeNothingWhenAnswersAreRepeatedOrLate() {
    committed();
    world.send(Commands.cut(ACME));
    world.workAll();
    world.reported.stream().toList().forEach(one -> assertThat(world.report(one)).isEmpty());
  }

  @Test
  void shouldRejectACutWhenThereIsNothingToCut() {
    assertThat(world.refused(Commands.cut(ACME)).found()).contains("no migration");
    started();
    assertThat(world.refused(Commands.cut(ACME)).action()).contains("that it needs");
    world.workUntil(ReconcileCut.class);
    assertThat(world.refused(Commands.cut(ACME)).found()).contains("at cut 1");
  }
}
