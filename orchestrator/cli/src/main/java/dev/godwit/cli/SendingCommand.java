package dev.godwit.cli;

import dev.godwit.api.CommandAnswer;
import dev.godwit.api.ProgressAnswer;
import dev.godwit.cli.client.OrchestratorClient;
import dev.godwit.cli.progress.Watch;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import picocli.CommandLine.Option;

/**
 * A command that publishes to {@code migration.commands.v1} and waits for the orchestrator's
 * answer.
 */
abstract class SendingCommand extends OrchestratorCommand {
  @Option(
      names = "--by",
      paramLabel = "NAME",
      defaultValue = "${env:GODWIT_BY:-${env:USER:-${sys:user.name}}}",
      description = "Who asks (GODWIT_BY, USER; ${DEFAULT-VALUE}).")
  String by;

  @Option(
      names = "--why",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Why, for whoever reads the history.")
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

  /** Name of the command as it stands on the topic. */
  abstract String command();

  /** The customer it is about; * for the whole programme. */
  abstract String about();

  /** Adds what this command has besides. */
  void complete(Map<String, Object> fields) {}

  /** True where the run that begins is to be followed. */
  boolean follows() {
    return false;
  }

  @Override
  protected int run(OrchestratorClient client) throws InterruptedException {
    String id = (commandId == null ? UUID.randomUUID() : commandId).toString();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("command", command());
    fields.put("commandId", id);
    fields.put("customer", about());
    fields.put("by", by);
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
    int run = client.progress(about()).run();
    Watch watch =
        json
            ? WatchCommand.asJson(client, this)
            : Watch.onTerminal(client, out()).after(WatchCommand.before(client, about(), run));
    ProgressAnswer last = watch.untilOver(about(), run);
    return WatchCommand.exitCode(last);
  }

  private int rejected(CommandAnswer answer) {
    if (json) {
      writeJson(answer);
    } else {
      err().println("Rejected: " + command() + " " + about());
      err().print(ProblemText.of(answer.problem()));
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
              "The command is published, but was not answered within %d s. Its id is %s; look with godwit events %s."
                  .formatted(timeoutSeconds, answer.commandId(), about()));
      err().flush();
    }
    return ExitCodes.UNANSWERED;
  }
}
