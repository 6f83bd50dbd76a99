package dev.godwit.local.bench;

import dev.godwit.answer.RunOutcome;
import dev.godwit.answer.StoryLine;
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
import dev.godwit.local.stack.Stack;
import dev.godwit.local.stack.StackSession;
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
import picocli.CommandLine.Spec;

/** Measures a move against the plain copy of the same rows. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Move a customer, and in the same run pipe the same rows with COPY between two databases of",
      "the same server: rows a second of both, their ratio, CPU seconds and peak memory by process.",
      "Godwit's time is that from the freeze to the verdict."
    },
    footer = {
      "",
      "Examples:",
      "  godwit bench",
      "  godwit bench --contacts 1000000 --emails 5000000 --engagements 20000000",
      "  godwit bench --json bench.json",
      "Exit codes: 0 measured, 1 the move failed, 2 wrong usage."
    })
public final class BenchCommand implements Callable<Integer> {
  private static final long CONTACTS = 100_000;
  private static final long EMAILS_OF_CONTACT = 5;
  private static final long ENGAGEMENTS_OF_EMAIL = 4;
  private static final int COPY_PASSES = 2;

  @Spec private CommandSpec spec;
  @Mixin private StackOptions stackOptions;
  @Mixin private SampleOptions sample;

  @Option(names = "--keep", description = "Leave the stack up.")
  private boolean keep;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON, too.")
  private Path json;

  @Override
  public Integer call() throws InterruptedException, IOException {
    SampleOptions size = sample.orOf(CONTACTS, EMAILS_OF_CONTACT, ENGAGEMENTS_OF_EMAIL);
    size.check(spec.commandLine());
    Narrator narrator = new Narrator(spec.commandLine().getOut());
    try (StackSession session =
        StackSession.open(stackOptions.settings(), keep, narrator::detail)) {
      BenchResult result = measure(session.stack(), size, narrator);
      narrator.step("Measured");
      narrator.text(result.table());
      if (json != null) {
        Files.writeString(json, result.json().toPrettyString() + System.lineSeparator());
        narrator.detail("written to " + json.toAbsolutePath());
      }
      return ExitCode.DONE;
    } catch (StepFailedException | UnreachableException | RefusedException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return ExitCode.FAILED;
    }
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
    long before =
        client.events(customer.id(), 0).stream().mapToLong(StoryLine::sequence).max().orElse(0);
    Window window = new Window(client, customer.id(), stack, before);
    CompletableFuture<Window> measured = window.measure();
    move.start("a bench");
    move.require(RunOutcome.COMMITTED, move.follow());
    measured.join();
    return new BenchResult(copy.rows(), copy.wall(), window.length(), window.uses());
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
