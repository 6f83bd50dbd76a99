package dev.godwit.local.demo;

import dev.godwit.api.text.Figures;
import dev.godwit.cli.Commands;
import dev.godwit.cli.client.MergeClient;
import dev.godwit.local.stack.StackIdentities;
import dev.godwit.local.stack.StackSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Decides which contacts of the sample are one, as a person does: exports the groups to a file,
 * fills in the decisions by what the sample says of each contact, and gives the file back. It calls
 * the commands that a person calls. For one thread.
 */
final class MergeDecisions {
  private static final String WHY = "the customer says who is who";

  private final StackSettings settings;
  private final String customer;
  private final Narrator narrator;

  MergeDecisions(StackSettings settings, String customer, Narrator narrator) {
    this.settings = settings;
    this.customer = customer;
    this.narrator = narrator;
  }

  /** Whether the rehearsal found contacts of whom a person has to decide. */
  boolean isNeeded() {
    MergeClient client = new MergeClient(StackIdentities.client(settings));
    return !client.groups(customer, Map.of("state", "REVIEW", "limit", 1)).isEmpty();
  }

  /**
   * Decides.
   *
   * @throws StepFailedException where a command fails
   */
  void decide() {
    narrator.step(
        "Decide which contacts are one: export the groups, fill in the file, give it back");
    try {
      Path folder = Files.createTempDirectory("godwit-demo-");
      Path file = folder.resolve("groups.csv");
      try {
        call("merges", "export", customer, "--csv", file.toString());
        MergeFile filled = MergeFile.read(file).filled();
        filled.write(file);
        filled.words().forEach(narrator::detail);
        call(
            "merges",
            "decide",
            customer,
            "--csv",
            file.toString(),
            "--by",
            CustomerMigration.APPROVER,
            "--why",
            WHY);
      } finally {
        // It holds personal data.
        Files.deleteIfExists(file);
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new StepFailedException(
          "Expected to write the file of the merge groups, but found: %s.".formatted(e), e);
    }
  }

  private void call(String... words) {
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said);
    List<String> all = new ArrayList<>(List.of(words));
    narrator.detail("./godwit " + String.join(" ", quoted(all)));
    all.add("--url");
    all.add(settings.orchestratorUrl());
    all.add("--secrets");
    all.add(settings.secrets().folder().toString());
    int code =
        Commands.mountOn(new CommandLine(CommandSpec.create().name("godwit")))
            .setOut(out)
            .setErr(out)
            .execute(all.toArray(String[]::new));
    out.flush();
    if (code != CommandLine.ExitCode.OK) {
      throw new StepFailedException(
          "Expected godwit %s %s to succeed, but it ended with %s:\n%s"
              .formatted(words[0], words[1], Figures.count(code), said));
    }
    said.toString().strip().lines().forEach(line -> narrator.detail("  " + line));
  }

  private static List<String> quoted(List<String> words) {
    return words.stream().map(word -> word.contains(" ") ? '"' + word + '"' : word).toList();
  }
}
