package dev.godwit.local.chaos;

import dev.godwit.api.CommandAnswer;
import dev.godwit.local.chaos.check.BothEnabledWatch;
import dev.godwit.local.chaos.check.Finding;
import dev.godwit.local.chaos.check.SourceState;
import dev.godwit.local.chaos.fault.Disturbed;
import dev.godwit.local.chaos.fault.Fault;
import dev.godwit.local.demo.SampleCustomer;
import dev.godwit.local.live.LiveTrafficSession;
import dev.godwit.local.stack.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Runs one case: disturbs the run of a customer, and checks the invariants at its end. */
final class CaseRun {
  private static final Duration RUN_TIMEOUT = Duration.ofMinutes(5);
  private static final Duration REACH_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final double EVENTS_PER_SECOND = 20;
  private static final String COMMITTED = "MigrationCommitted";
  private static final String ROLLED_BACK = "MigrationRolledBack";
  private static final String PASSED = "RehearsalPassed";
  private static final Set<String> ENDS =
      Set.of(COMMITTED, ROLLED_BACK, PASSED, "RehearsalFailed", "RunRefused");
  private static final Set<String> HOLDS = Set.of("RunHeld", "RunResumed");

  private final ChaosStack chaos;
  private final EventWatch events;
  private final CaseCommands commands;
  private final ChaosCase of;
  private final SampleCustomer customer;
  private final String id;
  private final long start;
  private final List<Finding> findings = new ArrayList<>();
  private final Disturbed disturbed;
  private boolean rollbackSent;
  private boolean rollbackRefused;

  CaseRun(
      ChaosStack chaos,
      EventWatch events,
      CaseCommands commands,
      ChaosCase of,
      SampleCustomer customer) {
    this.chaos = chaos;
    this.events = events;
    this.commands = commands;
    this.of = of;
    this.customer = customer;
    this.id = customer.id();
    this.start = events.sequence(id);
    this.disturbed =
        new Disturbed(
            chaos.stack(),
            chaos.crashFolder(),
            chaos.sourceProxy(),
            chaos.targetProxy(),
            chaos.target(),
            chaos.readModel(),
            name -> events.count(id, start, name));
  }

  CaseResult run() throws InterruptedException {
    long begun = System.nanoTime();
    SourceState before = SourceState.before(chaos.source(), id);
    EventWatch.Seen end;
    long endedAt;
    boolean reached;
    try (BothEnabledWatch both = new BothEnabledWatch(chaos.source(), chaos.target(), id);
        Supervisor supervisor = new Supervisor(chaos.stack(), disturbed);
        LiveTrafficSession traffic = traffic()) {
      try {
        of.faults().forEach(fault -> fault.begin(disturbed));
        commands.accepted(
            of.scenario() == Scenario.REHEARSAL ? "RehearseMigration" : "StartMigration", id);
        end = awaitEnd();
        endedAt = System.nanoTime();
        reached = awaitReached();
      } finally {
        disturbed.over();
        of.faults().forEach(fault -> fault.end(disturbed));
      }
      chaos.startAll();
      if (end == null) {
        findings.add(
            Finding.other(
                0,
                "the run did not end within %s; events: %s"
                    .formatted(RUN_TIMEOUT, events.story(id, start))));
      } else {
        if (traffic != null) {
          findings.addAll(
              new TrafficCheck(chaos, customer, traffic).atTheEnd(end.name().equals(COMMITTED)));
        }
        check(end, before);
      }
      findings.addAll(both.findings());
    }
    if (!reached) {
      findings.add(Finding.other(0, "never reached: " + of.faults()));
    }
    return new CaseResult(
        of,
        id,
        "",
        reached,
        end == null ? "none" : end.name(),
        end == null ? 0 : end.envelope().getRun(),
        since(begun),
        recovery(endedAt),
        findings);
  }

  private LiveTrafficSession traffic() {
    return of.scenario().isLive()
        ? LiveTrafficSession.start(
            chaos.plainStack(),
            chaos.databases(),
            customer,
            chaos.keys(),
            EVENTS_PER_SECOND,
            !of.scenario().isRollback() && !of.target().mayFail())
        : null;
  }

  /** Waits for the end of the run; rolls it back and resumes it meanwhile. Null where none came. */
  private EventWatch.Seen awaitEnd() {
    EventWatch.Seen[] end = new EventWatch.Seen[1];
    Await.until(
        RUN_TIMEOUT,
        POLL,
        () -> {
          end[0] = events.last(id, start, ENDS).orElse(null);
          if (end[0] == null) {
            act();
          }
          return end[0] != null;
        });
    return end[0];
  }

  private void act() {
    if (of.scenario().isRollback()
        && !rollbackSent
        && disturbed.events(of.rollBackAt().event()) >= of.rollBackAt().count()
        && (of.target().followsRollback() || of.faults().stream().allMatch(Fault::hasHappened))) {
      rollbackSent = true;
      rollbackRefused =
          commands.answer("RollBackMigration", id).state() == CommandAnswer.State.REJECTED;
    }
    Optional<EventWatch.Seen> hold = events.last(id, start, HOLDS);
    if (hold.isPresent()
        && hold.get().name().equals("RunHeld")
        && of.faults().stream().allMatch(Fault::isOver)) {
      commands.answer("ResumeMigration", id);
    }
  }

  /** Some points are reached a moment after the end of the run, such as those of the read model. */
  private boolean awaitReached() {
    return Await.until(
        REACH_TIMEOUT, POLL, () -> of.faults().stream().allMatch(Fault::hasHappened));
  }

  private void check(EventWatch.Seen end, SourceState before) {
    boolean committed = end.name().equals(COMMITTED);
    String expected =
        switch (of.scenario()) {
          case REHEARSAL -> PASSED;
          case COMMIT, COMMIT_LIVE, REPLAY, REPLAY_LIVE -> COMMITTED;
          case ROLLBACK, ROLLBACK_LIVE -> ROLLED_BACK;
        };
    boolean allowed =
        (of.target().mayFail() && end.name().equals(ROLLED_BACK))
            || (committed && of.scenario().isRollback() && (rollbackRefused || !rollbackSent));
    if (!end.name().equals(expected) && !allowed) {
      findings.add(
          Finding.other(
              0,
              "expected %s, found %s; events: %s"
                  .formatted(expected, end.name(), events.story(id, start))));
    }
    findings.addAll(
        committed
            ? chaos.check().committed(id, end.envelope().getRun(), before, of.scenario().isLive())
            : chaos.check().asBefore(id, before));
  }

  private Duration recovery(long endedAt) {
    long disturbedAt = disturbed.disturbedAtNanos();
    long wellAt = disturbed.wellAtNanos();
    if (disturbedAt == 0 || wellAt == 0) {
      return Duration.ZERO;
    }
    if (wellAt - endedAt > 0) {
      return Duration.ofNanos(wellAt - Math.max(endedAt, disturbedAt));
    }
    long again = events.firstSince(id, wellAt).orElse(wellAt);
    return Duration.ofNanos(again - disturbedAt);
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
