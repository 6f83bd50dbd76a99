package dev.godwit.local.bench;

import dev.godwit.api.RunOutcome;
import dev.godwit.cli.client.OrchestratorClient;
import dev.godwit.cli.client.RefusedException;
import dev.godwit.cli.client.UnreachableException;
import dev.godwit.cli.progress.Watch;
import dev.godwit.local.bench.BenchResult.LiveFigures;
import dev.godwit.local.command.StackOptions;
import dev.godwit.local.demo.CustomerMigration;
import dev.godwit.local.demo.LocalDatabases;
import dev.godwit.local.demo.Narrator;
import dev.godwit.local.demo.SampleCustomer;
import dev.godwit.local.demo.SampleOptions;
import dev.godwit.local.demo.StepFailedException;
import dev.godwit.local.live.LiveOption;
import dev.godwit.local.live.LiveStack;
import dev.godwit.local.live.LiveTrafficSession;
import dev.godwit.local.stack.Stack;
import dev.godwit.local.stack.StackIdentities;
import dev.godwit.local.stack.StackSession;
import dev.godwit.local.stack.StackSettings;
import dev.godwit.traffic.LedgerAudit;
import dev.godwit.traffic.TrafficException;
import dev.godwit.traffic.WebhookKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures a migration and compares it with the plain copy of the same rows. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Migrate a customer, and compare it with COPY of the same rows.",
      "COPY runs between two databases of the same server. The result shows rows per second of both, their ratio, CPU seconds and peak memory by process. Godwit's time is that from the freeze to the verdict.",
      "Then another customer of the same size is migrated while opens and clicks arrive."
    },
    footer = {
      "",
      "Examples:",
      "  godwit bench",
      "  godwit bench --contacts 1000000 --emails 5000000 --engagements 20000000",
      "  godwit bench --live none",
      "  godwit bench --contacts 2000 --live max",
      "  godwit bench --json bench.json",
      "  godwit bench --merges",
      "Exit codes: 0 measured, 1 the migration failed or the live events do not add up, 2 wrong usage."
    })
public final class BenchCommand implements Callable<Integer> {
  private static final long CONTACTS = 100_000;
  private static final long MERGE_CONTACTS = 1_000_000;
  private static final long EMAILS_OF_CONTACT = 5;
  private static final long ENGAGEMENTS_OF_EMAIL = 4;
  private static final int COPY_PASSES = 2;
  private static final double LIVE_EVENTS_PER_SECOND = 2_000;
  private static final String WHY = "a bench";

  @Spec private CommandSpec spec;
  @Mixin private StackOptions stackOptions;
  @Mixin private SampleOptions sample;
  @Mixin private LiveOption live;

  @Option(names = "--keep", description = "Leave the stack running.")
  private boolean keep;

  @Option(names = "--json", paramLabel = "FILE", description = "Also write the result as JSON.")
  private Path json;

  @Option(
      names = "--merges",
      description =
          "Measure the search for duplicate contacts instead, without a stack: precision and recall by"
              + " rule, then time and memory of --contacts (default: 1000000).")
  private boolean merges;

  private Narrator narrator;
  private SampleOptions size;
  private Stack stack;
  private LocalDatabases databases;
  private OrchestratorClient client;

  @Override
  public Integer call() throws InterruptedException, IOException {
    if (merges) {
      return new MergesBench(sample.seed(), sample.contactsOr(MERGE_CONTACTS))
          .run(spec.commandLine().getOut());
    }
    size = sample.orOf(CONTACTS, EMAILS_OF_CONTACT, ENGAGEMENTS_OF_EMAIL);
    size.check(spec.commandLine());
    double eventsPerSecond = live.eventsPerSecond(spec.commandLine(), LIVE_EVENTS_PER_SECOND);
    requireWritableJson();
    // The search for duplicates has a measurement of its own, --merges.
    StackSettings settings =
        stackOptions
            .settingsWithReferencePacks(spec.commandLine())
            .withVariable("GODWIT_SOURCE_DUPLICATES", "off");
    narrator = new Narrator(spec.commandLine().getOut());
    WebhookKeys keys = eventsPerSecond > 0 ? WebhookKeys.make() : null;
    try (StackSession session = LiveStack.open(settings, keys, keep, narrator::detail)) {
      stack = session.stack();
      databases = new LocalDatabases(stack.settings());
      client = StackIdentities.client(stack.settings());
      BenchResult result = measure();
      if (keys != null) {
        result = result.withLive(measureLive(keys, eventsPerSecond));
      }
      narrator.step("Result");
      narrator.text(result.table());
      if (json != null) {
        Files.writeString(json, result.json().toPrettyString() + System.lineSeparator());
        narrator.detail("written to " + json.toAbsolutePath());
      }
      return result.live() == null || result.live().addsUp() ? ExitCode.OK : ExitCode.SOFTWARE;
    } catch (StepFailedException | TrafficException | UnreachableException | RefusedException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return ExitCode.SOFTWARE;
    }
  }

  /** Fails before anything is measured for a file that cannot be written. */
  private void requireWritableJson() {
    if (json == null) {
      return;
    }
    Path folder = json.toAbsolutePath().getParent();
    if (Files.isDirectory(json) || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw new ParameterException(
          spec.commandLine(),
          "Expected --json to name a file in a folder that can be written to, but found "
              + json.toAbsolutePath()
              + ". Make the folder, or name another file.");
    }
  }

  private BenchResult measure() throws InterruptedException {
    narrator.step("Create a sample customer in the source CRM");
    SampleCustomer customer = makeCustomer();
    narrator.detail(customer.words());
    narrator.step("Rehearse, which a live run requires");
    CustomerMigration migration = rehearsed(customer);
    narrator.step("The limit: COPY of the same rows");
    CopyBaseline.Pass copy = fastestCopy(customer.id());
    narrator.step("The live run");
    RunMeasurement run = liveRun(migration);
    return new BenchResult(copy.rows(), copy.wall(), run.length(), run.uses(), null);
  }

  private LiveFigures measureLive(WebhookKeys keys, double eventsPerSecond)
      throws InterruptedException {
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
        new CustomerMigration(
            client, () -> Watch.onTerminal(client, spec.commandLine().getOut()), customer.id());
    migration.rehearse(WHY);
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

  private CopyBaseline.Pass fastestCopy(String customer) {
    CopyBaseline baseline = new CopyBaseline(databases);
    CopyBaseline.Pass fastest = null;
    for (int i = 0; i < COPY_PASSES; i++) {
      CopyBaseline.Pass pass = baseline.run(customer);
      narrator.detail(pass.toString());
      if (fastest == null || pass.wall().compareTo(fastest.wall()) < 0) {
        fastest = pass;
      }
    }
    return fastest;
  }
}
