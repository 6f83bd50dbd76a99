package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.CommandAnswer;
import dev.godwit.common.v1.LedgerLine;
import dev.godwit.event.v1.LiveReturned;
import dev.godwit.event.v1.VerdictReached;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares the result of live traffic with the events that were sent, event by event. */
final class TrafficResult {
  private final RunningGodwit godwit;
  private final Customer customer;
  private final SimpleTraffic traffic;

  TrafficResult(RunningGodwit godwit, Customer customer, SimpleTraffic traffic) {
    this.godwit = godwit;
    this.customer = customer;
    this.traffic = traffic;
  }

  /**
   * After the commit and the end of the traffic: a cut behind all of it is reconciled, every event
   * is in the target once or in quarantine, and nothing else is there.
   */
  void isAllInTheTargetOnce() {
    VerdictReached verdict = verdictAtACutBehindAll();
    assertThat(verdict.getReconciled()).as("verdict %s", verdict).isTrue();
    LedgerLine line = engagements(verdict);
    assertThat(line.getLiveLoaded() + line.getLiveDuplicates() + line.getLiveQuarantined())
        .as("ledger %s", line)
        .isEqualTo(line.getLiveReceived())
        .isPositive();

    assertThat(targetEngagements()).isEqualTo(expected(leftBehind()));
    QuarantinedRecords quarantine = quarantine();
    Set<String> brokenEmails = quarantine.ids("EMAILS");
    for (String event : quarantine.ids("LIVE")) {
      String email = traffic.emailOf(event);
      assertThat(email == null || brokenEmails.contains(email))
          .as("event %s of email %s is in quarantine for a reason", event, email)
          .isTrue();
    }
    unknownMessagesAreQuarantined();
  }

  /** An event of an unknown message is kept and counted, before and after the switch. */
  private void unknownMessagesAreQuarantined() {
    Conditions.await(
        "every event of an unknown message of " + customer.id() + " is in quarantine",
        () ->
            new TopicReader(godwit)
                .quarantineOf(customer.id())
                .ids("LIVE")
                .containsAll(traffic.ofUnknownMessages()));
  }

  /** After the rollback and the end of the traffic: the source has every event once. */
  void isAllInTheSourceOnce() {
    Set<String> known = traffic.rowByEvent().keySet();
    Conditions.await(
        "the source has every event of " + customer.id(),
        () -> sourceEvents().keySet().containsAll(known));
    Map<String, Integer> there = sourceEvents();
    known.forEach(event -> assertThat(there).as(event).containsEntry(event, 1));
    traffic.ofUnknownMessages().forEach(event -> assertThat(there).doesNotContainKey(event));
    unknownMessagesAreQuarantined();
    int run = customer.progress().run();
    LiveReturned returned =
        new TopicReader(godwit)
            .all(Topics.EVENTS, LiveReturned.class).stream()
                .filter(e -> e.getEnvelope().getMigrationId().equals(customer.id()))
                .filter(e -> e.getEnvelope().getRun() == run)
                .findFirst()
                .orElseThrow();
    assertThat(
            returned.getReturned()
                + returned.getKept()
                + returned.getDuplicates()
                + returned.getQuarantined())
        .as("%s", returned)
        .isEqualTo(returned.getReceived());
  }

  /**
   * The tail and the stages are behind the senders; a cut is behind all once the rows are there.
   */
  private VerdictReached verdictAtACutBehindAll() {
    Conditions.await(
        "all that was sent for " + customer.id() + " is in the target",
        () -> targetEngagements().equals(expected(leftBehind())));
    return verdictAtANewCut();
  }

  /** Takes a cut as soon as none is under way, and waits for its verdict. */
  VerdictReached verdictAtANewCut() {
    long before = verdicts().size();
    Conditions.await(
        "a cut of " + customer.id() + " is begun",
        () ->
            customer.send("TakeCut", Customer.REQUESTER, Map.of()).state()
                == CommandAnswer.State.ACCEPTED);
    Conditions.await("the verdict of " + customer.id(), () -> verdicts().size() > before);
    return verdicts().getLast();
  }

  private Map<List<String>, Integer> targetEngagements() {
    return new TargetRows(godwit.databases(), TargetRows.LIVE, customer.id()).engagements();
  }

  private Set<String> leftBehind() {
    QuarantinedRecords quarantine = quarantine();
    Set<String> left = new HashSet<>(quarantine.ids("ENGAGEMENTS"));
    left.addAll(quarantine.ids("LIVE"));
    return left;
  }

  private QuarantinedRecords quarantine() {
    return new TopicReader(godwit).quarantine(new MigrationResult(godwit, customer).runId());
  }

  private List<VerdictReached> verdicts() {
    int run = customer.progress().run();
    return new TopicReader(godwit)
        .all(Topics.EVENTS, VerdictReached.class).stream()
            .filter(e -> e.getEnvelope().getMigrationId().equals(customer.id()))
            .filter(e -> e.getEnvelope().getRun() == run)
            .toList();
  }

  private static LedgerLine engagements(VerdictReached verdict) {
    return verdict.getLedger().stream()
        .filter(line -> Entities.of(line).equals(Entity.ENGAGEMENTS))
        .findFirst()
        .orElseThrow();
  }

  /** Rows of the source, and events that were delivered to the target only, by value. */
  private Map<List<String>, Integer> expected(Set<String> left) {
    Map<List<String>, Integer> expected = new HashMap<>();
    Set<String> inSource = new HashSet<>();
    godwit
        .databases()
        .sourceRows(
            """
            select coalesce(event_id, id::text), id::text, email_id::text,
              case when lower(btrim(kind)) like 'click%' then 'click' else 'open' end,
              nullif(url, ''), nullif(agent, ''), extract(epoch from occurred_at)::text
            from engagement where customer_id = ?""",
            customer.id())
        .forEach(
            row -> {
              inSource.add(row.get(0));
              if (!left.contains(row.get(0)) && !left.contains(row.get(1))) {
                expected.merge(new ArrayList<>(row.subList(2, 7)), 1, Integer::sum);
              }
            });
    traffic
        .rowByEvent()
        .forEach(
            (event, row) -> {
              if (!inSource.contains(event) && !left.contains(event)) {
                expected.merge(row, 1, Integer::sum);
              }
            });
    return expected;
  }

  /** The number of rows of each event in the source. */
  private Map<String, Integer> sourceEvents() {
    Map<String, Integer> there = new HashMap<>();
    godwit
        .databases()
        .sourceRows(
            "select event_id, count(*)::text from engagement"
                + " where customer_id = ? and event_id is not null group by 1",
            customer.id())
        .forEach(row -> there.put(row.get(0), Integer.parseInt(row.get(1))));
    return there;
  }
}
