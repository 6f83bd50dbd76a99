package dev.godwit.local.chaos;

import dev.godwit.local.chaos.check.Finding;
import dev.godwit.local.stack.StackSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the kill matrix. */
@Command(
    name = "chaos",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Disturb migrations of small customers, and check the invariants after each.",
      "A stack of its own runs on free ports below .godwit/chaos: processes end at crash points or"
          + " by kill -9, parts are down, connections are cut. A checker that reads databases and"
          + " topics alone looks for records that are lost or there twice."
    },
    footer = {
      "",
      "Examples:",
      "  godwit chaos",
      "  godwit chaos --cases 60 --seed 7 --only loader.batch",
      "  godwit chaos --nightly --out kill-table.md",
      "Exit codes: 0 no finding, 1 there are findings, 2 wrong usage."
    })
public final class ChaosCommand implements Callable<Integer> {
  /** Begin of the labels of cases around the SQL of packs. */
  private static final String SQL_POINTS = "loader.sql.";

  private static final int NIGHTLY_CASES = 200;
  private static final int MOST_SEED = 1_000_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--cases",
      paramLabel = "N",
      defaultValue = "20",
      description = "Cases (default: 20).")
  private int cases;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "The same seed makes the same cases (default: one of the clock).")
  private Long seed;

  @Option(
      names = "--only",
      paramLabel = "POINT",
      split = ",",
      description =
          "Only what has one of these in its name, such as loader.batch,\"kill -9\"; may be"
              + " repeated.")
  private List<String> only;

  @Option(names = "--nightly", description = "At least 200 cases, and each kind at least once.")
  private boolean nightly;

  @Option(
      names = "--minutes",
      paramLabel = "M",
      description = "Begin no case after so many minutes (default: no limit).")
  private Integer minutes;

  @Option(names = "--list", description = "Print what can be disturbed, and end.")
  private boolean list;

  @Option(names = "--out", paramLabel = "FILE", description = "Also write the table as Markdown.")
  private Path out;

  @Option(
      names = "--journal",
      paramLabel = "FILE",
      description =
          "Keep the results in FILE. With the same file, seed and cases, a matrix that broke off"
              + " goes on, and cases with a finding are run again.")
  private Path journal;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter screen = spec.commandLine().getOut();
    List<ChaosTarget> targets =
        ChaosTargets.all().stream()
            .filter(target -> only == null || only.stream().anyMatch(target.label()::contains))
            .toList();
    if (targets.isEmpty() || cases < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "Expected at least one case, and --only to be part of a name of --list, but found --cases %d --only %s."
              .formatted(cases, only));
    }
    if (list) {
      targets.forEach(target -> screen.println(target.label() + note(target)));
      return ExitCode.OK;
    }
    if (seed == null) {
      seed = Math.floorMod(System.nanoTime(), (long) MOST_SEED);
    }
    int wanted = nightly ? Math.max(cases, Math.max(NIGHTLY_CASES, targets.size())) : cases;
    say(screen, "%d cases of %d kinds, seed %d".formatted(wanted, targets.size(), seed));
    long begun = System.nanoTime();
    List<ChaosCase> all = ChaosCase.of(seed, wanted, targets);
    Optional<CaseJournal> kept = readJournal();
    List<CaseResult> results = new ArrayList<>(done(all, kept));
    if (!results.isEmpty()) {
      say(screen, "%d of them are in the journal without a finding".formatted(results.size()));
    }
    all.removeIf(one -> kept.isPresent() && kept.get().isDone(one));
    BooleanSupplier mayGoOn =
        () -> minutes == null || Duration.ofNanos(System.nanoTime() - begun).toMinutes() < minutes;
    Consumer<CaseResult> each =
        result -> {
          results.add(result);
          kept.filter(file -> !result.isSkipped()).ifPresent(file -> file.add(result));
          say(screen, line(result));
          write(results);
        };
    for (List<ChaosCase> ofOneStack : possible(all, each)) {
      int brokers = ofOneStack.getFirst().target().brokers();
      boolean runsSql =
          ofOneStack.stream().anyMatch(one -> one.target().label().startsWith(SQL_POINTS));
      if (mayGoOn.getAsBoolean()) {
        try (ChaosSession session =
            ChaosSession.start(
                StackSettings.fromEnvironment(), brokers, runsSql, line -> say(screen, line))) {
          session.run(ofOneStack, mayGoOn, each);
        }
      }
    }
    say(screen, "");
    say(screen, new KillTable(results).text());
    return results.stream().allMatch(CaseResult::isGood) ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private Optional<CaseJournal> readJournal() {
    try {
      return Optional.ofNullable(journal).map(CaseJournal::new);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private List<CaseResult> done(List<ChaosCase> cases, Optional<CaseJournal> kept) {
    try {
      return cases.stream()
          .filter(one -> kept.isPresent() && kept.get().isDone(one))
          .map(one -> kept.get().result(one))
          .toList();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  /** The cases that this machine can run, by the stack that they need; the others are skipped. */
  private static Collection<List<ChaosCase>> possible(
      List<ChaosCase> cases, Consumer<CaseResult> each) {
    Map<Requirement, Optional<String>> skipped = new EnumMap<>(Requirement.class);
    Map<Integer, List<ChaosCase>> byBrokers = new TreeMap<>();
    for (ChaosCase one : cases) {
      Optional<String> why = skipped.computeIfAbsent(one.target().needs(), Requirement::skipped);
      if (why.isPresent()) {
        each.accept(CaseResult.skipped(one, why.get()));
      } else {
        byBrokers.computeIfAbsent(one.target().brokers(), n -> new ArrayList<>()).add(one);
      }
    }
    return byBrokers.values();
  }

  private static String note(ChaosTarget target) {
    return target.needs().skipped().map(why -> "  (" + why + ")").orElse("");
  }

  /** After each case, so that an interrupt loses nothing. */
  private void write(List<CaseResult> results) {
    if (out != null) {
      try {
        Files.writeString(out, new KillTable(results).markdown(heading(results.size())));
      } catch (IOException e) {
        throw new UncheckedIOException("Writing the table to " + out, e);
      }
    }
  }

  private List<String> heading(int done) {
    String version = spec.root().version()[0];
    return List.of(
        "# Kill table",
        "",
        "Written by `./godwit chaos --cases %d --seed %d`, %s, %s. [The guide](../guides/kill-matrix.md) explains it."
            .formatted(done, seed, version, LocalDate.now(ZoneOffset.UTC)),
        "[Crash points](crash-points.md) lists what the names mean.");
  }

  private static String line(CaseResult result) {
    StringBuilder line =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%3d %s %-44s %5.1f s, recovery %4.1f s  %s %s",
                result.of().number(),
                result.isSkipped() ? "skip" : result.isGood() ? "ok  " : "FAIL",
                result.of().target().label(),
                result.length().toMillis() / 1000.0,
                result.recovery().toMillis() / 1000.0,
                result.customer(),
                result.outcome()));
    if (!result.isGood()) {
      line.append("\n      ").append(result.of());
      for (Finding finding : result.findings()) {
        line.append("\n      ").append(finding.kind()).append(": ").append(finding);
      }
      line.append("\n      repeat it: ").append(result.of().repeat());
    }
    return line.toString();
  }

  private static void say(PrintWriter screen, String line) {
    screen.println(line);
    screen.flush();
  }
}
