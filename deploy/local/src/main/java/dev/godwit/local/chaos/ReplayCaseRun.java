package dev.godwit.local.chaos;

import dev.godwit.common.v1.Stage;
import dev.godwit.event.v1.ReplayFinished;
import dev.godwit.local.chaos.check.BothEnabledWatch;
import dev.godwit.local.chaos.check.Finding;
import dev.godwit.local.chaos.check.SourceState;
import dev.godwit.local.chaos.check.TargetRows;
import dev.godwit.local.demo.StepFailedException;
import dev.godwit.local.live.LiveTrafficSession;
import java.time.Duration;
import java.util.Set;

/**
 * Runs one case of replays: makes a gap in a live run, disturbs the replays that fill it, and
 * checks that they have filled it and changed nothing else.
 */
final class ReplayCaseRun {
  private static final Duration RUN_TIMEOUT = Duration.ofMinutes(3);

  private final ChaosStack chaos;
  private final CaseCommands commands;
  private final RunningCase running;
  private final ReplayPlan plan;
  private final String id;
  private final boolean live;
  private final GapMaker gap;
  private final CaseReplays replays;
  private TargetRows whole;
  private int deleted;

  ReplayCaseRun(RunningCase.Session session, RunningCase running) {
    this.chaos = session.chaos();
    this.commands = session.commands();
    this.running = running;
    this.plan = running.of().replay();
    this.id = running.id();
    this.live = running.of().scenario().isLive();
    this.gap = new GapMaker(chaos.source(), chaos.target(), id, plan.gap());
    this.replays =
        new CaseReplays(session.events(), commands, id, running.start(), running::resumeIfHeld);
  }

  CaseResult run() throws InterruptedException {
    gap.beforeTheRun();
    SourceState before = SourceState.before(chaos.source(), id);
    EventWatch.Seen committed;
    boolean reached;
    long filledAt;
    try (BothEnabledWatch both = new BothEnabledWatch(chaos.source(), chaos.target(), id);
        Supervisor supervisor = new Supervisor(chaos.stack(), running.disturbed());
        LiveTrafficSession traffic = running.traffic(true)) {
      commands.accepted("StartMigration", id);
      await(plan.isHeld() ? "CommitHeld" : RunningCase.COMMITTED);
      mend();
      try {
        fill();
        reached = running.awaitReached();
      } finally {
        running.calm();
      }
      filledAt = System.nanoTime();
      chaos.startAll();
      committed = await(RunningCase.COMMITTED);
      if (traffic != null) {
        running.find(new TrafficCheck(chaos, running.customer(), traffic).atTheEnd(true));
      }
      checkReplays();
      running.find(chaos.check().committed(id, committed.envelope().getRun(), before, live));
      running.find(both.findings());
    } finally {
      gap.mend();
    }
    return running.result(reached, committed, filledAt);
  }

  private void mend() {
    gap.mend();
    if (!plan.isHeld()) {
      whole = TargetRows.of(chaos.target(), id);
      deleted = gap.delete(live);
    }
  }

  /** The replays that fill the gap, the disturbed one among them. */
  private void fill() {
    if (plan.gap() == ReplayPlan.Gap.TRANSFORMER && plan.stage() != Stage.TRANSFORM) {
      replays.all(Stage.TRANSFORM);
    }
    running.disturb();
    disturb();
    if (plan.twice()) {
      disturb();
    }
    if (plan.stage() != Stage.LOAD) {
      replays.all(Stage.LOAD);
    }
    if (replays.failure() != null && !running.of().target().mayFail()) {
      running.find(Finding.other(0, "a replay failed: " + replays.failure()));
    }
  }

  private void disturb() {
    ReplayFinished finished = replays.planned(plan);
    if (plan.stage() == Stage.VALIDATE) {
      expectDifferences(finished, deleted);
    }
  }

  private void expectDifferences(ReplayFinished finished, long missing) {
    if (finished.getMissing() != missing
        || finished.getUnexpected() != 0
        || finished.getChanged() != 0) {
      running.find(
          Finding.other(
              3,
              "expected the comparison to find %d missing keys and no other, found %s"
                  .formatted(missing, finished)));
    }
  }

  /** After the last event has arrived: two replays of everything change no row. */
  private void checkReplays() {
    TargetRows before = TargetRows.of(chaos.target(), id);
    if (whole != null) {
      running.find(whole.unchanged(before, "since the rows were deleted", live));
    }
    replays.all(Stage.LOAD);
    replays.all(Stage.LOAD);
    running.find(
        before.unchanged(
            TargetRows.of(chaos.target(), id), "after two replays of everything", false));
    expectDifferences(replays.all(Stage.VALIDATE), 0);
  }

  /** Waits for an event of the case; resumes the run meanwhile. */
  private EventWatch.Seen await(String name) {
    return running
        .await(Set.of(name), RUN_TIMEOUT, running::resumeIfHeld)
        .orElseThrow(
            () ->
                new StepFailedException(
                    "Expected %s within %s, but found these events: %s"
                        .formatted(name, RUN_TIMEOUT, running.story())));
  }
}
