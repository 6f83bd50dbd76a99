package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.CommandAnswer;
import dev.godwit.api.QuarantineAnswer;
import dev.godwit.api.RedrivePlanAnswer;
import dev.godwit.api.RunOutcome;
import dev.godwit.api.VerdictAnswer;
import dev.godwit.common.v1.Stage;
import dev.godwit.local.quarantine.QuarantineFixCommand;
import dev.godwit.local.stack.Part;
import dev.godwit.local.stack.Port;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.ReleasedRecord;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import picocli.CommandLine;

/**
 * The way of records through the quarantine: shown by cause, fixed by a person, redriven with what
 * waits for them, before the commit and after it.
 */
@ExtendWith(SharedStack.class)
class RedriveIT {
  private static final int CONTACTS = 14;
  private static final int KLINGON = 8;

  /** Two emails of each contact, and an open of each. */
  private static final int EACH = 2;

  private final RunningGodwit godwit;
  private final TopicReader topics;

  RedriveIT(RunningGodwit godwit) {
    this.godwit = godwit;
    this.topics = new TopicReader(godwit);
  }

  @Test
  void shouldEmptyTheQuarantineBeforeAndAfterTheCommitWhileServicesAreKilled() {
    Customer customer = heldByLanguages();
    assertThat(ledger(customer.report().verdict()))
        .containsExactly("CONTACTS 14 9 5", "EMAILS 28 18 10", "ENGAGEMENTS 28 18 10");
    QuarantineAnswer cause = languages(customer);
    assertThat(cause.count()).isEqualTo(KLINGON + 1);
    assertThat(cause.holdsBack())
        .containsExactly(
            new QuarantineAnswer.HeldBack("EMAILS", (KLINGON + 1) * EACH),
            new QuarantineAnswer.HeldBack("ENGAGEMENTS", (KLINGON + 1) * EACH));
    previewAndDecide(customer, "Klingon", KLINGON);

    RedrivePlanAnswer plan =
        godwit.client().redrivePlan(customer.id(), Map.of("reason", "UNKNOWN_LANGUAGE"));
    assertThat(plan.refusal()).isNull();
    assertThat(plan.parts())
        .containsExactly(
            new RedrivePlanAnswer.Part("TRANSFORM", "CONTACTS", 9, 0),
            new RedrivePlanAnswer.Part("LOAD", "EMAILS", 0, 18),
            new RedrivePlanAnswer.Part("LOAD", "ENGAGEMENTS", 0, 18));
    redrive(customer, 2);
    customer.awaitEvents("ReplayStarted", 1);
    godwit.kill(Part.TRANSFORMER);
    godwit.startAgain(Part.TRANSFORMER);
    customer.awaitEvents("ReplayFinished", 2);
    customer.awaitEvents("VerdictReached", 2);

    assertThat(ledger(customer.report().verdict()))
        .as("the one of another language stays, and what waits for it")
        .containsExactly("CONTACTS 14 1 13", "EMAILS 28 2 26", "ENGAGEMENTS 28 2 26");
    assertThat(customer.report().verdict().checks()).allMatch(VerdictAnswer.Check::passed);
    assertReleasedOnce(customer, KLINGON);

    waiveTheRest(customer);
    customer.awaitOutcome(RunOutcome.COMMITTED);
    redriveAfterTheCommit(customer);
  }

