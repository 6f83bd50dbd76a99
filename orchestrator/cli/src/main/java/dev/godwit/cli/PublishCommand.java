package dev.godwit.cli;

import dev.godwit.api.CommandAnswer;
import dev.godwit.api.ProgressAnswer;
import dev.godwit.cli.client.OrchestratorClient;
import dev.godwit.cli.progress.Watch;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import picocli.CommandLine.Option;

/**
 * A command that publishes to {@code migration.commands.v1} and waits for the orchestrator's
 * answer.
 */
abstract class PublishCommand extends OrchestratorCommand {
  @Option(
      names = "--by",
      paramLabel = "NAME",
      defaultValue = "${env:GODWIT_BY}",
      description =
          "Identity that sends the command, and so its author (GODWIT_BY); by default one that has the role.")
  String by;

  @Option(
      names = "--why",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Your reason, kept in the history.")
  String why;

  @Option(
      names = "--command-id",
      paramLabel = "UUID",
      description = "Id of the command; the same id twice is answered once. A new one by default.")
  UUID commandId;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "How long to wait for the answer (${DEFAULT-VALUE}).")
  int timeoutSeconds;

  @Override
  final String author() {
    return by == null || by.isBlank() ? null : by;
  }

  /** Name of the command on the topic. */
  abstract String command();

  /** The customer; * for the whole programme. */
  abstract String subject();

  /** Adds the fields that only this command has. */
  void complete(Map<String, Object> fields) {}

  /** The waivers of a command as its fields, each with the command's reason. */
  final List<Map<String, Object>> fields(List<MigrationCommands.Waiver> waivers) {
    return waivers.stream()
        .map(
            w -> {
              Map<String, Object> fields = new LinkedHashMap<>();
              fields.put("entity", w.entity());
              fields.put("reason", w.reason());
              fields.put("upTo", w.upTo());
              fields.put("why", why);
              return fields;
            })
        .toList();
  }

  /** True where the run or the replay that begins is to be followed. */
  boolean follows() {
    return false;
  }

  /**
   * Follows what the accepted command began, until it ends or waits for a person.
   *
   * @return exit code
   */
  int follow(OrchestratorClient client) throws InterruptedException {
    int run = client.progress(subject()).run();
    Watch watch =
        json
            ? WatchCommand.asJson(client, this)
            : Watch.onTerminal(client, out()).after(WatchCommand.before(client, subject(), run));
    ProgressAnswer last = watch.untilOver(subject(), run);
    return WatchCommand.exitCode(last);
  }

  @Override
  protected int run(OrchestratorClient client) throws InterruptedException {
    String id = (commandId == null ? UUID.randomUUID() : commandId).toString();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("command", command());
    fields.put("commandId", id);
    fields.put("customer", subject());
    if (author() != null) {
      fields.put("by", author());
    }
    fields.put("why", why);
    complete(fields);
    client.send(fields);
    CommandAnswer answer = client.await(id, Duration.ofSeconds(timeoutSeconds));
    return switch (answer.state()) {
      case ACCEPTED -> accepted(client, answer);
      case REJECTED -> rejected(answer);
      case PENDING -> pending(answer);
    };
  }

  private int accepted(OrchestratorClient client, CommandAnswer answer)
      throws InterruptedException {
    if (!follows()) {
      if (json) {
        writeJson(answer);
      } else {
        out().println("Accepted: " + answer.text());
      }
      return ExitCodes.OK;
    }
    return follow(client);
  }

  private int rejected(CommandAnswer answer) {
    if (json) {
      writeJson(answer);
    } else {
      err().println("Rejected: " + command() + " " + subject());
      err().print(answer.problem().text());
      err().flush();
    }
    return ExitCodes.REJECTED;
  }

  private int pending(CommandAnswer answer) {
    if (json) {
      writeJson(answer);
    } else {
      err()
          .println(
              "The command is published, but was not answered within %d s. Its id is %s; see godwit events %s."
                  .formatted(timeoutSeconds, answer.commandId(), subject()));
      err().flush();
    }
    return ExitCodes.UNANSWERED;
  }
}
