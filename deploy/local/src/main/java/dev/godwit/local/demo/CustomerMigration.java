package dev.godwit.local.demo;

import dev.godwit.api.CommandAnswer;
import dev.godwit.api.ProgressAnswer;
import dev.godwit.api.ReportAnswer;
import dev.godwit.api.RunOutcome;
import dev.godwit.cli.client.OrchestratorClient;
import dev.godwit.cli.progress.Watch;
import dev.godwit.local.stack.StackIdentities;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Migrates one customer through the orchestrator's commands, as a person does: publishes a command,
 * waits for its answer, follows the run. Not thread-safe.
 */
public final class CustomerMigration {
  /** The requester of the migration, in the history of a demo or a bench. */
  public static final String REQUESTER = StackIdentities.REQUESTER;

  /** The approver, another person. */
  public static final String APPROVER = StackIdentities.APPROVER;

  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration CUT_TIMEOUT = Duration.ofHours(2);
  private static final Duration CUT_RETRY_INTERVAL = Duration.ofMillis(500);

  private final OrchestratorClient client;
  private final Supplier<Watch> watches;
  private final String customer;
  private List<Map<String, Object>> byName = List.of();
  private long shownSequence;

  /**
   * @param watches makes the view of a run while it is followed
   */
  public CustomerMigration(OrchestratorClient client, Supplier<Watch> watches, String customer) {
    this.client = client;
    this.watches = watches;
    this.customer = customer;
  }

  public String customer() {
    return customer;
  }

  /**
   * Rehearses, and requires that the rehearsal passes, but for pages of the target that are slow.
   *
   * @throws StepFailedException where it does not
   */
  public void rehearse(String why) throws InterruptedException {
    requirePassedOrPages(rehearsed(why, Map.of()));
  }

  /**
   * Rehearses, and requires that the rehearsal passes, but for findings that the approval then
   * accepts by name.
   *
   * @throws StepFailedException where it does not
   */
  public void rehearseByName(String why) throws InterruptedException {
    requirePassedOrByName(rehearsed(why, Map.of()));
  }

  /**
   * Requires that a rehearsal passed, but for pages of the target that are slow.
   *
   * @throws StepFailedException where it did not
   */
  void requirePassedOrPages(ProgressAnswer last) {
    if (last.outcome() == RunOutcome.UNDECIDED) {
      byName = RehearsalFindings.pages(report());
    }
    require(byName.isEmpty() ? RunOutcome.PASSED : RunOutcome.UNDECIDED, last);
  }

  /**
   * Rehearses, whatever comes of it.
   *
   * @param packs source and target pack, as fields of the command; empty for the usual ones
   */
  ProgressAnswer rehearsed(String why, Map<String, Object> packs) throws InterruptedException {
    send("RehearseMigration", REQUESTER, why, packs);
    return follow();
  }

  /**
   * Requires that a rehearsal passed, or that it waits for a decision about findings that can be
   * accepted by name.
   *
   * @throws StepFailedException where it does not
   */
  void requirePassedOrByName(ProgressAnswer last) {
    if (last.outcome() == RunOutcome.UNDECIDED) {
      byName = RehearsalFindings.waivers(report());
    }
    require(byName.isEmpty() ? RunOutcome.PASSED : RunOutcome.UNDECIDED, last);
  }

  /** Approves as the second person, and waives the findings of the rehearsal. */
  public void approve(String why) throws InterruptedException {
    Map<String, Object> fields = new LinkedHashMap<>(Map.of("waiveFindings", true));
    if (!byName.isEmpty()) {
      fields.put("waivers", byName);
    }
    send("ApproveMigration", APPROVER, why, fields);
  }

  /** The findings that an approval accepts by name, such as {@code COMPANIES LOW_SHARE}. */
  List<String> acceptedByName() {
    return byName.stream().map(one -> one.get("entity") + " " + one.get("reason")).toList();
  }

  /** Starts the live run. */
  public void start(String why) throws InterruptedException {
    send("StartMigration", REQUESTER, why, Map.of());
  }

  /** Rolls the live run back. */
  public void rollBack(String why) throws InterruptedException {
    send("RollBackMigration", REQUESTER, why, Map.of());
  }

  /** Resumes the held run. */
  public void resume(String why) throws InterruptedException {
    send("ResumeMigration", REQUESTER, why, Map.of());
  }

  /** The extracted chunks of the latest run, one entry an event, such as "chunk 1 of contacts". */
  List<String> extractedChunks() {
    int run = client.progress(customer).run();
    return client.events(customer, 0).stream()
        .filter(line -> line.run() == run && line.event().equals("ChunkExtracted"))
        .map(line -> line.text().split(":", 2)[0])
        .toList();
  }

  /** Follows the latest run until it ends or is held. */
  public ProgressAnswer follow() throws InterruptedException {
    int run = client.progress(customer).run();
    ProgressAnswer last = watches.get().after(shownSequence).untilOver(customer, run);
    shownSequence =
        client.events(customer, shownSequence).stream()
            .mapToLong(line -> line.sequence())
            .max()
            .orElse(shownSequence);
    return last;
  }

  /** Report of the latest run. */
  public ReportAnswer report() {
    return client.report(customer, 0);
  }

  /**
   * Requires the outcome of a run.
   *
   * @throws StepFailedException where it is another
   */
  public void require(RunOutcome expected, ProgressAnswer last) {
    if (last.outcome() != expected) {
      ReportAnswer report = report();
      throw new StepFailedException(
          "Expected run %d of %s to end as \"%s\", but it is \"%s\"%s What next: %s"
              .formatted(
                  last.run(),
                  customer,
                  expected.label(),
                  last.outcome().label(),
                  report.failure() == null ? "." : ": " + report.failure().what(),
                  report.migration().next()));
    }
  }

  /**
   * Takes a cut of live engagement, as soon as none is under way.
   *
   * @throws StepFailedException where one is under way for too long
   */
  public void takeCut(String why) throws InterruptedException {
    long deadline = System.nanoTime() + CUT_TIMEOUT.toNanos();
    CommandAnswer answer = answer("TakeCut", REQUESTER, why, Map.of());
    while (answer.state() == CommandAnswer.State.REJECTED && System.nanoTime() - deadline < 0) {
      Thread.sleep(CUT_RETRY_INTERVAL);
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
    return client.await(id, ANSWER_TIMEOUT);
  }

  private static void requireAccepted(String command, CommandAnswer answer) {
    switch (answer.state()) {
      case ACCEPTED -> {
        // The history shows what follows.
      }
      case REJECTED ->
          throw new StepFailedException(command + " was rejected.\n" + answer.problem().text());
      case PENDING ->
          throw new StepFailedException(
              "Expected an answer to %s within %d s, but found none. Look into the orchestrator's log."
                  .formatted(command, ANSWER_TIMEOUT.toSeconds()));
    }
  }
}
