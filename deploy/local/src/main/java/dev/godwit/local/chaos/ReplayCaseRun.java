package dev.godwit.local.chaos;

import dev.godwit.common.v1.Stage;
import dev.godwit.event.v1.ReplayFinished;
import dev.godwit.local.chaos.check.BothEnabledWatch;
import dev.godwit.local.chaos.check.Finding;
import dev.godwit.local.chaos.check.SourceState;
import dev.godwit.local.chaos.check.TargetRows;
import dev.godwit.local.chaos.fault.Disturbed;
import dev.godwit.local.chaos.fault.Fault;
import dev.godwit.local.demo.SampleCustomer;
import dev.godwit.local.demo.StepFailedException;
import dev.godwit.local.live.LiveTrafficSession;
import dev.godwit.local.stack.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Runs one case of replays: makes a gap in a live run, disturbs the replays that fill it, and
 * checks that they have filled it and changed nothing else.
 */
final class ReplayCaseRun {
  private static final Duration RUN_TIMEOUT = Duration.ofMinutes(3);
  private static final Duration REACH_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final double EVENTS_PER_SECOND = 20;
  private static final String COMMITTED = "MigrationCommitted";
  private static final Set<String> HOLDS = Set.of("RunHeld", "RunResumed");

  private final ChaosStack chaos;
  private final EventWatch events;
  private final CaseCommands commands;
  private final ChaosCase of;
  private final ReplayPlan plan;
  private final SampleCustomer customer;
  private final String id;
  private final long start;
  private final boolean live;
  private final GapMaker gap;
  private final CaseReplays replays;
  private final Disturbed disturbed;
  private final List<Finding> findings = new ArrayList<>();
  private volatile long armedAfter;
  private TargetRows whole;
  private int deleted;

  ReplayCaseRun(
      ChaosStack chaos,
      EventWatch events,
      CaseCommands commands,
      ChaosCase of,
      SampleCustomer customer) {
    this.chaos = chaos;
    this.events = events;
    this.commands = commands;
    this.of = of;
    this.plan = of.replay();
    this.customer = customer;
    this.id = customer.id();
    this.start = events.sequence(id);
    this.live = of.scenario().isLive();
    this.gap = new GapMaker(chaos.source(), chaos.target(), id, plan.gap());
    this.replays = new CaseReplays(events, commands, id, start, this::resumeIfHeld);
    this.disturbed =
        new Disturbed(
            chaos.stack(),
            chaos.crashFolder(),
            chaos.sourceProxy(),
            chaos.targetProxy(),
            chaos.target(),
            chaos.readModel(),
            name -> events.count(id, armedAfter, name));
  }

  CaseResult run() throws InterruptedException {
    long begun = System.nanoTime();
    gap.beforeTheRun();
    SourceState before = SourceState.before(chaos.source(), id);
    EventWatch.Seen committed;
    boolean reached;
    try (BothEnabledWatch both = new BothEnabledWatch(chaos.source(), chaos.target(), id);
        Supervisor supervisor = new Supervisor(chaos.stack(), disturbed);
        LiveTrafficSession traffic = traffic()) {
      commands.accepted("StartMigration", id);
      await(plan.isHeld() ? "CommitHeld" : COMMITTED);
      mend();
      try {
        fill();
        reached = awaitReached();
      } finally {
        disturbed.over();
        of.faults().forEach(fault -> fault.end(disturbed));
      }
      chaos.startAll();
      committed = await(COMMITTED);
      if (traffic != null) {
        findings.addAll(new TrafficCheck(chaos, customer, traffic).atTheEnd(true));
      }
      checkReplays();
      findings.addAll(chaos.check().committed(id, committed.envelope().getRun(), before, live));
      findings.addAll(both.findings());
    } finally {
      gap.mend();
    }
    if (!reached) {
      findings.add(Finding.other(0, "never reached: " + of.faults()));
    }
    return new CaseResult(
        of,
        id,
        "",
        reached,
        committed.name(),
        committed.envelope().getRun(),
        Duration.ofNanos(System.nanoTime() - begun),
        recovery(),
        findings);
  }

  private LiveTrafficSession traffic() {
    return live
        ? LiveTrafficSession.start(
            chaos.plainStack(), chaos.databases(), customer, chaos.keys(), EVENTS_PER_SECOND, true)
        : null;
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
    armedAfter = events.sequence(id);
    of.faults().forEach(fault -> fault.begin(disturbed));
    disturb();
    if (plan.twice()) {
      disturb();
    }
    if (plan.stage() != Stage.LOAD) {
      replays.all(Stage.LOAD);
    }
    if (replays.failure() != null && !of.target().mayFail()) {
      findings.add(Finding.other(0, "a replay failed: " + replays.failure()));
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
      findings.add(
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
      findings.addAll(whole.unchanged(before, "since the rows were deleted", live));
    }
    replays.all(Stage.LOAD);
    replays.all(Stage.LOAD);
    findings.addAll(
        before.unchanged(
            TargetRows.of(chaos.target(), id), "after two replays of everything", false));
    expectDifferences(replays.all(Stage.VALIDATE), 0);
  }

  /** Waits for an event of the case; resumes the run meanwhile. */
  private EventWatch.Seen await(String name) {
    EventWatch.Seen[] found = new EventWatch.Seen[1];
    Await.until(
        RUN_TIMEOUT,
        POLL,
        () -> {
          found[0] = events.last(id, start, Set.of(name)).orElse(null);
          if (found[0] == null) {
            resumeIfHeld();
          }
          return found[0] != null;
        });
    if (found[0] == null) {
      throw new StepFailedException(
          "Expected %s within %s, but found these events: %s"
              .formatted(name, RUN_TIMEOUT, events.story(id, start)));
    }
    return found[0];
  }

  private void resumeIfHeld() {
    Optional<EventWatch.Seen> hold = events.last(id, start, HOLDS);
    if (hold.isPresent()
        && hold.get().name().equals("RunHeld")
        && of.faults().stream().allMatch(Fault::isOver)) {
      commands.answer("ResumeMigration", id);
    }
  }

  private boolean awaitReached() {
    return Await.until(
        REACH_TIMEOUT, POLL, () -> of.faults().stream().allMatch(Fault::hasHappened));
  }

  private Duration recovery() {
    long from = disturbed.disturbedAtNanos();
    long wellAt = disturbed.wellAtNanos();
    if (from == 0 || wellAt == 0) {
      return Duration.ZERO;
    }
    return Duration.ofNanos(events.firstSince(id, wellAt).orElse(wellAt) - from);
  }
}
