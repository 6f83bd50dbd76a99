package dev.godwit.local.bench;

import dev.godwit.api.QuarantineAnswer;
import dev.godwit.api.RunOutcome;
import dev.godwit.cli.client.OrchestratorClient;
import dev.godwit.cli.progress.Watch;
import dev.godwit.local.bench.BenchResult.LiveFigures;
import dev.godwit.local.demo.CustomerMigration;
import dev.godwit.local.demo.LocalDatabases;
import dev.godwit.local.demo.Narrator;
import dev.godwit.local.demo.SampleCustomer;
import dev.godwit.local.demo.SampleOptions;
import dev.godwit.local.live.LiveTrafficSession;
import dev.godwit.local.stack.Stack;
import dev.godwit.local.stack.StackIdentities;
import dev.godwit.traffic.LedgerAudit;
import dev.godwit.traffic.WebhookKeys;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** Moves customers on a running stack, and measures. Not thread-safe. */
final class BenchRun {
  private static final String WHY = "a bench";
  private static final String REFUSED = "TARGET_REFUSED";
  private static final Path SPOOL = Path.of("work", "copy-limit");

  private final Stack stack;
  private final SampleOptions size;
  private final boolean refuses;
  private final Baseline baseline;
  private final PrintWriter out;
  private final Narrator narrator;
  private final LocalDatabases databases;
  private final OrchestratorClient client;

  /**
   * @param size of each customer
   * @param options the copies to compare with, and whether rows are refused
   */
  BenchRun(Stack stack, SampleOptions size, BenchOptions options, PrintWriter out) {
    this.stack = stack;
    this.size = size;
    this.refuses = options.refused() > 0;
    this.baseline = options.baseline();
    this.out = out;
    this.narrator = new Narrator(out);
    this.databases = new LocalDatabases(stack.settings());
    this.client = StackIdentities.client(stack.settings());
  }

  /** A customer without live events, and the copies of its rows. */
  BenchResult measure() throws InterruptedException {
    narrator.step("Create a sample customer in the source CRM");
    SampleCustomer customer = makeCustomer();
    narrator.detail(customer.words());
    narrator.step("Rehearse, which a live run requires");
    CustomerMigration migration = rehearsed(customer);
    CopyPass bare = null;
    if (baseline.measuresBare()) {
      narrator.step("The bare limit: COPY of the source's rows into plain tables");
      CopyBaseline copy = new CopyBaseline(databases);
      bare = CopyPass.fastest(() -> copy.run(customer.id()), narrator::detail);
    }
    narrator.step("The live run");
    RunMeasurement run = liveRun(migration);
    CopyPass constrained = null;
    if (baseline.measuresConstrained()) {
      narrator.step("The limit: COPY of the target's rows into its tables with all constraints");
      constrained =
          new ConstrainedBaseline(databases, stack.settings().dir().resolve(SPOOL))
              .fastest(customer.id(), narrator::detail);
    }
    return new BenchResult(
        customer.rows(), refusedRows(migration), bare, constrained, run.length(), run.uses(), null);
  }

  /** Another customer of the same size, while opens and clicks arrive. */
  LiveFigures measureLive(WebhookKeys keys, double eventsPerSecond) throws InterruptedException {
    narrator.step("Create and rehearse another customer of the same size");
    SampleCustomer customer = makeCustomer();
    CustomerMigration migration = rehearsed(customer);
    narrator.step("The live run, while opens and clicks arrive");
    try (LiveTrafficSession traffic =
        LiveTrafficSession.start(stack, databases, customer, keys, eventsPerSecond, true)) {
      RunMeasurement run = liveRun(migration);
      traffic.stop();
      narrator.text(LiveTrafficSession.table(traffic.sent()));
      LedgerAudit audit = traffic.audit(migration);
      narrator.text(LiveTrafficSession.table(audit));
      return new LiveFigures(
          traffic.sent().all(),
          traffic.sent().perSecond(),
          run.length(),
          run.uses(),
          audit.isRight());
    }
  }

  private SampleCustomer makeCustomer() {
    return SampleCustomer.make(databases, "bench", size, narrator::detail);
  }

  private CustomerMigration rehearsed(SampleCustomer customer) throws InterruptedException {
    CustomerMigration migration =
        new CustomerMigration(client, () -> Watch.onTerminal(client, out), customer.id());
    if (refuses) {
      // Many refused rows are a low share of the entity, which an approval accepts by name.
      migration.rehearseByName(WHY);
    } else {
      migration.rehearse(WHY);
    }
    migration.approve(WHY);
    return migration;
  }

  private RunMeasurement liveRun(CustomerMigration migration) throws InterruptedException {
    RunMeasurement run = new RunMeasurement(client, migration.customer(), stack);
    CompletableFuture<Void> measured = run.measure();
    migration.start(WHY);
    migration.require(RunOutcome.COMMITTED, migration.follow());
    measured.join();
    return run;
  }

  private static long refusedRows(CustomerMigration migration) {
    return migration.report().quarantine().stream()
        .filter(quarantined -> quarantined.reason().equals(REFUSED))
        .mapToLong(QuarantineAnswer::count)
        .sum();
  }
}
