package dev.godwit.local.chaos;

import dev.godwit.api.CommandAnswer;
import dev.godwit.local.chaos.check.BothEnabledWatch;
import dev.godwit.local.chaos.check.Finding;
import dev.godwit.local.chaos.check.SourceState;
import dev.godwit.local.chaos.fault.Fault;
import dev.godwit.local.live.LiveTrafficSession;
import java.time.Duration;
import java.util.Set;

/** Runs one case: disturbs the run of a customer, and checks the invariants at its end. */
final class CaseRun {
  private static final Duration RUN_TIMEOUT = Duration.ofMinutes(5);
  private static final String ROLLED_BACK = "MigrationRolledBack";
  private static final String PASSED = "RehearsalPassed";
  private static final Set<String> ENDS =
      Set.of(RunningCase.COMMITTED, ROLLED_BACK, PASSED, "RehearsalFailed", "RunRefused");

  private final ChaosStack chaos;
  private final CaseCommands commands;
  private final RunningCase running;
  private final ChaosCase of;
  private boolean rollbackSent;
  private boolean rollbackRefused;

  CaseRun(RunningCase.Session session, RunningCase running) {
    this.chaos = session.chaos();
    this.commands = session.commands();
    this.running = running;
    this.of = running.of();
  }

  CaseResult run() throws InterruptedException {
    SourceState before = SourceState.before(chaos.source(), running.id());
    EventWatch.Seen end;
    long endedAt;
    boolean reached;
    try (BothEnabledWatch both =
            new BothEnabledWatch(chaos.source(), chaos.target(), running.id());
        Supervisor supervisor = new Supervisor(chaos.stack(), running.disturbed());
        LiveTrafficSession traffic =
            running.traffic(!of.scenario().isRollback() && !of.target().mayFail())) {
      try {
        running.disturb();
        commands.accepted(
            of.scenario() == Scenario.REHEARSAL ? "RehearseMigration" : "StartMigration",
            running.id());
        end = running.await(ENDS, RUN_TIMEOUT, this::act).orElse(null);
        endedAt = System.nanoTime();
        reached = running.awaitReached();
      } finally {
        running.calm();
      }
      chaos.startAll();
      if (end == null) {
        running.find(
            Finding.other(
                0,
                "the run did not end within %s; events: %s"
                    .formatted(RUN_TIMEOUT, running.story())));
      } else {
        if (traffic != null) {
          running.find(
              new TrafficCheck(chaos, running.customer(), traffic)
                  .atTheEnd(end.name().equals(RunningCase.COMMITTED)));
        }
        check(end, before);
      }
      running.find(both.findings());
    }
    return running.result(reached, end, endedAt);
  }

  /** Acts as a person until the run ends: rolls it back where the case says so, resumes it. */
  private void act() {
    if (of.scenario().isRollback()
        && !rollbackSent
        && running.disturbed().events(of.rollBackAt().event()) >= of.rollBackAt().count()
        && (of.target().followsRollback() || of.faults().stream().allMatch(Fault::hasHappened))) {
      rollbackSent = true;
      rollbackRefused =
          commands.answer("RollBackMigration", running.id()).state()
              == CommandAnswer.State.REJECTED;
    }
    running.resumeIfHeld();
  }

  private void check(EventWatch.Seen end, SourceState before) {
    boolean committed = end.name().equals(RunningCase.COMMITTED);
    String expected =
        switch (of.scenario()) {
          case REHEARSAL -> PASSED;
          case COMMIT, COMMIT_LIVE, REPLAY, REPLAY_LIVE -> RunningCase.COMMITTED;
          case ROLLBACK, ROLLBACK_LIVE -> ROLLED_BACK;
        };
    boolean allowed =
        (of.target().mayFail() && end.name().equals(ROLLED_BACK))
            || (committed && of.scenario().isRollback() && (rollbackRefused || !rollbackSent));
    if (!end.name().equals(expected) && !allowed) {
      running.find(
          Finding.other(
              0,
              "expected %s, found %s; events: %s"
                  .formatted(expected, end.name(), running.story())));
    }
    running.find(chaos.points().findings(running.id()));
    running.find(
        committed
            ? chaos
                .check()
                .committed(running.id(), end.envelope().getRun(), before, of.scenario().isLive())
            : chaos.check().asBefore(running.id(), before));
  }
}
