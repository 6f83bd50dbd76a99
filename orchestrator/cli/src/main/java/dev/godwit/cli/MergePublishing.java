package dev.godwit.cli;

import dev.godwit.cli.client.OrchestratorClient;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * A command that publishes decisions about merges, all in one command of the topic: either each of
 * them is accepted, or none is.
 */
abstract class MergePublishing extends PublishCommand {
  @Parameters(
      index = "0",
      paramLabel = "CUSTOMER",
      description = "The customer's id in the source.")
  String customer;

  @Option(
      names = "--seen",
      paramLabel = "N",
      defaultValue = "-1",
      description =
          "Number of the last decision that you know of, 0 for none: refused where somebody "
              + "decided since. Without it, that does not matter.")
  int seen;

  private List<ProposedMerge> proposed = List.of();

  /**
   * The decisions to publish, at least one.
   *
   * @throws picocli.CommandLine.ParameterException where they cannot be read, or there are none;
   *     nothing is published then
   */
  abstract List<ProposedMerge> proposed(OrchestratorClient client);

  @Override
  final String command() {
    return "DecideMerges";
  }

  @Override
  final String subject() {
    return customer;
  }

  @Override
  protected int run(OrchestratorClient client) throws InterruptedException {
    proposed = proposed(client);
    return super.run(client);
  }

  @Override
  final void complete(Map<String, Object> fields) {
    fields.put("seen", seen);
    fields.put("decisions", proposed.stream().map(ProposedMerge::fields).toList());
  }
}
