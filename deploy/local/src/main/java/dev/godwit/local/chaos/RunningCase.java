package dev.godwit.local.chaos;

import dev.godwit.local.chaos.check.Finding;
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

/**
 * A case that runs: its customer, its events, what disturbs it, and what was found so far. Used by
 * one thread, but for the count of events, which faults read from theirs.
 */
final class RunningCase {
  static final String COMMITTED = "MigrationCommitted";

  private static final Duration REACH_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final double EVENTS_PER_SECOND = 20;
  private static final Set<String> HOLDS = Set.of("RunHeld", "RunResumed");

  /** Stack, events and commands that the cases of a session share. */
  record Session(ChaosStack chaos, EventWatch events, CaseCommands commands) {}

  private final Session session;
  private final ChaosCase of;
  private final SampleCustomer customer;
  private final long start;
  private final long begun = System.nanoTime();
  private final Disturbed disturbed;
  private final List<Finding> findings = new ArrayList<>();
  private volatile long armedAfter;

  RunningCase(Session session, ChaosCase of, SampleCustomer customer) {
    this.session = session;
    this.of = of;
    this.customer = customer;
    this.start = session.events().sequence(customer.id());
    this.armedAfter = start;
    ChaosStack chaos = session.chaos();
    this.disturbed =
        new Disturbed(
            chaos.stack(),
            chaos.crashFolder(),
            chaos.sourceProxy(),
            chaos.targetProxy(),
            chaos.target(),
            chaos.readModel(),
            name -> session.events().count(customer.id(), armedAfter, name));
  }

  ChaosCase of() {
    return of;
  }

  SampleCustomer customer() {
    return customer;
  }

  String id() {
    return customer.id();
  }

  /** Number of the customer's last event before the case. */
  long start() {
    return start;
  }

  Disturbed disturbed() {
    return disturbed;
  }

  void find(Finding finding) {
    findings.add(finding);
  }

  void find(List<Finding> found) {
    findings.addAll(found);
  }

  /** The faults begin; they count events from now on. */
  void disturb() {
    armedAfter = session.events().sequence(id());
    of.faults().forEach(fault -> fault.begin(disturbed));
  }

  /** The faults end, whether they took place or not. */
  void calm() {
    disturbed.over();
    of.faults().forEach(fault -> fault.end(disturbed));
  }

  /**
   * Live events, where the case has them; null otherwise.
   *
   * @param returns whether some come back by another route
   */
  LiveTrafficSession traffic(boolean returns) {
    ChaosStack chaos = session.chaos();
    return of.scenario().isLive()
        ? LiveTrafficSession.start(
            chaos.plainStack(),
            chaos.databases(),
            customer,
            chaos.keys(),
            EVENTS_PER_SECOND,
            returns)
        : null;
  }

  /** The last of these events since the case began. */
  Optional<EventWatch.Seen> last(Set<String> names) {
    return session.events().last(id(), start, names);
  }

  /**
   * Waits for one of these events.
   *
   * @param meanwhile what a person does while there is none
   * @return empty where none came in time
   */
  Optional<EventWatch.Seen> await(Set<String> names, Duration timeout, Runnable meanwhile) {
    Await.until(
        timeout,
        POLL,
        () -> {
          if (last(names).isPresent()) {
            return true;
          }
          meanwhile.run();
          return false;
        });
    return last(names);
  }

  /** Resumes the run where it is held, once no fault disturbs it. */
  void resumeIfHeld() {
    if (last(HOLDS).filter(hold -> hold.name().equals("RunHeld")).isPresent()
        && of.faults().stream().allMatch(Fault::isOver)) {
      session.commands().answer("ResumeMigration", id());
    }
  }

  /** Some points are reached a moment after the end of the run, such as those of the read model. */
  boolean awaitReached() {
    return Await.until(
        REACH_TIMEOUT, POLL, () -> of.faults().stream().allMatch(Fault::hasHappened));
  }

  /** All events since the case began, as text. */
  String story() {
    return session.events().story(id(), start);
  }

  /**
   * The result.
   *
   * @param end event that ended the run; null for none
   * @param endedAt when it came, in nanoseconds of the system
   */
  CaseResult result(boolean reached, EventWatch.Seen end, long endedAt) {
    if (!reached) {
      find(Finding.other(0, "never reached: " + of.faults()));
    }
    return new CaseResult(
        of,
        id(),
        "",
        reached,
        end == null ? "none" : end.name(),
        end == null ? 0 : end.envelope().getRun(),
        Duration.ofNanos(System.nanoTime() - begun),
        recovery(endedAt),
        findings);
  }

  /** From the disturbance to the next event; where the run ended before, until all was well. */
  private Duration recovery(long endedAt) {
    long disturbedAt = disturbed.disturbedAtNanos();
    long wellAt = disturbed.wellAtNanos();
    if (disturbedAt == 0 || wellAt == 0) {
      return Duration.ZERO;
    }
    if (wellAt - endedAt > 0) {
      return Duration.ofNanos(wellAt - Math.max(endedAt, disturbedAt));
    }
    long again = session.events().firstSince(id(), wellAt).orElse(wellAt);
    return Duration.ofNanos(again - disturbedAt);
  }
}
