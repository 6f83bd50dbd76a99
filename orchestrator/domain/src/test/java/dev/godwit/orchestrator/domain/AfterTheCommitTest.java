package dev.godwit.orchestrator.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.Recorded.Envelope;
import dev.godwit.orchestrator.domain.event.RunEvent.AlarmRaised;
import dev.godwit.orchestrator.domain.event.RunEvent.StageRecovered;
import dev.godwit.orchestrator.domain.report.Report;
import dev.godwit.orchestrator.domain.report.Report.FailureReport;
import dev.godwit.orchestrator.domain.report.Report.RecoveryReport;
import dev.godwit.orchestrator.domain.report.Report.WaitingReport;
import dev.godwit.orchestrator.domain.state.Evolution;
import dev.godwit.orchestrator.domain.state.IdleState.Committed;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.task.DispatchedTask.TaskEnvelope;
import dev.godwit.orchestrator.domain.task.Task.WriteCut;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A committed migration is looked after for years: what waits is known, what is late is said. */
class AfterTheCommitTest extends OneMigration {
  @BeforeEach
  void begin() {
    committed();
  }

  private List<Event> report(Report report) {
    int run = world.migration(ACME).run().number();
    TaskEnvelope task = new TaskEnvelope("live", ACME, ACME, run, null, "", "", Instant.EPOCH, "");
    return world.report(world.systems.reported(task, Stage.LOAD, report));
  }

  /** Each command is a second later than the one before. */
  private void seconds(int count) {
    for (int i = 0; i < count; i++) {
      world.refused(Commands.resume(ACME));
    }
  }

  private Committed state() {
    return (Committed) world.state(ACME);
  }

  @Test
  void shouldRecordAWaitOnceAndItsRecovery() {
    WaitingReport waiting = new WaitingReport("the target database", "refused");
    assertThat(report(waiting)).extracting(Event::name).containsExactly("StageWaiting");
    assertThat(report(waiting)).isEmpty();
    assertThat(report(new RecoveryReport("the target database", 5)))
        .extracting(Event::name)
        .containsExactly("StageRecovered");
    assertThat(report(new RecoveryReport("the target database", 5))).isEmpty();
  }

  @Test
  void shouldRecordNoMoreWaitsUntilTheNextVerdictWhenAConnectionFlaps() {
    int recorded = 0;
    for (int i = 0; i < 60; i++) {
      recorded += report(new WaitingReport("the target database", "refused")).size();
      report(new RecoveryReport("the target database", 5));
    }
    assertThat(recorded).isEqualTo(50);
    world.send(Commands.cut(ACME));
    world.workAll();
    assertThat(report(new WaitingReport("the target database", "refused"))).hasSize(1);
  }

  @Test
  void shouldEndEveryWaitWhenAVerdictComes() {
    WaitingReport waiting = new WaitingReport("the target database", "refused");
    report(waiting);
    world.send(Commands.cut(ACME));
    world.workAll();
    assertThat(world.migration(ACME).waiting()).isEmpty();
    assertThat(report(waiting)).extracting(Event::name).containsExactly("StageWaiting");
  }

  @Test
  void shouldFoldARecoveryAfterTheVerdictThatEndedTheWait() {
    Migration before = world.migration(ACME);
    Envelope envelope =
        new Envelope(
            "event",
            ACME,
            before.sequence() + 1,
            "cause",
            "command",
            Instant.EPOCH,
            "load-1",
            before.run().number());
    Recorded late =
        new Recorded(envelope, new StageRecovered(Stage.LOAD, "the target database", 5));
    Migration after = Evolution.evolve(before, late);
    assertThat(after.state()).isEqualTo(before.state());
    assertThat(after.waiting()).isEmpty();
    assertThat(after.sequence()).isEqualTo(before.sequence() + 1);
  }

  @Test
  void shouldStillRaiseTheAlarmAboutTheCutWhenSomethingElseFailed() {
    world.send(Commands.cut(ACME));
    FailureReport failed = new FailureReport("table contact", "permission denied", "Grant it.");
    assertThat(report(failed))
        .extracting(Event::name)
        .containsExactly("StageFailed", "AlarmRaised");
    assertThat(state().alarm()).contains("permission denied");
    seconds(20);
    AlarmRaised overdue = (AlarmRaised) world.send(Commands.cut(ACME)).getFirst();
    assertThat(overdue.reason()).contains("Cut 2", "without a verdict");
    report(failed);
    assertThat(world.refused(Commands.cut(ACME)).found()).contains("cut 2 under way");
  }

  @Test
  void shouldRaiseOneAlarmUntilTheVerdictWhenACutIsOverdue() {
    world.send(Commands.cut(ACME));
    seconds(20);
    AlarmRaised alarm = (AlarmRaised) world.send(Commands.cut(ACME)).getFirst();
    assertThat(alarm.cut()).isEqualTo(2);
    assertThat(alarm.reason()).contains("Cut 2", "without a verdict since 1970");
    assertThat(alarm.action()).contains("godwit lag");
    assertThat(state().alarm()).isEqualTo(alarm.reason());
    seconds(20);
    assertThat(world.refused(Commands.cut(ACME)).found()).contains("cut 2 under way");
    world.workAll();
    assertThat(state().alarm()).isEmpty();
    assertThat(world.send(Commands.cut(ACME)))
        .extracting(Event::name)
        .containsExactly("CutStarted");
  }

  @Test
  void shouldRaiseAnotherAlarmWhenTheNextCutIsOverdue() {
    world.send(Commands.cut(ACME));
    seconds(20);
    world.send(Commands.cut(ACME));
    world.workAll();
    world.send(Commands.cut(ACME));
    world.work(WriteCut.class);
    seconds(20);
    assertThat(((AlarmRaised) world.send(Commands.cut(ACME)).getFirst()).cut()).isEqualTo(3);
  }

  @Test
  void shouldRaiseNoAlarmWhenACutWasTakenAMomentAgo() {
    world.send(Commands.cut(ACME));
    seconds(5);
    assertThat(world.refused(Commands.cut(ACME)).found()).contains("cut 2 under way");
    assertThat(state().alarm()).isEmpty();
  }

  @Test
  void shouldNotCountThePauseTowardsTheTimeOfACut() {
    world.send(Commands.cut(ACME));
    world.send(Commands.pauseProgramme());
    world.work(WriteCut.class);
    seconds(30);
    world.send(Commands.resumeProgramme());
    world.refused(Commands.cut(ACME));
    seconds(20);
    assertThat(world.send(Commands.cut(ACME)).getFirst()).isInstanceOf(AlarmRaised.class);
  }
}
