package dev.godwit.cli;

import dev.godwit.api.DecisionAnswer;
import dev.godwit.api.MergeCountAnswer;
import dev.godwit.api.MergeGroupAnswer;
import dev.godwit.api.MigrationAnswer;
import dev.godwit.api.text.Figures;
import dev.godwit.api.text.MergesPresenter;
import dev.godwit.cli.MergeSelectionOptions.State;
import dev.godwit.cli.client.MergeClient;
import dev.godwit.cli.client.OrchestratorClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists merge groups. */
@Command(
    name = "list",
    description = {
      "Merge groups of the last planned run, those of the greatest match weight first.",
      "The table has ids of the source, no values. --json prints all groups as an array."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  godwit merges list acme",
      "  godwit merges list acme --state review --rule SAME_PHONE --above 8 --at-most 3",
      "  godwit merges list acme --json"
    })
final class MergesListCommand extends OrchestratorCommand {
  /** Most groups of a table. */
  static final int SHOWN = 100;

  @Parameters(paramLabel = "CUSTOMER", description = "The customer's id in the source.")
  String customer;

  @Mixin MergeSelectionOptions selection;

  @Option(
      names = "--after",
      paramLabel = "GROUP",
      description = "Begin the table behind this group, such as the last one of the table before.")
  String after;

  @Override
  protected int run(OrchestratorClient client) {
    MergeClient merges = new MergeClient(client);
    Map<String, Object> parameters = selection.parameters(State.all);
    if (after != null) {
      parameters.put("after", after);
    }
    if (json) {
      writeJson(merges.all(customer, parameters));
      return ExitCodes.OK;
    }
    parameters.put("limit", SHOWN + 1);
    List<MergeGroupAnswer> groups = merges.groups(customer, parameters);
    List<MergeCountAnswer> counts = merges.counts(customer);
    counts(counts);
    if (!counts.isEmpty()) {
      decidedSince(client, counts.getFirst().run());
    }
    list(groups);
    return ExitCodes.OK;
  }

  private void counts(List<MergeCountAnswer> counts) {
    if (counts.isEmpty()) {
      out()
          .println(
              "No merge groups: no run of %s was planned yet, or its plan found none."
                  .formatted(customer));
      return;
    }
    long waiting =
        counts.stream()
            .filter(c -> c.state().equals("REVIEW"))
            .mapToLong(MergeCountAnswer::groups)
            .sum();
    out()
        .println(
            "Run %d: %s for a person's decision.%n"
                .formatted(
                    counts.getFirst().run(),
                    waiting == 0
                        ? "no group waits"
                        : waiting == 1
                            ? "1 group waits"
                            : Figures.count(waiting) + " groups wait"));
    out().println(MergesPresenter.counts(counts).text());
  }

  /** A run has the decisions that held when it began; the groups do not show later ones. */
  private void decidedSince(OrchestratorClient client, int run) {
    Instant begun =
        client.migration(customer).runs().stream()
            .filter(one -> one.run() == run)
            .map(MigrationAnswer.Run::startedAt)
            .findFirst()
            .orElse(Instant.MAX);
    String since =
        client.decisions(customer).stream()
            .filter(one -> one.kind() == DecisionAnswer.Kind.MERGES)
            .filter(one -> (one.holds() ? one.at() : one.undone().at()).isAfter(begun))
            .map(one -> one.number() + (one.holds() ? "" : " (undone)"))
            .collect(Collectors.joining(", "));
    if (!since.isEmpty()) {
      out()
          .println(
              "Decided since this run began: %s. The groups show it after the next rehearsal: godwit rehearse %s.%n"
                  .formatted(since, customer));
    }
  }

  private void list(List<MergeGroupAnswer> groups) {
    if (groups.isEmpty()) {
      out().println("No group is selected.");
      return;
    }
    List<MergeGroupAnswer> shown = groups.subList(0, Math.min(SHOWN, groups.size()));
    out().print(MergesPresenter.table(shown).text());
    if (groups.size() > SHOWN) {
      out()
          .println(
              ("%nThe first %d are shown. The next ones: add --after %s."
                      + " All of them: --json, or godwit merges export %s --csv FILE.")
                  .formatted(SHOWN, shown.getLast().group(), customer));
    }
    out().println("%nOne of them: godwit merges show %s GROUP.".formatted(customer));
  }
}
