package dev.godwit.local.chaos;

import dev.godwit.local.demo.SampleCustomer;
import dev.godwit.local.demo.SampleOptions;
import dev.godwit.local.demo.StepFailedException;
import dev.godwit.local.stack.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;

/** Makes the customers of several cases, and brings them to the start of their runs together. */
final class CasePool {
  private static final Duration TIMEOUT = Duration.ofMinutes(10);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Set<String> ENDS =
      Set.of("RehearsalPassed", "RehearsalFailed", "RunRefused");

  private final ChaosStack chaos;
  private final EventWatch events;
  private final CaseCommands commands;

  CasePool(ChaosStack chaos, EventWatch events, CaseCommands commands) {
    this.chaos = chaos;
    this.events = events;
    this.commands = commands;
  }

  /** A customer for each case: rehearsed and approved where its run is a live one. */
  Map<ChaosCase, SampleCustomer> prepare(List<ChaosCase> cases) {
    Map<ChaosCase, SampleCustomer> customers = new HashMap<>();
    List<SampleCustomer> toRehearse = new ArrayList<>();
    for (ChaosCase one : cases) {
      SampleCustomer customer =
          SampleCustomer.make(chaos.databases(), "chaos", size(one), line -> {});
      customers.put(one, customer);
      if (one.scenario() != Scenario.REHEARSAL) {
        toRehearse.add(customer);
      }
    }
    toRehearse.forEach(customer -> commands.accepted("RehearseMigration", customer.id()));
    toRehearse.forEach(customer -> awaitRehearsal(customer.id()));
    toRehearse.forEach(customer -> commands.accepted("ApproveMigration", customer.id()));
    return customers;
  }

  private static SampleOptions size(ChaosCase one) {
    return CommandLine.populateCommand(
        new SampleOptions(),
        "--contacts=" + one.contacts(),
        "--emails=" + 2 * one.contacts(),
        "--engagements=" + 5 * one.contacts(),
        "--seed=" + one.seed());
  }

  private void awaitRehearsal(String customer) {
    Await.until(TIMEOUT, POLL, () -> events.last(customer, 0, ENDS).isPresent());
    String end = events.last(customer, 0, ENDS).map(EventWatch.Seen::name).orElse("no end");
    if (!end.equals("RehearsalPassed")) {
      throw new StepFailedException(
          "Expected the rehearsal of %s to pass before its case, but found %s. Events: %s"
              .formatted(customer, end, events.story(customer, 0)));
    }
  }
}