  private void redriveAfterTheCommit(Customer customer) {
    previewAndDecide(customer, "Elvish", 1);
    redrive(customer, 0);
    customer.awaitEvents("ReplayStarted", 3);
    godwit.kill(Part.LOADER);
    godwit.startAgain(Part.LOADER);
    customer.awaitEvents("ReplayFinished", 4);
    Conditions.await(
        "a verdict of " + customer.id() + " after the redrive",
        () -> {
          VerdictAnswer verdict = customer.report().liveVerdict();
          return verdict != null && verdict.ledger().size() == 3;
        });

    VerdictAnswer after = customer.report().liveVerdict();
    assertThat(after.reconciled()).as("%s", after.checks()).isTrue();
    assertThat(ledger(after))
        .containsExactly("CONTACTS 14 0 14", "EMAILS 28 0 28", "ENGAGEMENTS 28 0 28");
    Conditions.await(
        "the quarantine of " + customer.id() + " is shown as empty",
        () -> customer.report().quarantine().isEmpty());
    assertThat(customer.report().waivers())
        .as("shown for ever")
        .extracting(waiver -> waiver.entity() + " " + waiver.reason())
        .contains(
            "CONTACTS UNKNOWN_LANGUAGE", "EMAILS BROKEN_REFERENCE", "ENGAGEMENTS BROKEN_REFERENCE");
    assertReleasedOnce(customer, KLINGON + 1);
    assertThat(new MigrationResult(godwit, customer).live().count("email"))
        .isEqualTo(CONTACTS * EACH);

    accepted(customer.send("ReplayStage", "ann", Map.of("stage", "VALIDATE")));
    customer.awaitEvents("ReplayFinished", 5);
    assertThat(topics.differences(new MigrationResult(godwit, customer).runId())).isEmpty();
    redrive(customer, 0);
    customer.awaitEvents("ReplayFinished", 7);
    assertReleasedOnce(customer, KLINGON + 1);
  }

  private Customer heldByLanguages() {
    Customer customer = godwit.customer("redriven");
    customer.create(0, 0, 0);
    long first = 1_000_000_000L + 1_000L * (customer.id().hashCode() & 0xffff);
    godwit
        .databases()
        .executeSource(
            """
            insert into contact (id, customer_id, email, given_name, family_name, language, consent)
              select %2$d + g, '%1$s', 'p' || g || '@desk.example', 'Ann', 'Number ' || g, 'en', 'yes'
              from generate_series(1, %3$d) g;
            insert into email (id, customer_id, contact_id, subject, sender, message_id, sent_at)
              select %2$d + g, '%1$s', %2$d + 1 + (g - 1) / %4$d, 'News ' || g, 'desk@sender.example',
                '<' || %2$d + g || '@sender.example>', now() - interval '1 day'
              from generate_series(1, %3$d * %4$d) g;
            insert into engagement (id, customer_id, email_id, contact_id, kind, occurred_at)
              select %2$d + g, '%1$s', %2$d + g, %2$d + 1 + (g - 1) / %4$d, 'open', now() - interval '1 hour'
              from generate_series(1, %3$d * %4$d) g;
            """
                .formatted(customer.id(), first, CONTACTS, EACH));
    customer.beginRehearsal();
    customer.awaitOutcome(RunOutcome.UNDECIDED);
    accepted(
        customer.send(
            "ApproveMigration",
            Customer.APPROVER,
            Map.of(
                "waivers",
                List.of(
                    waiver("ENGAGEMENTS", "LIVE_ROUTE_WEBHOOK_MANDRILL", 1),
                    waiver("ENGAGEMENTS", "LIVE_ROUTE_WEBHOOK_POSTMARK", 1)))));
    godwit
        .databases()
        .executeSource(
            """
            update contact set language = 'Klingon'
              where customer_id = '%1$s' and id <= %2$d + %3$d;
            update contact set language = 'Elvish'
              where customer_id = '%1$s' and id = %2$d + %3$d + 1;
            """
                .formatted(customer.id(), first, KLINGON));
    customer.beginLiveRun();
    customer.awaitEvents("CommitHeld", 1);
    return customer;
  }

  private QuarantineAnswer languages(Customer customer) {
    return godwit.client().quarantine(customer.id(), 0).stream()
        .filter(one -> one.reason().equals("UNKNOWN_LANGUAGE"))
        .findFirst()
        .orElseThrow();
  }

