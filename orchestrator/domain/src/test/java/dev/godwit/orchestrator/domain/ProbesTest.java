package dev.godwit.orchestrator.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.orchestrator.domain.common.CostlyNode;
import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.ProbeOutcome;
import dev.godwit.orchestrator.domain.common.ProbeResult;
import dev.godwit.orchestrator.domain.common.ProbeTimes;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.common.SqlPoint;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.common.Waiver;
import dev.godwit.orchestrator.domain.event.EndingEvent.RehearsalFailed;
import dev.godwit.orchestrator.domain.event.EndingEvent.RehearsalPassed;
import dev.godwit.orchestrator.domain.event.HoldEvent.RunHeld;
import dev.godwit.orchestrator.domain.event.ProbeEvent.ProbesMeasured;
import dev.godwit.orchestrator.domain.event.RunEvent.CommitHeld;
import dev.godwit.orchestrator.domain.report.Reported;
import dev.godwit.orchestrator.domain.state.ForwardState.Held;
import dev.godwit.orchestrator.domain.state.ForwardState.Probing;
import dev.godwit.orchestrator.domain.state.IdleState.Approved;
import dev.godwit.orchestrator.domain.state.IdleState.Cancelled;
import dev.godwit.orchestrator.domain.state.IdleState.Committed;
import dev.godwit.orchestrator.domain.state.IdleState.RolledBack;
import dev.godwit.orchestrator.domain.task.DispatchedTask;
import dev.godwit.orchestrator.domain.task.Task.RunProbes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A rehearsal and a live run measure the target's pages behind their verdict. */
class ProbesTest extends OneMigration {
  private static final List<String> OF_PROBES = List.of("ProbesStarted", "ProbesMeasured");
  private static final String SLOW = "SLOW_PROBE.BY_NAME";

  static ProbeResult measured(String probe, long p95Millis) {
    ProbeTimes times = new ProbeTimes(100, p95Millis * 500, p95Millis * 1_000);
    return new ProbeResult(
        probe,
        ProbeOutcome.MEASURED,
        "",
        300,
        5_000,
        20,
        times,
        times,
        50,
        new CostlyNode("Sort", "", "", 80, 100, 50, 7));
  }

  private static ProbeResult ended(ProbeOutcome outcome) {
    ProbeTimes none = new ProbeTimes(0, 0, 0);
    return new ProbeResult(
        "by-name", outcome, "Expected, found; mend.", 300, 5_000, 0, none, none, 0, null);
  }

  @Test
  void shouldMeasureBehindTheVerdictOfARehearsalAndBeforeTheGateOfALiveRun() {
    world.systems.conditions.points = List.of(SqlPoint.BEFORE_ENABLE);
    world.systems.conditions.probes = List.of(measured("by-name", 200), measured("emails", 3));
    committed();
    assertThat(world.story(ACME))
        .containsSubsequence(
            "VerdictReached",
            "ProbesStarted",
            "ProbesMeasured",
            "StatementsStarted",
            "LiveRehearsalStarted",
            "PurgeStarted",
            "RehearsalPassed",
            "VerdictReached",
            "ProbesStarted",
            "ProbesMeasured",
            "RecheckStarted",
            "StatementsStarted",
            "CommitStarted",
            "MigrationCommitted");
    assertThat(world.history)
        .extracting(one -> one.event())
        .contains(new ProbesMeasured(1, "languages", 7, "", world.systems.conditions.probes));
  }

  @Test
  void shouldTakeTheSamePathAsBeforeWhenThePackHasNoProbes() {
    committed();
    assertThat(world.story(ACME)).doesNotContainAnyElementsOf(OF_PROBES);
    List<String> without = world.story(ACME);
    world = new Simulation();
    world.systems.conditions.probes = List.of(measured("by-name", 1));
    committed();
    assertThat(world.story(ACME).stream().filter(one -> !OF_PROBES.contains(one)))
        .containsExactlyElementsOf(without);
  }

  @Test
  void shouldRequireAWaiverByNameUpToTheMillisecondsWhenAPageIsSlow() {
    world.systems.conditions.probes = List.of(measured("by-name", 812), measured("emails", 300));
    rehearsed();
    assertThat(((RehearsalPassed) last()).findings())
        .containsExactly(new QuarantineCount(Entity.CONTACTS, Stage.VALIDATE, SLOW, 812));
    assertThat(world.refused(Commands.approveAll(ACME, "bob")).found())
        .contains(
            "CONTACTS SLOW_PROBE.BY_NAME: this page of the target takes 812 ms, 0 ms accepted.");
    world.send(Commands.approve(ACME, new Waiver(Entity.CONTACTS, SLOW, 1_000, "")));
    assertThat(world.state(ACME)).isInstanceOf(Approved.class);
    world.systems.conditions.probes = List.of(measured("by-name", 999), measured("emails", 300));
    world.send(Commands.start(ACME, "ann"));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }

