package dev.godwit.cli;

import dev.godwit.api.ReplayAnswer;
import dev.godwit.api.ReplayPlanAnswer;
import dev.godwit.api.text.ReplayPlanText;
import dev.godwit.cli.client.OrchestratorClient;
import dev.godwit.cli.progress.ReplayWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * A command that begins a replay: it prints the plan and sends nothing, unless the plan is
 * confirmed with {@code --yes}. A confirmed replay is followed until it ends.
 */
abstract class ReplayPublishing extends PublishCommand {
  @Parameters(paramLabel = "CUSTOMER", description = "The customer's id in the source.")
  String customer;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "0",
      description = "At most so many records a second; 0 for no limit (${DEFAULT-VALUE}).")
  int rate;

  @Option(
      names = "--yes",
      description = "Act, and follow it until it ends; without it, only the plan is printed.")
  boolean yes;

  /** The plan that was made before the command is sent; null where none is needed. */
  private ReplayPlanAnswer plan;

  /** Parameters of the plan. */
  abstract Map<String, Object> query();

  /** Options of this command as they can be typed again, without those that all commands have. */
  abstract List<String> options();

  /** True where the command begins a replay, and so has a plan. */
  boolean begins() {
    return true;
  }

  /** The plan; null before it was made. */
  final ReplayPlanAnswer plan() {
    return plan;
  }

  @Override
  String subject() {
    return customer;
  }

  @Override
  boolean follows() {
    return begins();
  }

  @Override
  protected int run(OrchestratorClient client) throws InterruptedException {
    if (!begins()) {
      return super.run(client);
    }
    plan = client.replayPlan(customer, query());
    if (plan.refusal() != null) {
      return refused();
    }
    if (!yes) {
      show();
      return ExitCodes.OK;
    }
    return super.run(client);
  }

  private int refused() {
    if (json) {
      writeJson(plan);
    } else {
      err().print(ReplayPlanText.of(plan, ""));
      err().flush();
    }
    return ExitCodes.REJECTED;
  }

  private void show() {
    if (json) {
      writeJson(plan);
    } else {
      out().print(ReplayPlanText.of(plan, typed()));
    }
  }

  /** The command that acts, as it can be typed. */
  private String typed() {
    List<String> words = new ArrayList<>(List.of("godwit", spec.name(), customer));
    words.addAll(options());
    if (rate > 0) {
      words.addAll(List.of("--rate", String.valueOf(rate)));
    }
    if (author() != null) {
      words.addAll(List.of("--by", author()));
    }
    words.addAll(List.of("--why", why.isBlank() ? "your reason" : why));
    words.add("--yes");
    return words.stream().map(ReplayPublishing::quoted).collect(Collectors.joining(" "));
  }

  static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./:,@+=-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  @Override
  int follow(OrchestratorClient client) throws InterruptedException {
    ReplayAnswer last =
        json
            ? ReplayWatch.asJson(client, this::writeJsonLine).untilOver(customer)
            : ReplayWatch.onTerminal(client, out()).untilOver(customer);
    return last.good() ? ExitCodes.OK : ExitCodes.RUN_FAILED;
  }
}