  /** The preview of a fix says what the redrive does; one that fixes nothing is not decided. */
  private void previewAndDecide(Customer customer, String from, int changed) {
    int decisions = godwit.client().decisions(customer.id()).size();
    assertThat(fix(customer, from, "Entish", "--yes"))
        .contains("changes %d of them".formatted(changed), "STILL_VIOLATES", "Nothing is decided");
    assertThat(godwit.client().decisions(customer.id())).hasSize(decisions);
    String decided = fix(customer, from, "de", "--yes");
    assertThat(decided)
        .contains(
            "changes %d of them; the target can take %d then".formatted(changed, changed),
            "'%s' -> 'de'".formatted(from),
            "Accepted");
  }

  private String fix(Customer customer, String from, String to, String... more) {
    List<String> all = new ArrayList<>(List.of(customer.id(), "MAP", "contacts.language"));
    all.addAll(List.of("--from", from, "--to", to, "--reason", "UNKNOWN_LANGUAGE"));
    all.addAll(List.of("--by", Customer.REQUESTER, "--why", "a test"));
    all.addAll(List.of("--url", godwit.client().address().toString()));
    all.addAll(List.of("--dir", godwit.stack().settings().dir().toString()));
    all.addAll(List.of("--secrets", godwit.stack().settings().secrets().folder().toString()));
    for (Port port : Port.values()) {
      all.addAll(List.of("--port", port.name() + "=" + godwit.stack().settings().port(port)));
    }
    all.addAll(List.of(more));
    StringWriter printed = new StringWriter();
    int code =
        new CommandLine(new QuarantineFixCommand())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setOut(new PrintWriter(printed))
            .setErr(new PrintWriter(printed))
            .execute(all.toArray(String[]::new));
    return "%s exit %d".formatted(printed, code);
  }

  private void redrive(Customer customer, int rate) {
    CommandAnswer answer =
        customer.send(
            "RedriveQuarantine", "ann", Map.of("reason", "UNKNOWN_LANGUAGE", "rate", rate));
    assertThat(answer.state()).as("%s", answer.problem()).isEqualTo(CommandAnswer.State.ACCEPTED);
  }

  private void waiveTheRest(Customer customer) {
    List<Map<String, ?>> waivers = new ArrayList<>();
    waivers.add(waiver("CONTACTS", "UNKNOWN_LANGUAGE", 1));
    waivers.add(waiver("EMAILS", "BROKEN_REFERENCE", EACH));
    waivers.add(waiver("ENGAGEMENTS", "BROKEN_REFERENCE", EACH));
    accepted(customer.send("WaiveFindings", Customer.APPROVER, Map.of("waivers", waivers)));
  }

  private static void accepted(CommandAnswer answer) {
    assertThat(answer.state()).as("%s", answer.problem()).isEqualTo(CommandAnswer.State.ACCEPTED);
  }

  private static Map<String, ?> waiver(String entity, String reason, long upTo) {
    return Map.of("entity", entity, "reason", reason, "upTo", upTo, "why", "later");
  }

  private void assertReleasedOnce(Customer customer, int contacts) {
    String runId = new MigrationResult(godwit, customer).runId();
    List<ReleasedRecord> released =
        topics.all(Topics.QUARANTINE, ReleasedRecord.class).stream()
            .filter(record -> record.getRunId().equals(runId))
            .toList();
    assertThat(released)
        .filteredOn(one -> one.getStage() == Stage.TRANSFORM)
        .extracting(ReleasedRecord::getLegacyId)
        .hasSize(contacts)
        .doesNotHaveDuplicates();
    assertThat(
            released.stream()
                .filter(one -> one.getStage() == Stage.LOAD)
                .map(one -> one.getTopic() + one.getPartition() + "@" + one.getOffset())
                .distinct())
        .hasSize(contacts * EACH * 2);
  }

  /** Entity, source rows, those in quarantine, and loaded ones; the sums hold. */
  private static List<String> ledger(VerdictAnswer verdict) {
    return verdict.ledger().stream()
        .map(
            line -> {
              assertThat(line.holds(verdict.checks())).as("sums of %s", line).isTrue();
              return "%s %d %d %d"
                  .formatted(
                      line.entity(),
                      line.sourceRows(),
                      line.quarantinedByTransformer() + line.quarantinedByLoader(),
                      line.loaded());
            })
        .toList();
  }
}
