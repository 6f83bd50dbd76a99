package dev.godwit.local.bench;

import dev.godwit.api.RunOutcome;
import dev.godwit.api.StoryLine;
import dev.godwit.cli.client.OrchestratorClient;
import dev.godwit.cli.client.RefusedException;
import dev.godwit.cli.client.UnreachableException;
import dev.godwit.cli.progress.Watch;
import dev.godwit.local.ExitCode;
import dev.godwit.local.command.StackOptions;
import dev.godwit.local.demo.LocalDatabases;
import dev.godwit.local.demo.Move;
import dev.godwit.local.demo.Narrator;
import dev.godwit.local.demo.SampleCustomer;
import dev.godwit.local.demo.SampleOptions;
import dev.godwit.local.demo.StepFailedException;
import dev.godwit.local.live.LiveOption;
import dev.godwit.local.live.LiveShow;
import dev.godwit.local.live.LiveStack;
import dev.godwit.local.stack.Stack;
import dev.godwit.local.stack.StackSession;
import dev.godwit.traffic.Reckoning;
import dev.godwit.traffic.TrafficException;
import dev.godwit.traffic.WebhookKeys;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures a move against the plain copy of the same rows. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Move a customer, and in the same run pipe the same rows with COPY.",
      "COPY goes between two databases of the same server. Printed are rows a second of both, their ratio, CPU seconds and peak memory by process. Godwit's time is that from the freeze to the verdict.",
      "Then another customer of the same size is moved while opens and clicks come in."
    },
    footer = {
      "",
      "Examples:",
      "  godwit bench",
      "  godwit bench --contacts 1000000 --emails 5000000 --engagements 20000000",
      "  godwit bench --live none",
      "  godwit bench --contacts 2000 --live max",
      "  godwit bench --json bench.json",
      "Exit codes: 0 measured, 1 the move failed or the live events do not add up, 2 wrong usage."
    })
public final class BenchCommand implements Callable<Integer> {
  private static final long CONTACTS = 100_000;
  private static final long EMAILS_OF_CONTACT = 5;
  private static final long ENGAGEMENTS_OF_EMAIL = 4;
  private static final int COPY_PASSES = 2;
  private static final double LIVE_EVENTS_PER_SECOND = 2_000;

  @Spec private CommandSpec spec;
  @Mixin private StackOptions stackOptions;
  @Mixin private SampleOptions sample;
  @Mixin private LiveOption live;

  @Option(names = "--keep", description = "Leave the stack up.")
  private boolean keep;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON, too.")
  private Path json;

  @Override
  public Integer call() throws InterruptedException, IOException {
    SampleOptions size = sample.orOf(CONTACTS, EMAILS_OF_CONTACT, ENGAGEMENTS_OF_EMAIL);
    size.check(spec.commandLine());
    double eventsPerSecond = live.eventsPerSecond(spec.commandLine(), LIVE_EVENTS_PER_SECOND);
    checkJson();
    Narrator narrator = new Narrator(spec.commandLine().getOut());
    WebhookKeys keys = eventsPerSecond > 0 ? WebhookKeys.make() : null;
    try (StackSession session = open(keys, narrator)) {
      BenchResult result = measure(session.stack(), size, narrator);
      if (keys != null) {
        result =
            result.withLive(measureLive(session.stack(), size, keys, eventsPerSecond, narrator));
      }
      narrator.step("Measured");
      narrator.text(result.table());
      if (json != null) {
        Files.writeString(json, result.json().toPrettyString() + System.lineSeparator());
        narrator.detail("written to " + json.toAbsolutePath());
      }
      return result.live() == null || result.live().addsUp() ? ExitCode.DONE : ExitCode.FAILED;
    } catch (StepFailedException | TrafficException | UnreachableException | RefusedException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return ExitCode.FAILED;
    }
  }

  /** Before anything is measured for it. */
  private void checkJson() {
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

  private StackSession open(WebhookKeys keys, Narrator narrator) {
    return keys == null
        ? StackSession.open(stackOptions.settings(), keep, narrator::detail)
        : LiveStack.open(stackOptions.settings(), keys, keep, narrator::detail);
  }

  private BenchResult measure(Stack stack, SampleOptions size, Narrator narrator)
      throws InterruptedException {
    LocalDatabases databases = new LocalDatabases(stack.settings());
    narrator.step("A customer in the old CRM");
    SampleCustomer customer = SampleCustomer.make(databases, "bench", size, narrator::detail);
    narrator.detail(customer.words());

    OrchestratorClient client =
        new OrchestratorClient(URI.create(stack.settings().orchestratorUrl()));
    Move move =
        new Move(
            client, () -> Watch.onTerminal(client, spec.commandLine().getOut()), customer.id());
    narrator.step("The rehearsal, without which there is no live run");
    move.rehearse("a bench");
    move.approve("a bench");

    narrator.step("The limit: the same rows by COPY");
    CopyBaseline.Pass copy = fastest(new CopyBaseline(databases, stack), customer.id(), narrator);

    narrator.step("The live run");
    Window window = window(stack, client, move);
    return new BenchResult(copy.rows(), copy.wall(), window.length(), window.uses(), null);
  }

  private static Window window(Stack stack, OrchestratorClient client, Move move)
      throws InterruptedException {
    long before =
        client.events(move.customer(), 0).stream().mapToLong(StoryLine::sequence).max().orElse(0);
    Window window = new Window(client, move.customer(), stack, before);
    CompletableFuture<Window> measured = window.measure();
    move.start("a bench");
    move.require(RunOutcome.COMMITTED, move.follow());
    measured.join();
    return window;
  }

  private LiveFigures measureLive(
      Stack stack, SampleOptions size, WebhookKeys keys, double eventsPerSecond, Narrator narrator)
      throws InterruptedException {
    LocalDatabases databases = new LocalDatabases(stack.settings());
    narrator.step("Another customer of the same size");
    SampleCustomer customer = SampleCustomer.make(databases, "bench", size, narrator::detail);
    OrchestratorClient client =
        new OrchestratorClient(URI.create(stack.settings().orchestratorUrl()));
    Move move =
        new Move(
            client, () -> Watch.onTerminal(client, spec.commandLine().getOut()), customer.id());
    move.rehearse("a bench");
    move.approve("a bench");
    narrator.step("The live run, while opens and clicks come in");
    try (LiveShow show = LiveShow.start(stack, databases, customer, keys, eventsPerSecond, true)) {
      Window window = window(stack, client, move);
      show.stop();
      narrator.text(LiveShow.table(show.sent()));
      Reckoning reckoning = show.reckon(move);
      narrator.text(LiveShow.table(reckoning));
      return new LiveFigures(
          show.sent().all(),
          show.sent().perSecond(),
          window.length(),
          window.uses(),
          reckoning.isRight());
    }
  }

  /** The fastest of a few passes: the limit should be one. */
  private static CopyBaseline.Pass fastest(
      CopyBaseline baseline, String customer, Narrator narrator) {
    CopyBaseline.Pass best = null;
    for (int i = 0; i < COPY_PASSES; i++) {
      CopyBaseline.Pass pass = baseline.run(customer);
      narrator.detail("%,d rows in %.2f s".formatted(pass.rows(), pass.wall().toNanos() / 1e9));
      if (best == null || pass.wall().compareTo(best.wall()) < 0) {
        best = pass;
      }
    }
    return best;
  }
}
