package dev.godwit.orchestrator.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.orchestrator.domain.command.Command.ReplayStage;
import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.EntityCount;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.ReplayEvent.ReplayFailed;
import dev.godwit.orchestrator.domain.event.ReplayEvent.ReplayFinished;
import dev.godwit.orchestrator.domain.event.ReplayEvent.ReplayProgressed;
import dev.godwit.orchestrator.domain.event.ReplayEvent.ReplayResumed;
import dev.godwit.orchestrator.domain.event.ReplayEvent.ReplayStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.CutStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.RecheckStarted;
import dev.godwit.orchestrator.domain.report.Report.ReplayProgressReport;
import dev.godwit.orchestrator.domain.report.Report.ReplayReport;
import dev.godwit.orchestrator.domain.report.Reported;
import dev.godwit.orchestrator.domain.state.ForwardState.Held;
import dev.godwit.orchestrator.domain.state.IdleState.Committed;
import dev.godwit.orchestrator.domain.state.IdleState.RolledBack;
import dev.godwit.orchestrator.domain.task.DispatchedTask;
import dev.godwit.orchestrator.domain.task.Task.ExtractChunk;
import dev.godwit.orchestrator.domain.task.Task.ReconcileCut;
import dev.godwit.orchestrator.domain.task.Task.ReplayRecords;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Replays of a held and of a committed run. */
class ReplayTest extends OneMigration {
  @BeforeEach
  void hold() {
    world = new Simulation(Simulation.HOLDING);
  }

