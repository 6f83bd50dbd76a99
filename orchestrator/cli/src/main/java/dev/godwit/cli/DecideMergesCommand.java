package dev.godwit.cli;

import dev.godwit.cli.client.MergeClient;
import dev.godwit.cli.client.OrchestratorClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Decides which rows are one, by their ids, by rule, or by a file. */
@Command(
    name = "decide",
    description = {
      "Decide which rows are one, and which are not. It holds for every later run, until it is undone.",
      "All decisions of one call are accepted, or none. A later decision counts before an earlier one.",
      "--csv takes a file of godwit merges export whose column decision is filled in, in every line of a group or in none:",
      "together: the rows are one. apart: the row is none of the others. "
          + "together:A, together:B, …: rows with the same label are one, those with another are not.",
      "Nothing is decided unless the whole file is right. A file with more than 2,000 decisions is sent as several commands."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  godwit merges decide acme --together 17,4711 --by ann --why \"same person, two teams\"",
      "  godwit merges decide acme --apart 12,13 --apart 20,21,22 --by ann --why \"a family\"",
      "  godwit merges decide acme --rule SAME_PHONE --above 14 --at-most 3 --by ann --why \"looked at 20 of them\"",
      "  godwit merges decide acme --together 3,8 --entity outlets --by ann --why \"CNN, Inc.\"",
      "  godwit merges decide acme --csv groups.csv --dry-run",
      "  godwit merges decide acme --csv groups.csv --by ann --why \"checked with the customer\""
    })
public final class DecideMergesCommand extends MergePublishing {
  @Option(
      names = "--together",
      paramLabel = "ID,ID[,…]",
      description = "These rows are one. Repeatable, for one group each.")
  List<String> together = List.of();

  @Option(
      names = "--apart",
      paramLabel = "ID,ID[,…]",
      description = "No two of these rows are one. Repeatable, for one group each.")
  List<String> apart = List.of();

  @Option(
      names = "--rule",
      paramLabel = "RULE",
      description = "Groups that wait for a person by this rule, * for each, are one.")
  String rule;

  @Option(
      names = "--above",
      paramLabel = "WEIGHT",
      description = "With --rule: groups with this match weight or a higher one alone, in bits.")
  Double above;

  @Option(
      names = "--at-most",
      paramLabel = "N",
      description = "With --rule: groups of at most so many rows alone.")
  Integer atMost;

  @Option(names = "--keep-apart", description = "With --rule: the groups are not one.")
  boolean keepApart;

  @Option(
      names = "--entity",
      paramLabel = "ENTITY",
      description = "Entity of the rows that the pack declares; contacts if left out.")
  String entity;

  @Option(names = "--csv", paramLabel = "FILE", description = "File with the decisions.")
  Path csv;

  @Option(
      names = "--dry-run",
      description = "With --csv: check the file and count; decide nothing.")
  boolean dryRun;

  @Override
  protected int run(OrchestratorClient client) throws InterruptedException {
    if (csv == null && dryRun) {
      throw new ParameterException(spec.commandLine(), "expected --dry-run with --csv only");
    }
    return csv == null ? super.run(client) : byFile(client);
  }

  private int byFile(OrchestratorClient client) throws InterruptedException {
    if (!together.isEmpty()
        || !apart.isEmpty()
        || rule != null
        || above != null
        || atMost != null
        || keepApart
        || entity != null
        || seen >= 0
        || commandId != null) {
      throw new ParameterException(
          spec.commandLine(),
          "expected --csv without --together, --apart, --rule, --above, --at-most, --keep-apart, --entity, --seen and --command-id: the file says all that");
    }
    if (!dryRun && why.isBlank()) {
      throw new ParameterException(
          spec.commandLine(), "expected a reason with --why, which the history keeps");
    }
    String text = MergeFileDecision.text(csv, spec.commandLine());
    MergeFileDecision decision =
        new MergeFileDecision(
            this, customer, text, new MergeClient(client).all(customer, Map.of()));
    if (!decision.isRight()) {
      return decision.refuse(csv);
    }
    return dryRun
        ? decision.preview()
        : decision.publish(client, author(), why, Duration.ofSeconds(timeoutSeconds));
  }

  @Override
  List<ProposedMerge> proposed(OrchestratorClient client) {
    if (rule == null && (above != null || atMost != null || keepApart)) {
      throw new ParameterException(
          spec.commandLine(), "expected --above, --at-most and --keep-apart with --rule only");
    }
    List<ProposedMerge> all = new ArrayList<>();
    together.forEach(ids -> all.add(ofRows("--together", true, ids)));
    apart.forEach(ids -> all.add(ofRows("--apart", false, ids)));
    if (rule != null) {
      all.add(new ProposedMerge(!keepApart, List.of(), rule, above, atMost, declaredEntity()));
    }
    if (all.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "expected --together, --apart, --rule or --csv, but found none of them");
    }
    return all;
  }

  private ProposedMerge ofRows(String option, boolean isTogether, String ids) {
    List<String> members = Arrays.stream(ids.split(",", -1)).map(String::strip).distinct().toList();
    if (members.size() < 2 || members.contains("")) {
      throw new ParameterException(
          spec.commandLine(),
          "expected %s to name at least two rows, such as 17,4711, but found '%s'"
              .formatted(option, ids));
    }
    return ProposedMerge.ofRows(isTogether, members, declaredEntity());
  }

  private String declaredEntity() {
    return entity == null || entity.equals("contacts") ? null : entity;
  }
}
