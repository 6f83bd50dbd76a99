package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.CommandAnswer;
import dev.godwit.api.MigrationAnswer;
import dev.godwit.api.ProgressAnswer;
import dev.godwit.api.ReportAnswer;
import dev.godwit.api.RunOutcome;
import dev.godwit.api.StoryLine;
import dev.godwit.cli.client.RefusedException;
import dev.godwit.local.demo.RehearsalFindings;
import dev.godwit.local.stack.StackIdentities;
import dev.godwit.sampledata.SampleData;
import dev.godwit.sampledata.SampleSpec;
import dev.godwit.sampledata.SampleSummary;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A customer, and the commands of people for its migration. */
final class Customer {
  static final String REQUESTER = StackIdentities.REQUESTER;
  static final String APPROVER = StackIdentities.APPROVER;

  private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(2);

  private final RunningGodwit godwit;
  private final String id;

  Customer(RunningGodwit godwit, String id) {
    this.godwit = godwit;
    this.id = id;
  }

  String id() {
    return id;
  }

  /** Makes it in the source. */
  SampleSummary create(long contacts, long emails, long engagements) {
    try (Connection source = godwit.databases().openSource()) {
      return SampleData.createCustomer(
          source, new SampleSpec(id, contacts, emails, engagements, id.hashCode()));
    } catch (SQLException e) {
      throw new IllegalStateException("Making " + id + ": " + e.getMessage(), e);
    }
  }

  /** Three thousand rows: enough for thirty chunks. */
  SampleSummary create() {
    return create(300, 800, 2_000);
  }

  /** Publishes a command over HTTP and waits for its answer. */
  CommandAnswer send(String command, String by, Map<String, ?> more) {
    Map<String, Object> fields = new LinkedHashMap<>();
    String commandId = UUID.randomUUID().toString();
    fields.put("command", command);
    fields.put("commandId", commandId);
    fields.put("customer", id);
    fields.put("by", by);
    fields.put("why", "a test");
    fields.putAll(more);
    godwit.client().send(fields);
    return answer(commandId);
  }

  /** Waits for the answer to a command. */
  CommandAnswer answer(String commandId) {
    try {
      CommandAnswer answer = godwit.client().await(commandId, ANSWER_TIMEOUT);
      assertThat(answer.state()).as("answer to %s", commandId).isNotEqualTo(pending());
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static CommandAnswer.State pending() {
    return CommandAnswer.State.PENDING;
  }

  private void accepted(String command, String by, Map<String, ?> more) {
    CommandAnswer answer = send(command, by, more);
    assertThat(answer.state())
        .as("%s: %s", command, answer.problem())
        .isEqualTo(CommandAnswer.State.ACCEPTED);
  }

  /** Begins a rehearsal. */
  void beginRehearsal() {
    accepted("RehearseMigration", REQUESTER, Map.of());
  }

  /** Begins a rehearsal with other packs than the reference packs. */
  void beginRehearsal(String sourcePack, String targetPack) {
    accepted(
        "RehearseMigration", REQUESTER, Map.of("sourcePack", sourcePack, "targetPack", targetPack));
  }

  /** Rehearses until the rehearsal has passed. */
  void rehearse() {
    beginRehearsal();
    awaitOutcome(RunOutcome.PASSED);
  }

  /** Approves as a second person, and waives the findings. */
  void approve() {
    accepted("ApproveMigration", APPROVER, Map.of("waiveFindings", true));
  }

  /**
   * Approves as a second person, with all that is in quarantine waived, and one finding by name.
   */
  void approveWith(Map<String, ?> waiver) {
    accepted(
        "ApproveMigration", APPROVER, Map.of("waiveFindings", true, "waivers", List.of(waiver)));
  }

  /** Approves as a second person, with all that is in quarantine waived, and the rest by name. */
  void approveByName() {
    accepted(
        "ApproveMigration",
        APPROVER,
        Map.of("waiveFindings", true, "waivers", RehearsalFindings.waivers(report())));
  }

  /** Approves as a second person, with one waiver. */
  void approve(Map<String, ?> waiver) {
    accepted("ApproveMigration", APPROVER, Map.of("waivers", List.of(waiver)));
  }

  /** Begins the live run. */
  void beginLiveRun() {
    accepted("StartMigration", REQUESTER, Map.of());
  }

  /** Everything up to a running live run. */
  void rehearseApproveAndStart() {
    rehearse();
    approve();
    beginLiveRun();
  }

  /** Starts the rollback. */
  void rollBack() {
    accepted("RollBackMigration", REQUESTER, Map.of());
  }

  /** Waits until the latest run has ended, and requires its outcome. */
  void awaitOutcome(RunOutcome expected) {
    Conditions.await(
        "the run of " + id + " ends",
        () -> {
          RunOutcome outcome = progress().outcome();
          return outcome != null
              && outcome != RunOutcome.RUNNING
              && outcome != RunOutcome.ABANDONED;
        });
    assertThat(progress().outcome())
        .as(() -> "outcome of the run of " + id + " with the events:\n" + story())
        .isEqualTo(expected);
  }

  /** Rolls back the open run, if there is one, and waits for its end. */
  void endRun() {
    try {
      if (progress().outcome() == null || !progress().outcome().open()) {
        return;
      }
    } catch (RefusedException e) {
      return; // The customer has no migration.
    }
    send("RollBackMigration", REQUESTER, Map.of());
    Conditions.await("the run of " + id + " has ended", () -> !progress().outcome().open());
  }

  MigrationAnswer migration() {
    return godwit.client().migration(id);
  }

  ProgressAnswer progress() {
    return godwit.client().progress(id);
  }

  ReportAnswer report() {
    return godwit.client().report(id, 0);
  }

  List<StoryLine> events() {
    return godwit.client().events(id, 0);
  }

  /** Events of a name in the latest run. */
  long events(String name) {
    int run = progress().run();
    return events().stream().filter(e -> e.run() == run && e.event().equals(name)).count();
  }

  /** Waits until the latest run has that many events of a name. */
  void awaitEvents(String name, long atLeast) {
    Conditions.await(atLeast + " " + name + " of " + id, () -> events(name) >= atLeast);
  }

  private String story() {
    StringBuilder story = new StringBuilder();
    events().forEach(e -> story.append(e.event()).append(": ").append(e.text()).append('\n'));
    return story.toString();
  }
}