  private void differing() {
    approved();
    world.systems.conditions.differences = true;
    world.send(Commands.start(ACME, "ann"));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Held.class);
  }

  private void quarantined(Stage stage) {
    approved();
    world.systems.conditions.quarantine =
        List.of(new QuarantineCount(Entity.CONTACTS, stage, "VALUE_TOO_LONG", 7));
    world.send(Commands.start(ACME, "ann"));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Held.class);
  }

  private ReplayRecords replay() {
    return (ReplayRecords) world.pending.getFirst().task();
  }

  @Test
  void shouldRepairWhatTheVerdictFoundAndCommitAtTheNextOne() {
    differing();
    ReplayStarted started = (ReplayStarted) world.send(Commands.repair(ACME)).getFirst();
    assertThat(started.selection().differencesOfCut()).isEqualTo(1);
    assertThat(replay().replace()).isTrue();
    assertThat(replay().rate()).isEqualTo(500);
    assertThat(world.pending.getFirst().envelope().taskId()).isEqualTo("acme/2/replay/1");
    List<Event> events = world.work(ReplayRecords.class);
    assertThat(events.getFirst()).isInstanceOf(ReplayFinished.class);
    assertThat(events.getLast()).isEqualTo(new CutStarted(Entity.LIVE, 2, false));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }

  @Test
  void shouldPutWhatWasReleasedIntoEveryLaterVerdict() {
    quarantined(Stage.TRANSFORM);
    world.send(Commands.replay(ACME, Stage.TRANSFORM));
    assertThat(replay().selection().quarantined()).isEqualTo("*");
    world.workUntil(ReconcileCut.class);
    assertThat(((ReconcileCut) world.pending.getFirst().task()).released())
        .containsExactly(new EntityCount(Entity.CONTACTS, 7));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
    world.send(Commands.cut(ACME));
    world.workUntil(ReconcileCut.class);
    assertThat(((ReconcileCut) world.pending.getFirst().task()).released())
        .containsExactly(new EntityCount(Entity.CONTACTS, 7));
  }

  @Test
  void shouldRefuseWithAReasonWhenNothingCanBeReplayed() {
    assertThat(world.refused(Commands.replay(ACME, Stage.LOAD)).found()).contains("no migration");
    world.send(Commands.rehearse(ACME, "ann"));
    world.workUntil(ExtractChunk.class);
    assertThat(world.refused(Commands.replay(ACME, Stage.LOAD)).action()).contains("rehearsal");
    world.workAll();
    world.send(Commands.approveAll(ACME, "bob"));
    assertThat(world.refused(Commands.replay(ACME, Stage.LOAD)).action()).contains("no live run");
    world.send(Commands.start(ACME, "ann"));
    world.workUntil(ExtractChunk.class);
    assertThat(world.refused(Commands.repair(ACME)).action()).contains("Wait for the verdict");
    world.send(Commands.rollBack(ACME));
    assertThat(world.refused(Commands.replay(ACME, Stage.LOAD)).action()).contains("is purged");
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(RolledBack.class);
    assertThat(world.refused(Commands.replay(ACME, Stage.LOAD)).action()).contains("was purged");
  }

  @Test
  void shouldRefuseASecondReplayACutAndACommitWhileOneIsUnderWay() {
    quarantined(Stage.LOAD);
    world.send(Commands.replay(ACME, Stage.VALIDATE));
    assertThat(world.refused(Commands.replay(ACME, Stage.LOAD)).found()).contains("replay 1");
    assertThat(world.refused(Commands.cut(ACME)).found()).contains("replay 1 of stage validate");
    assertThat(world.send(Commands.waive(ACME, Entity.CONTACTS, "VALUE_TOO_LONG", 7)))
        .as("the commit waits for the end of the replay")
        .hasSize(1);
    assertThat(world.work(ReplayRecords.class).getLast())
        .as("the source is read again before each commit")
        .isEqualTo(new RecheckStarted(1));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }

  @Test
  void shouldNotCommitAtAVerdictThatIsOlderThanAReplay() {
    quarantined(Stage.LOAD);
    world.send(Commands.replay(ACME, Stage.LOAD));
    world.systems.conditions.failing.add(ReplayRecords.class);
    assertThat(world.work(ReplayRecords.class)).singleElement().isInstanceOf(ReplayFailed.class);
    assertThat(world.send(Commands.waive(ACME, Entity.CONTACTS, "VALUE_TOO_LONG", 7)).getLast())
        .isEqualTo(new CutStarted(Entity.LIVE, 2, false));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }

  @Test
  void shouldRefuseWhileACutIsUnderWay() {
    differing();
    world.send(Commands.cut(ACME));
    assertThat(world.refused(Commands.repair(ACME)).found()).contains("cut 2 under way");
  }

  @Test
  void shouldReplayAfterTheCommitButNotTransformAndNotReplace() {
    committed();
    assertThat(world.refused(Commands.replay(ACME, Stage.TRANSFORM)).expected())
        .contains("not committed");
    assertThat(world.refused(Commands.repair(ACME)).expected()).contains("keys missing");
    world.send(Commands.replay(ACME, Stage.VALIDATE));
    assertThat(world.work(ReplayRecords.class)).singleElement().isInstanceOf(ReplayFinished.class);
    world.systems.conditions.differences = true;
    world.send(Commands.cut(ACME));
    world.workAll();
    world.send(Commands.repair(ACME));
    assertThat(replay().replace()).isFalse();
    assertThat(world.work(ReplayRecords.class).getLast())
        .isEqualTo(new CutStarted(Entity.LIVE, 3, false));
    assertThat(world.refused(Commands.replay(ACME, Stage.LOAD)).found()).contains("cut 3");
    world.workAll();
    assertThat(world.story(ACME)).endsWith("VerdictReached");
  }

  @Test
  void shouldPauseThrottleAndResumeAReplay() {
    differing();
    world.send(Commands.replay(ACME, Stage.LOAD));
    assertThat(world.refused(Commands.resumeReplay(ACME, 0)).found()).contains("without a limit");
    assertThat(world.send(Commands.resumeReplay(ACME, 50)))
        .containsExactly(new ReplayResumed(1, 50));
    world.send(Commands.pauseReplay(ACME));
    assertThat(world.refused(Commands.pauseReplay(ACME)).found()).contains("paused");
    world.send(Commands.resumeReplay(ACME, 0));
    world.workAll();
    assertThat(world.refused(Commands.pauseReplay(ACME)).action()).contains("no replay");
  }

  @Test
  void shouldRecordEachProgressOnce() {
    differing();
    world.send(Commands.replay(ACME, Stage.LOAD));
    DispatchedTask task = world.pending.getFirst();
    ReplayProgressReport tenth = new ReplayProgressReport(1, 60, 600);
    Reported report = world.systems.reported(task.envelope(), Stage.LOAD, tenth);
    assertThat(world.report(report)).containsExactly(new ReplayProgressed(1, 60, 600));
    assertThat(world.report(report)).isEmpty();
    assertThat(
            world.report(
                world.systems.reported(task.envelope(), Stage.LOAD, tenth, "acme/2/replay/7")))
        .isEmpty();
  }

  @Test
  void shouldCountWhatACancelledReplayReleasedBeforeTheNextCut() {
    quarantined(Stage.LOAD);
    world.send(Commands.replay(ACME, Stage.LOAD, "*"));
    world.send(Commands.cancelReplay(ACME));
    assertThat(world.refused(Commands.cancelReplay(ACME)).found()).contains("cancelled");
    assertThat(world.refused(Commands.cut(ACME)).expected()).contains("without a replay");
    assertThat(world.work(ReplayRecords.class))
        .as("no cut follows by itself")
        .singleElement()
        .isInstanceOf(ReplayFinished.class);
    world.send(Commands.cut(ACME));
    world.workUntil(ReconcileCut.class);
    assertThat(((ReconcileCut) world.pending.getFirst().task()).released())
        .containsExactly(new EntityCount(Entity.CONTACTS, 7));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }

  @Test
  void shouldCountWhatAFailedReplayReleasedWhenItsStageSaysSo() {
    quarantined(Stage.LOAD);
    world.send(Commands.replay(ACME, Stage.LOAD, "*"));
    DispatchedTask task = world.pending.getFirst();
    world.systems.conditions.failing.add(ReplayRecords.class);
    world.work(ReplayRecords.class);
    world.systems.conditions.failing.clear();
    assertThat(world.migration(ACME).replay()).isNull();
    ReplayReport partial =
        new ReplayReport(1, 4, 2, 2, 5, List.of(new EntityCount(Entity.CONTACTS, 2)), 0, 0, 0);
    Reported report = world.systems.reported(task.envelope(), Stage.LOAD, partial);
    assertThat(world.report(report)).singleElement().isInstanceOf(ReplayFinished.class);
    assertThat(world.report(report)).isEmpty();
    assertThat(world.migration(ACME).run().replays().released())
        .containsExactly(new EntityCount(Entity.CONTACTS, 2));
  }

  @Test
  void shouldCountWhatAFailedReplayReleasedWhenTheNextOneIsUnderWay() {
    quarantined(Stage.LOAD);
    world.send(Commands.replay(ACME, Stage.LOAD, "*"));
    DispatchedTask task = world.pending.getFirst();
    world.systems.conditions.failing.add(ReplayRecords.class);
    world.work(ReplayRecords.class);
    world.systems.conditions.failing.clear();
    world.send(Commands.replay(ACME, Stage.LOAD, "*"));
    ReplayReport partial =
        new ReplayReport(1, 4, 2, 2, 5, List.of(new EntityCount(Entity.CONTACTS, 2)), 0, 0, 0);
    Reported report = world.systems.reported(task.envelope(), Stage.LOAD, partial);

    assertThat(world.report(report)).singleElement().isInstanceOf(ReplayFinished.class);
    assertThat(world.report(report)).isEmpty();
    assertThat(world.migration(ACME).replay().number()).isEqualTo(2);
    assertThat(world.migration(ACME).run().replays().released())
        .containsExactly(new EntityCount(Entity.CONTACTS, 2));
    assertThat(world.work(ReplayRecords.class).getLast())
        .isEqualTo(new CutStarted(Entity.LIVE, 2, false));
  }

  @Test
  void shouldEndAReplayAtOnceWhenItIsCancelledBeforeItsTaskIsOut() {
    differing();
    world.send(Commands.pauseProgramme());
    world.send(Commands.resume(ACME));
    assertThat(world.pending).isEmpty();
    world.send(Commands.resumeProgramme());
    world.workAll();
    world.systems.conditions.quarantine =
        List.of(new QuarantineCount(Entity.CONTACTS, Stage.LOAD, "VALUE_TOO_LONG", 7));
    world.send(Commands.cut(ACME));
    world.workAll();
    world.send(Commands.pauseProgramme());
    world.send(Commands.resume(ACME));
    assertThat(world.migration(ACME).replay().dispatched()).isFalse();
    world.send(Commands.cancelReplay(ACME));
    assertThat(world.migration(ACME).replay()).isNull();
    world.send(Commands.resumeProgramme());
    assertThat(world.pending).isEmpty();
  }

  @Test
  void shouldEndTheReplayWithTheRunWhenItRollsBack() {
    differing();
    world.send(Commands.replay(ACME, Stage.LOAD));
    world.send(Commands.rollBack(ACME));
    assertThat(world.migration(ACME).replay()).isNull();
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(RolledBack.class);
  }

  @Test
  void shouldRefuseASelectionThatCannotBe() {
    differing();
    assertThat(world.refused(Commands.replay(ACME, Stage.EXTRACT)).action())
        .contains("Nothing is extracted again");
    assertThat(world.refused(selection(List.of(-1), List.of(), 0)).expected())
        .startsWith("partitions");
    assertThat(world.refused(selection(List.of(), List.of(), -5)).expected()).startsWith("rate");
    List<String> keys = IntStream.range(0, 10_001).mapToObj(String::valueOf).toList();
    assertThat(world.refused(selection(List.of(), keys, 0)).found()).isEqualTo("10001");
    assertThat(world.refused(selection(List.of(), List.of("a\u0007"), 0)).expected())
        .startsWith("keys[0]");
  }

  private static ReplayStage selection(List<Integer> partitions, List<String> keys, int rate) {
    return new ReplayStage(
        null, ACME, "ann", "", Stage.LOAD, List.of(), partitions, null, null, keys, null, rate);
  }
}
