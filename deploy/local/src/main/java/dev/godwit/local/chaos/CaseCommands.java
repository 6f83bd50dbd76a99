package dev.godwit.local.chaos;

import dev.godwit.api.CommandAnswer;
import dev.godwit.cli.client.OrchestratorClient;
import dev.godwit.cli.client.RefusedException;
import dev.godwit.cli.client.UnreachableException;
import dev.godwit.local.demo.CustomerMigration;
import dev.godwit.local.demo.StepFailedException;
import dev.godwit.local.stack.Await;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Publishes commands of people and waits for their answers, also while the orchestrator or its
 * database is away: the same command is sent until it is answered. Thread-safe.
 */
final class CaseCommands {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int UNAVAILABLE = 503;

  private final OrchestratorClient client;

  CaseCommands(OrchestratorClient client) {
    this.client = client;
  }

  /**
   * Sends a command and requires that it is accepted.
   *
   * @throws StepFailedException where it is rejected, or not answered in time
   */
  void accepted(String command, String customer) {
    CommandAnswer answer = answer(command, customer);
    if (answer.state() != CommandAnswer.State.ACCEPTED) {
      throw new StepFailedException(
          "Expected %s of %s to be accepted, but found: %s"
              .formatted(command, customer, answer.problem()));
    }
  }

  /** Sends a command; the answer may be a rejection. */
  CommandAnswer answer(String command, String customer) {
    return answer(command, customer, Map.of());
  }

  /** The same with fields of the command's own. */
  CommandAnswer answer(String command, String customer, Map<String, Object> more) {
    boolean approval = command.equals("ApproveMigration");
    String id = UUID.randomUUID().toString();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("command", command);
    fields.put("commandId", id);
    fields.put("customer", customer);
    fields.put("by", approval ? CustomerMigration.APPROVER : CustomerMigration.REQUESTER);
    fields.put("why", "a case of the kill matrix");
    fields.putAll(more);
    if (approval) {
      fields.put("waiveFindings", true);
    }
    CommandAnswer[] answer = new CommandAnswer[1];
    boolean[] sent = new boolean[1];
    boolean done =
        Await.until(
            TIMEOUT,
            POLL,
            () -> {
              try {
                if (!sent[0]) {
                  client.send(fields);
                  sent[0] = true;
                }
                answer[0] = client.answer(id);
                return answer[0].state() != CommandAnswer.State.PENDING;
              } catch (UnreachableException e) {
                return false;
              } catch (RefusedException e) {
                if (e.status() != UNAVAILABLE) {
                  throw e;
                }
                return false;
              }
            });
    if (!done) {
      throw new StepFailedException(
          "Expected an answer to %s of %s within %s, but found none. Look into the orchestrator's log."
              .formatted(command, customer, TIMEOUT));
    }
    return answer[0];
  }
}
