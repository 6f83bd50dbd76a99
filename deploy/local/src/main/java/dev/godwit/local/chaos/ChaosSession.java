package dev.godwit.local.chaos;

import dev.godwit.local.chaos.check.Finding;
import dev.godwit.local.demo.SampleCustomer;
import dev.godwit.local.demo.StepFailedException;
import dev.godwit.local.stack.BrokerWatch;
import dev.godwit.local.stack.StackException;
import dev.godwit.local.stack.StackSettings;
import dev.godwit.traffic.TrafficException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Runs cases one after another on one stack, with a new customer each. Used by one thread. */
final class ChaosSession implements AutoCloseable {
  /** Customers that are rehearsed together. */
  private static final int BATCH = 8;

  private final ChaosStack chaos;
  private final EventWatch events;
  private final RunningCase.Session session;
  private final CasePool pool;
  private final BrokerWatch broker;

  private ChaosSession(ChaosStack chaos, Consumer<String> progress) {
    this.chaos = chaos;
    this.broker = new BrokerWatch(chaos.stack(), progress);
    this.events = new EventWatch(chaos.kafka());
    CaseCommands commands = new CaseCommands(chaos.client());
    this.session = new RunningCase.Session(chaos, events, commands);
    this.pool = new CasePool(chaos, events, commands);
  }

  /** Starts the stack, with so many Kafka brokers. */
  static ChaosSession start(
      StackSettings base, int brokers, boolean runsSql, Consumer<String> progress) {
    return new ChaosSession(ChaosStack.start(base, brokers, runsSql, progress), progress);
  }

  ChaosStack stack() {
    return chaos;
  }

  /**
   * Runs the cases in their order.
   *
   * @param mayGoOn asked before each case; false ends early
   * @param each receives each result
   */
  List<CaseResult> run(List<ChaosCase> cases, BooleanSupplier mayGoOn, Consumer<CaseResult> each)
      throws InterruptedException {
    List<CaseResult> results = new ArrayList<>();
    for (int from = 0; from < cases.size() && mayGoOn.getAsBoolean(); from += BATCH) {
      List<ChaosCase> batch = cases.subList(from, Math.min(cases.size(), from + BATCH));
      Map<ChaosCase, SampleCustomer> customers = pool.prepare(batch);
      for (ChaosCase one : batch) {
        if (!mayGoOn.getAsBoolean()) {
          break;
        }
        CaseResult result = run(one, customers.get(one));
        results.add(result);
        each.accept(result);
      }
    }
    return results;
  }

  /** A case that breaks off is a finding too; the next one begins with all parts running. */
  private CaseResult run(ChaosCase one, SampleCustomer customer) throws InterruptedException {
    long begun = System.nanoTime();
    try {
      RunningCase running = new RunningCase(session, one, customer);
      return one.replay() == null
          ? new CaseRun(session, running).run()
          : new ReplayCaseRun(session, running).run();
    } catch (StackException
        | StepFailedException
        | TrafficException
        | IllegalStateException
        | UncheckedIOException e) {
      chaos.recover();
      return new CaseResult(
          one,
          customer.id(),
          "",
          false,
          "broken off",
          0,
          Duration.ofNanos(System.nanoTime() - begun),
          Duration.ZERO,
          List.of(Finding.other(0, "the case broke off: " + e)));
    }
  }

  @Override
  public void close() {
    broker.close();
    events.close();
    chaos.close();
  }
}
