package dev.godwit.local.bench;

import dev.godwit.cli.client.RefusedException;
import dev.godwit.cli.client.UnreachableException;
import dev.godwit.local.command.StackOptions;
import dev.godwit.local.demo.Narrator;
import dev.godwit.local.demo.SampleOptions;
import dev.godwit.local.demo.StepFailedException;
import dev.godwit.local.live.LiveOption;
import dev.godwit.local.live.LiveStack;
import dev.godwit.local.stack.StackSession;
import dev.godwit.local.stack.StackSettings;
import dev.godwit.traffic.TrafficException;
import dev.godwit.traffic.WebhookKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures a migration and compares it with the plain copy of the same rows. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Migrate a customer, and compare it with COPY of the same rows.",
      "COPY with constraints reads the rows of the target, from files, into a copy of its tables with all constraints and indexes. Plain COPY pipes the rows of the source into plain tables. Both use the same server. The result shows rows of the source per second, the ratios, CPU seconds, CPU microseconds a row and peak memory by process. Godwit's time is that from the freeze to the verdict.",
      "Then another customer of the same size is migrated while opens and clicks arrive."
    },
    footer = {
      "",
      "Examples:",
      "  godwit bench",
      "  godwit bench --contacts 1000000 --emails 5000000 --engagements 20000000",
      "  godwit bench --rows 10400000 --profile sends --live none",
      "  godwit bench --live none --refused 0.001 --baseline constrained",
      "  godwit bench --contacts 2000 --live max",
      "  godwit bench --json bench.json",
      "  godwit bench --live none --history bench.jsonl",
      "  godwit bench --plot bench.svg --history bench.jsonl",
      "  godwit bench --merges",
      "Exit codes: 0 measured, 1 the migration failed or the live events do not add up, 2 wrong usage."
    })
public final class BenchCommand implements Callable<Integer> {
  private static final long MERGE_CONTACTS = 1_000_000;
  private static final double LIVE_EVENTS_PER_SECOND = 2_000;

  @Spec private CommandSpec spec;
  @Mixin private StackOptions stackOptions;
  @Mixin private SampleOptions sample;
  @Mixin private BenchOptions options;
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

  @Override
  public Integer call() throws InterruptedException, IOException {
    options.check(spec.commandLine(), merges, json);
    narrator = new Narrator(spec.commandLine().getOut());
    if (merges) {
      return new MergesBench(sample.seed(), sample.contactsOr(MERGE_CONTACTS))
          .run(spec.commandLine().getOut());
    }
    try {
      return options.plot() == null ? measure() : plot();
    } catch (StepFailedException | TrafficException | UnreachableException | RefusedException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return ExitCode.SOFTWARE;
    }
  }

  private int plot() throws IOException {
    Files.writeString(
        options.plot(), new HistoryPlot(new BenchHistory(options.history()).read()).svg());
    narrator.detail("drawn into " + options.plot().toAbsolutePath());
    return ExitCode.OK;
  }

  private int measure() throws InterruptedException, IOException {
    SampleOptions size = options.size(sample, spec.commandLine());
    double eventsPerSecond = live.eventsPerSecond(spec.commandLine(), LIVE_EVENTS_PER_SECOND);
    // The search for duplicates has a measurement of its own, --merges.
    StackSettings settings =
        stackOptions
            .settingsWithReferencePacks(spec.commandLine())
            .withVariable("GODWIT_SOURCE_DUPLICATES", "off");
    // Before the run, which takes long: files may change meanwhile.
    String commit = options.history() == null ? null : BuildCommit.of(settings.home());
    WebhookKeys keys = eventsPerSecond > 0 ? WebhookKeys.make() : null;
    try (StackSession session = LiveStack.open(settings, keys, keep, narrator::detail)) {
      BenchRun run = new BenchRun(session.stack(), size, options, spec.commandLine().getOut());
      BenchResult result = run.measure();
      if (keys != null) {
        result = result.withLive(run.measureLive(keys, eventsPerSecond));
      }
      narrator.step("Result");
      narrator.text(result.table());
      if (json != null) {
        Files.writeString(json, result.json().toPrettyString() + System.lineSeparator());
        narrator.detail("written to " + json.toAbsolutePath());
      }
      if (options.history() != null) {
        remember(
            new HistoryLine(
                result,
                commit,
                Instant.now(),
                Machine.of(Path.of("/proc")),
                HistoryLine.thisJdk(),
                size.spec("bench"),
                options.baseline(),
                eventsPerSecond));
      }
      return result.live() == null || result.live().addsUp() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private void remember(HistoryLine line) {
    new BenchHistory(options.history()).append(line.json());
    narrator.detail("added to " + options.history().toAbsolutePath());
  }
}