  @Test
  void shouldFindWhatTimedOutOrFailedAndNotWhatHasNothingToDraw() {
    world.systems.conditions.probes =
        List.of(
            ended(ProbeOutcome.TIMED_OUT),
            ended(ProbeOutcome.FAILED),
            ended(ProbeOutcome.NOTHING_TO_DRAW));
    world.systems.conditions.behind = 11;
    rehearsed();
    assertThat(((RehearsalPassed) last()).findings())
        .containsExactlyInAnyOrder(
            new QuarantineCount(Entity.CONTACTS, Stage.VALIDATE, SLOW, 5_000),
            new QuarantineCount(Entity.CONTACTS, Stage.VALIDATE, "FAILED_PROBE.BY_NAME", 1),
            new QuarantineCount(Entity.CONTACTS, Stage.VALIDATE, "LOW_SHARE", 11));
  }

  @Test
  void shouldFindAPageThatTheReportLacks() {
    world.systems.conditions.probes = List.of(measured("by-name", 1), measured("emails", 1));
    world.send(Commands.rehearse(ACME, "ann"));
    world.workUntil(RunProbes.class);
    world.systems.conditions.probes = List.of(measured("by-name", 1));
    world.workAll();
    assertThat(((RehearsalPassed) last()).findings())
        .extracting(QuarantineCount::reason)
        .containsExactly("FAILED_PROBE.NOT_REPORTED");
  }

  @Test
  void shouldHoldTheCommitUntilASlowPageIsWaived() {
    world = new Simulation(Simulation.HOLDING);
    world.systems.conditions.probes = List.of(measured("by-name", 100));
    started();
    world.systems.conditions.probes = List.of(measured("by-name", 812));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Held.class);
    assertThat(((CommitHeld) last()).reasons())
        .containsExactly(
            "CONTACTS SLOW_PROBE.BY_NAME: this page of the target takes 812 ms, 0 ms accepted; waive up to 812, or roll back.");
    world.send(Commands.waive(ACME, "cleo", Entity.CONTACTS, SLOW, 811));
    assertThat(world.state(ACME)).isInstanceOf(Held.class);
    world.send(Commands.waive(ACME, "cleo", Entity.CONTACTS, SLOW, 812));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }

  @Test
  void shouldMeasureAgainAndCommitWhenThePageWasMendedAndTheRunIsResumed() {
    world = new Simulation(Simulation.HOLDING);
    world.systems.conditions.probes = List.of(measured("by-name", 100));
    started();
    world.systems.conditions.probes = List.of(measured("by-name", 812));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Held.class);
    world.systems.conditions.probes = List.of(measured("by-name", 90));
    world.send(Commands.resume(ACME));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
    assertThat(world.story(ACME)).filteredOn("ProbesMeasured"::equals).hasSize(3);
  }

  @Test
  void shouldHoldALiveRunAndMeasureAgainWhenTheValidatorFails() {
    world = new Simulation(Simulation.HOLDING);
    world.systems.conditions.probes = List.of(measured("by-name", 1));
    started();
    world.workUntil(RunProbes.class);
    world.systems.conditions.failing.add(RunProbes.class);
    world.work(0);
    assertThat(last()).isInstanceOf(RunHeld.class);
    assertThat(world.state(ACME)).isInstanceOf(Probing.class);
    world.systems.conditions.failing.clear();
    world.send(Commands.resume(ACME));
    assertThat(world.pending.getFirst().envelope().taskId()).endsWith("/probes/1/resume-1");
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }

  @Test
  void shouldRollBackAndCancelWhilePagesAreMeasured() {
    world.systems.conditions.probes = List.of(measured("by-name", 1));
    world.send(Commands.rehearse(ACME, "ann"));
    world.workUntil(RunProbes.class);
    world.send(Commands.cancel(ACME));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Cancelled.class);
    assertThat(world.systems.rows(ACME)).isZero();
    started();
    world.workUntil(RunProbes.class);
    world.send(Commands.rollBack(ACME));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(RolledBack.class);
    assertThat(world.systems.rows(ACME)).isZero();
  }

  @Test
  void shouldFailTheRehearsalWhenTheValidatorFails() {
    world.systems.conditions.probes = List.of(measured("by-name", 1));
    world.systems.conditions.failing.add(RunProbes.class);
    world.send(Commands.rehearse(ACME, "ann"));
    world.workAll();
    assertThat(last()).isInstanceOf(RehearsalFailed.class);
    assertThat(world.systems.rows(ACME)).isZero();
  }

  @Test
  void shouldIgnoreAReportThatIsRepeatedOrOfAnotherRun() {
    world.systems.conditions.probes = List.of(measured("by-name", 812));
    world.send(Commands.rehearse(ACME, "ann"));
    world.workUntil(RunProbes.class);
    DispatchedTask first = world.pending.getFirst();
    Reported report = world.systems.act(first);
    world.work(0);
    assertThat(world.report(report)).isEmpty();
    world.workAll();
    assertThat(((RehearsalPassed) last()).findings()).hasSize(1);
    world.send(Commands.approve(ACME, new Waiver(Entity.CONTACTS, SLOW, 1_000, "")));
    world.send(Commands.start(ACME, "ann"));
    world.workUntil(RunProbes.class);
    assertThat(world.report(report)).isEmpty();
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }
}
