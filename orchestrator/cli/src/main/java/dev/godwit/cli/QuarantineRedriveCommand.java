package dev.godwit.cli;

import dev.godwit.api.RedrivePlanAnswer;
import dev.godwit.api.ReplayAnswer;
import dev.godwit.api.text.RedrivePlanText;
import dev.godwit.cli.client.OrchestratorClient;
import dev.godwit.cli.progress.ReplayWatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/**
 * Lets records in quarantine go on, with what waits for them. It prints the plan and sends nothing,
 * unless the plan is confirmed with {@code --yes}; a confirmed redrive is followed until it ends.
 */
@Command(
    name = "redrive",
    description = {
      "Let records in quarantine go on, and everything that waits for them: emails of a contact, engagements of an email.",
      "Without --yes it prints the plan and sends nothing: records by stage and entity.",
      "The transformer reads those again that it holds, with the fixes of now; then the loader reads those that it holds. Redriving twice changes nothing."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  godwit quarantine redrive acme --reason LIMIT_EXCEEDED",
      "  godwit quarantine redrive acme --reason LIMIT_EXCEEDED --by ann --why \"shortened by fix 3\" --yes",
      "  godwit quarantine redrive acme --entity contacts --id 4711 --id 4712 --by ann --yes",
      "  godwit quarantine redrive acme --entity emails --keys keys.txt --by ann --yes",
      "  godwit quarantine redrive acme --reason '*' --by ann --why \"the target was mended\" --yes"
    })
final class QuarantineRedriveCommand extends PublishCommand {
  @Parameters(paramLabel = "CUSTOMER", description = "The customer's id in the source.")
  String customer;

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      description = "Records in quarantine for this reason; '*' for every reason.")
  String reason;

  @Option(
      names = "--entity",
      paramLabel = "ENTITY",
      split = ",",
      description =
          "Only records of this entity, and what waits for them. Repeatable; all if left out.")
  List<String> entities = List.of();

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "With one --entity: the record with this id in the source. Repeatable.")
  List<String> ids = List.of();

  @Option(
      names = "--keys",
      paramLabel = "FILE",
      description = "As --id, from a file with one id a line, at most 10,000.")
  Path keysFile;

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

  private List<String> keys = List.of();

  @Override
  String command() {
    return "RedriveQuarantine";
  }

  @Override
  String subject() {
    return customer;
  }

  @Override
  boolean follows() {
    return true;
  }

  @Override
  protected int run(OrchestratorClient client) throws InterruptedException {
    keys = new ArrayList<>(ids);
    if (keysFile != null) {
      keys.addAll(KeysFile.read(keysFile, spec.commandLine()));
    }
    check();
    RedrivePlanAnswer plan = client.redrivePlan(customer, selection());
    if (plan.refusal() != null) {
      if (json) {
        writeJson(plan);
      } else {
        err().print(RedrivePlanText.of(plan, ""));
        err().flush();
      }
      return ExitCodes.REJECTED;
    }
    if (!yes) {
      if (json) {
        writeJson(plan);
      } else {
        out().print(RedrivePlanText.of(plan, typed()));
      }
      return ExitCodes.OK;
    }
    return super.run(client);
  }

  private void check() {
    if (reason == null && keys.isEmpty()) {
      throw usage("Expected --reason REASON ('*' for every one), --id or --keys, but found none.");
    }
    if (!keys.isEmpty() && entities.size() != 1) {
      throw usage(
          "Expected one --entity beside --id and --keys, since ids of two entities can be equal, but found %d.",
          entities.size());
    }
    if (keys.size() > KeysFile.MOST) {
      throw usage(
          "Expected at most %d ids, but found %d; use --reason for more.",
          KeysFile.MOST, keys.size());
    }
    if (rate < 0) {
      throw usage("Expected --rate to be 0 or more records a second, but found %d.", rate);
    }
  }

  private ParameterException usage(String text, Object... values) {
    return new ParameterException(spec.commandLine(), String.format(Locale.ROOT, text, values));
  }

  private Map<String, Object> selection() {
    Map<String, Object> selection = new LinkedHashMap<>();
    selection.put("entities", entities);
    selection.put("keys", keys);
    selection.put("reason", reason);
    return selection;
  }

  @Override
  void complete(Map<String, Object> fields) {
    fields.putAll(selection());
    fields.put("entities", entities.stream().map(e -> e.toUpperCase(Locale.ROOT)).toList());
    fields.put("rate", rate);
  }

  private String typed() {
    List<String> words = new ArrayList<>(List.of("godwit", "quarantine", "redrive", customer));
    if (reason != null) {
      words.addAll(List.of("--reason", reason));
    }
    entities.forEach(entity -> words.addAll(List.of("--entity", entity)));
    ids.forEach(id -> words.addAll(List.of("--id", id)));
    if (keysFile != null) {
      words.addAll(List.of("--keys", keysFile.toString()));
    }
    if (rate > 0) {
      words.addAll(List.of("--rate", String.valueOf(rate)));
    }
    if (author() != null) {
      words.addAll(List.of("--by", author()));
    }
    words.addAll(List.of("--why", why.isBlank() ? "your reason" : why, "--yes"));
    return words.stream().map(ReplayPublishing::quoted).collect(Collectors.joining(" "));
  }

  /** A redrive is two replays, of which the second begins with the end of the first. */
  @Override
  int follow(OrchestratorClient client) throws InterruptedException {
    ReplayWatch watch =
        json
            ? ReplayWatch.asJson(client, this::writeJsonLine)
            : ReplayWatch.onTerminal(client, out());
    ReplayAnswer first = watch.untilOver(customer);
    if (first.state() != ReplayAnswer.State.FINISHED) {
      return ExitCodes.RUN_FAILED;
    }
    ReplayAnswer second = watch.untilOver(customer, first.replay() + 1);
    return first.good() && second.good() ? ExitCodes.OK : ExitCodes.RUN_FAILED;
  }
}
