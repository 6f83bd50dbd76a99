package dev.godwit.local.demo;

import dev.godwit.api.CommandAnswer;
import dev.godwit.api.ProgressAnswer;
import dev.godwit.api.ReportAnswer;
import dev.godwit.api.RunOutcome;
import dev.godwit.cli.client.OrchestratorClient;
import dev.godwit.cli.progress.Watch;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Moves one customer the way a person does: publishes commands, waits for their answers, follows
 * the runs. Not thread-safe.
 */
public final class Move {
  /** Who asks for the migration, in the history of a demo or a bench. */
  public static final String REQUESTER = "programme-lead";

  /** Who approves it; somebody else. */
  public static final String APPROVER = "data-owner";

  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(60);
  private static final Duration CUT_PATIENCE = Duration.ofHours(2);
  private static final long BETWEEN_CUTS_MILLIS = 500;

  private final OrchestratorClient client;
  private final Supplier<Watch> watches;
  private final String customer;
  private long toldUpTo;

  /**
   * @param watches makes what shows a run while it is followed
   */
  public Move(OrchestratorClient client, Supplier<Watch> watches, String customer) {
    this.client = client;
    this.watches = watches;
    this.customer = customer;
  }

  public String customer() {
    return customer;
  }

  /**
   * Rehearses, and requires that the rehearsal passes.
   *
   * @throws StepFailedException where it does not
   */
  public void rehearse(String why) throws InterruptedException {
    send("RehearseMigration", REQUESTER, why, Map.of());
    require(RunOutcome.PASSED, follow());
  }

  /** Approves, as somebody else than the requester; what the rehearsal found is waived. */
  public void approve(String why) throws InterruptedException {
    send("ApproveMigration", APPROVER, why, Map.of("waiveFindings", true));
  }

  /** Starts the live run. */
  public void start(String why) throws InterruptedException {
    send("StartMigration", REQUESTER, why, Map.of());
  }

  /** Follows the latest run to its end. */
  public ProgressAnswer follow() throws InterruptedException {
    int run = client.progress(customer).run();
    ProgressAnswer last = watches.get().after(toldUpTo).untilOver(customer, run);
    toldUpTo =
        client.events(customer, toldUpTo).stream()
            .mapToLong(line -> line.sequence())
            .max()
            .orElse(toldUpTo);
    return last;
  }

  /** Report of the latest run. */
  public ReportAnswer report() {
    return client.report(customer, 0);
  }

  /**
   * Holds how a run ended against how it should have.
   *
   * @throws StepFailedException where it differs
   */
  public void require(RunOutcome expected, ProgressAnswer last) {
    if (last.outcome() == expected) {
      return;
    }
    ReportAnswer report = report();
    throw new StepFailedException(
        "Expected run "
            + last.run()
            + " of "
            + customer
            + " to end as \""
            + expected.label()
            + "\", but it is \""
            + last.outcome().label()
            + "\""
            + (report.failure() == null ? "." : ": " + report.failure().what())
            + " What next: "
            + report.migration().next());
  }

  /**
   * Takes a cut of live engagement, as soon as none is under way.
   *
   * @throws StepFailedException where one is under way for too long
   */
  public void takeCut(String why) throws InterruptedException {
    long until = System.nanoTime() + CUT_PATIENCE.toNanos();
    CommandAnswer answer = answer("TakeCut", REQUESTER, why, Map.of());
    while (answer.state() == CommandAnswer.State.REJECTED && System.nanoTime() - until < 0) {
      Thread.sleep(BETWEEN_CUTS_MILLIS);
      answer = answer("TakeCut", REQUESTER, why, Map.of());
    }
    requireAccepted("TakeCut", answer);
  }

  private void send(String command, String by, String why, Map<String, Object> more)
      throws InterruptedException {
    requireAccepted(command, answer(command, by, why, more));
  }

  private CommandAnswer answer(String command, String by, String why, Map<String, Object> more)
      throws InterruptedException {
    String id = UUID.randomUUID().toString();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("command", command);
    fields.put("commandId", id);
    fields.put("customer", customer);
    fields.put("by", by);
    fields.put("why", why);
    fields.putAll(more);
    client.send(fields);
    return client.await(id, ANSWER_PATIENCE);
  }

  private static void requireAccepted(String command, CommandAnswer answer) {
    switch (answer.state()) {
      case ACCEPTED -> {
        // What follows is seen in the history.
      }
      case REJECTED ->
          throw new StepFailedException(
              command + " was rejected.\n" + answer.problem().text());
      case PENDING ->
          throw new StepFailedException(
              "Expected an answer to "
                  + command
                  + " within "
                  + ANSWER_PATIENCE.toSeconds()
                  + " s, but found none. Look into the orchestrator's log.");
    }
  }
}
