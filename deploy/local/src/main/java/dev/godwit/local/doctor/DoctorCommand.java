package dev.godwit.local.doctor;

import dev.godwit.cli.client.Json;
import dev.godwit.local.command.StackOptions;
import dev.godwit.local.stack.StackException;
import dev.godwit.local.stack.TopicDeployment;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Examines an installation, or mends one of the things that an examination finds. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Check everything that can be checked from outside: services, topics and their settings, schemas, offsets, open transactions, groups, databases with their rights, disk, clocks, versions, packs, the read model and the migrations.",
      "Print what is wrong, why it matters, and the command that mends it. A check that cannot be made is reported as such."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything that was checked is fine",
      "1:there are warnings, or a check could not be made",
      "2:there are errors, or the command line is wrong"
    },
    footer = {
      "",
      "Examples:",
      "  godwit doctor",
      "  godwit doctor --all",
      "  godwit doctor --json",
      "  godwit doctor --abort-transaction loader-host-18092-tasks-1",
      "  godwit doctor --correct-topics",
      "  godwit doctor --reset-offsets godwit-orchestrator"
    })
public final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StackOptions options;

  @Option(names = "--json", description = "Print every answer of every check as JSON.")
  private boolean json;

  @Option(names = "--all", description = "Print also what is fine, one line each.")
  private boolean all;

  @Option(
      names = "--transactions-older-than",
      paramLabel = "DURATION",
      defaultValue = "PT2M",
      description = "Age from which an open transaction counts as hanging (${DEFAULT-VALUE}).")
  private Duration oldTransaction;

  @Option(
      names = "--abort-transaction",
      paramLabel = "ID",
      description =
          "Abort the open transaction of this transactional id, and fence its producer. A process that still uses it has to be started again.")
  private String abort;

  @Option(
      names = "--correct-topics",
      description = "Make missing topics, and give the others the catalogue's settings.")
  private boolean correctTopics;

  @Option(
      names = "--reset-offsets",
      paramLabel = "GROUP",
      description =
          "Delete offsets of this group that are beyond the end of their topic; its service, which must be stopped, then begins at the first record.")
  private String reset;

  @Override
  public Integer call() throws InterruptedException {
    try (Installation installation = new Installation(options.settings(), oldTransaction)) {
      if (abort != null || correctTopics || reset != null) {
        mend(installation);
        return 0;
      }
      List<Diagnosis> diagnoses = Doctor.examine(installation);
      Severity worst =
          diagnoses.stream()
              .map(Diagnosis::severity)
              .max(Comparator.naturalOrder())
              .orElse(Severity.UNCHECKED);
      if (json) {
        out().println(Json.pretty(Map.of("worst", worst, "diagnoses", diagnoses)));
      } else {
        print(diagnoses);
      }
      out().flush();
      return worst.exitCode();
    }
  }

  private void mend(Installation installation) throws InterruptedException {
    try {
      if (abort != null) {
        TransactionsCheck.abort(installation.admin(), abort);
        out().println("Aborted the transaction of " + abort + " and fenced its producer.");
      }
      if (correctTopics) {
        TopicDeployment.deploy(installation.kafka());
        TopicCorrection.correct(installation.admin()).forEach(out()::println);
      }
      if (reset != null) {
        OffsetReset.reset(installation.admin(), reset).forEach(out()::println);
      }
      out().flush();
    } catch (IOException | ExecutionException e) {
      throw new StackException(
          Doctor.reason(e).replace("It could", "That could").replace("examined", "done"), e);
    }
  }

  private void print(List<Diagnosis> diagnoses) {
    diagnoses.stream()
        .filter(d -> d.severity() == Severity.ERROR || d.severity() == Severity.WARNING)
        .sorted(Comparator.comparing(Diagnosis::severity).reversed())
        .forEach(this::printBad);
    unchecked(diagnoses)
        .forEach(
            (what, subjects) ->
                out()
                    .println(
                        line(
                            Severity.UNCHECKED,
                            what.check(),
                            String.join(", ", subjects),
                            what.found())));
    if (all) {
      diagnoses.stream()
          .filter(d -> d.severity() == Severity.FINE)
          .forEach(d -> out().println(line(d.severity(), d.check(), d.subject(), d.found())));
    }
    out()
        .println(
            "%d errors, %d warnings, %d not checked, %d fine."
                .formatted(
                    count(diagnoses, Severity.ERROR),
                    count(diagnoses, Severity.WARNING),
                    count(diagnoses, Severity.UNCHECKED),
                    count(diagnoses, Severity.FINE)));
    if (count(diagnoses, Severity.UNCHECKED) > 0) {
      out()
          .println(
              "Parts that could not be checked are not known to be fine: mend the errors, or wait where the machine is busy; then run godwit doctor again.");
    }
  }

  private void printBad(Diagnosis d) {
    out().println(line(d.severity(), d.check(), d.subject(), d.found()));
    out().println("    why:     " + d.why());
    out().println("    mend:    " + d.mend());
    if (!d.runbook().isEmpty()) {
      out().println("    runbook: " + d.runbook());
    }
  }

  private record Unchecked(String check, String found) {}

  /** Subjects by what could not be checked of them, and why. */
  private static Map<Unchecked, List<String>> unchecked(List<Diagnosis> diagnoses) {
    return diagnoses.stream()
        .filter(d -> d.severity() == Severity.UNCHECKED)
        .collect(
            Collectors.groupingBy(
                d -> new Unchecked(d.check(), d.found()),
                LinkedHashMap::new,
                Collectors.mapping(Diagnosis::subject, Collectors.toList())));
  }

  private static String line(Severity severity, String check, String subject, String found) {
    return "%-11s  %s%s: %s"
        .formatted(
            severity.words(), check, subject.equals(check) ? "" : " (" + subject + ")", found);
  }

  private static long count(List<Diagnosis> diagnoses, Severity severity) {
    return diagnoses.stream().filter(diagnosis -> diagnosis.severity() == severity).count();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
