package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.godwit.api.CommandAnswer;
import dev.godwit.api.MergeGroupAnswer;
import dev.godwit.api.MergeGroupDetailAnswer;
import dev.godwit.api.RehearsalAnswer;
import dev.godwit.api.RehearsalAnswer.Change;
import dev.godwit.api.RehearsalAnswer.CloseLimit;
import dev.godwit.api.RunOutcome;
import dev.godwit.api.VerdictAnswer;
import dev.godwit.cli.client.MergeClient;
import dev.godwit.local.stack.Part;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** People decide which contacts are one, and every later run does as they said. */
@ExtendWith(SharedStack.class)
class MergeReviewIT {
  private final RunningGodwit godwit;
  private final MergeClient merges;

  MergeReviewIT(RunningGodwit godwit) {
    this.godwit = godwit;
    this.merges = new MergeClient(godwit.client());
  }

  @BeforeAll
  static void make(RunningGodwit godwit) {
    new TestPacks(godwit).add("review-legacy");
  }

  /**
   * Two pairs that may be one: of the same name at one outlet, with other addresses. One subject is
   * nearly as long as the target takes.
   */
  private Customer customer(String name) {
    Customer customer = godwit.customer(name);
    customer.create(0, 0, 0);
    long first = first(customer);
    godwit
        .databases()
        .executeSource(
            """
            insert into contact (id, customer_id, email, given_name, family_name, outlet, consent) values
              (%2$d + 1, '%1$s', 'k.aldersgate@ashburycourier.example', 'Kate', 'Aldersgate', 'The Ashbury Courier', 'yes'),
              (%2$d + 2, '%1$s', 'katherine@aldersgate.example', 'Katherine', 'Aldersgate', 'Ashbury Courier, Inc.', 'no'),
              (%2$d + 3, '%1$s', 'benedikt.zollikofer@ostrach.example', 'Benedikt', 'Zollikofer', 'Ostracher Anzeiger', 'yes'),
              (%2$d + 4, '%1$s', 'b@zollikofer.example', 'Benedikt', 'Zollikofer', 'ostracher  anzeiger', 'yes'),
              (%2$d + 5, '%1$s', 'mira.tunstall@elsewhere.example', 'Mira', 'Tunstall', 'Elsewhere Weekly', 'yes');
            insert into email (id, customer_id, contact_id, subject, sender, message_id, sent_at)
              select %2$d + g, '%1$s', %2$d + g, 'News ' || g, 'desk@sender.example',
                '<' || lpad(to_hex(%2$d + g), 16, '0') || '@mail.agency.example>', now() - interval '1 day'
              from generate_series(1, 5) g;
            insert into engagement (id, customer_id, email_id, contact_id, kind, occurred_at)
              select %2$d + g, '%1$s', %2$d + g, %2$d + g, 'open', now() - interval '1 hour'
              from generate_series(1, 5) g;
            update email set subject = repeat('x', 490) where id = %2$d + 5;
            """
                .formatted(customer.id(), first));
    return customer;
  }

  private static long first(Customer customer) {
    return 1_000_000_000L + 1_000L * (customer.id().hashCode() & 0xffff);
  }

  @Test
  void shouldMergeAndKeepApartAsAPersonDecidedWhileServicesAreKilled() throws Exception {
    Customer customer = customer("review");
    rehearse(customer, 1, RunOutcome.UNDECIDED);
    CommandAnswer undecided =
        customer.send("ApproveMigration", Customer.APPROVER, Map.of("waiveFindings", true));
    assertThat(undecided.state()).isEqualTo(CommandAnswer.State.REJECTED);
    assertThat(undecided.problem().toString()).contains("CONTACTS UNDECIDED_MERGE: 2 groups");
    List<MergeGroupAnswer> open = groups(customer);
    assertThat(open).extracting(MergeGroupAnswer::state).containsExactly("REVIEW", "REVIEW");
    RehearsalAnswer first = godwit.client().rehearsal(customer.id(), 0);
    assertThat(first.state()).isEqualTo(RehearsalAnswer.State.FINDINGS);
    assertThat(first.merges().groups()).isEqualTo(2);
    assertThat(first.close())
        .containsExactly(
            new CloseLimit(
                "EMAILS",
                "email.subject",
                "CHARACTERS",
                500,
                1,
                98,
                490L,
                List.of(id(customer, 5))));
    assertThat(first.purge().empty()).isTrue();
    assertThat(first.estimate().speeds()).hasSize(3);
    assertThat(commands(first))
        .containsSubsequence(
            "./godwit merges export %s --csv groups.csv".formatted(customer.id()),
            "./godwit rehearse %s --by NAME --why TEXT --watch".formatted(customer.id()),
            "./godwit start %s --by NAME --watch".formatted(customer.id()));
    MergeGroupAnswer kate = of(open, customer, 1);
    MergeGroupAnswer ben = of(open, customer, 3);
    assertThat(kate.members()).containsExactly(id(customer, 1), id(customer, 2));
    MergeGroupDetailAnswer shown = merges.group(customer.id(), kate.group());
    assertThat(shown.members())
        .extracting(member -> member.fields().get("givenName"))
        .containsExactly("Kate", "Katherine");
    assertThat(shown.evidence()).hasSize(1);

    decide(customer, kate, true);
    decide(customer, ben, false);
    CommandAnswer early =
        customer.send("ApproveMigration", Customer.APPROVER, Map.of("waiveFindings", true));
    assertThat(early.state()).as("decided since").isEqualTo(CommandAnswer.State.REJECTED);

    assertThat(godwit.client().rehearsal(customer.id(), 0).stale()).hasSize(2);

    rehearse(customer, 2, RunOutcome.PASSED);
    RehearsalAnswer second = godwit.client().rehearsal(customer.id(), 0);
    assertThat(second.stale()).isEmpty();
    assertThat(second.changes().findings())
        .contains(Change.of("CONTACTS", "UNDECIDED_MERGE", 2, 0));
    assertThat(commands(second)).hasSize(2).last().asString().startsWith("./godwit start");
    assertThat(groups(customer))
        .extracting(MergeGroupAnswer::state, MergeGroupAnswer::decision, MergeGroupAnswer::members)
        .containsExactlyInAnyOrder(
            tuple("TOGETHER", 1, kate.members()), tuple("APART", 2, ben.members()));
    customer.approve();
    customer.beginLiveRun();
    Conditions.await("the live run is shown", () -> customer.progress().run() == 3);
    customer.awaitEvents("ExtractionPlanned", 1);
    EnumSet<Part> victims = EnumSet.of(Part.EXTRACTOR, Part.TRANSFORMER);
    victims.forEach(godwit::kill);
    godwit.startAgain(victims);
    customer.awaitOutcome(RunOutcome.COMMITTED);

    assertThat(ledger(customer))
        .containsExactly("CONTACTS 5 1 4", "EMAILS 5 0 5", "ENGAGEMENTS 5 0 5");
    assertThat(rows(customer, "c.given_name || ' ' || c.consent"))
        .as("the longest given name, and the consent that was withdrawn")
        .containsExactly(
            "Benedikt granted", "Benedikt granted", "Katherine withdrawn", "Mira granted");
    assertThat(emails(customer))
        .containsExactly("Benedikt 1", "Benedikt 1", "Katherine 2", "Mira 1");
  }

  @Test
  void shouldBeAsBeforeWhenADecisionIsUndone() {
    Customer customer = customer("undone");
    rehearse(customer, 1, RunOutcome.UNDECIDED);
    List<String> before = ledger(customer);
    List<MergeGroupAnswer> open = groups(customer);
    decide(customer, of(open, customer, 1), true);
    rehearse(customer, 2, RunOutcome.UNDECIDED);
    assertThat(ledger(customer)).contains("CONTACTS 5 1 4");

    assertThat(customer.send("UndoDecision", Customer.APPROVER, Map.of("number", 1)).state())
        .isEqualTo(CommandAnswer.State.ACCEPTED);
    rehearse(customer, 3, RunOutcome.UNDECIDED);
    assertThat(ledger(customer)).isEqualTo(before);
    assertThat(groups(customer))
        .extracting(MergeGroupAnswer::group, MergeGroupAnswer::state, MergeGroupAnswer::weight)
        .containsExactlyElementsOf(
            open.stream().map(g -> tuple(g.group(), g.state(), g.weight())).toList());
    CommandAnswer again = customer.send("UndoDecision", Customer.APPROVER, Map.of("number", 1));
    assertThat(again.state()).isEqualTo(CommandAnswer.State.REJECTED);
  }

  @Test
  void shouldFixTheValuesThatAPersonDecided() {
    Customer customer = customer("fixed");
    godwit
        .databases()
        .executeSource(
            """
            delete from engagement where customer_id = '%1$s' and id not in (%2$s, %3$s);
            delete from email where customer_id = '%1$s' and id not in (%2$s, %3$s);
            delete from contact where customer_id = '%1$s' and id not in (%2$s, %3$s);
            update contact set language = 'Klingon' where id = %3$s;
            """
                .formatted(customer.id(), id(customer, 3), id(customer, 5)));
    rehearse(customer, 1, RunOutcome.UNDECIDED);
    assertThat(ledger(customer))
        .containsExactly("CONTACTS 2 0 1", "EMAILS 2 0 1", "ENGAGEMENTS 2 0 1");

    String id = customer.id();
    assertThat(godwit.client().rehearsal(id, 1).findings())
        .filteredOn(finding -> finding.reason().equals("UNKNOWN_LANGUAGE"))
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.fixes())
                    .containsExactly(
                        "./godwit fixes add %s MAP contacts.language --from VALUE --to VALUE --reason UNKNOWN_LANGUAGE --by NAME --why TEXT"
                            .formatted(id)));

    CommandAnswer fix =
        customer.send(
            "DecideFix",
            Customer.APPROVER,
            Map.of(
                "fixes",
                List.of(
                    Map.of(
                        "action",
                        "MAP",
                        "entity",
                        "contacts",
                        "field",
                        "language",
                        "reason",
                        "UNKNOWN_LANGUAGE",
                        "from",
                        "Klingon",
                        "to",
                        "de"))));
    assertThat(fix.state()).as("%s", fix.problem()).isEqualTo(CommandAnswer.State.ACCEPTED);
    rehearse(customer, 2, RunOutcome.PASSED);
    assertThat(ledger(customer))
        .containsExactly("CONTACTS 2 0 2", "EMAILS 2 0 2", "ENGAGEMENTS 2 0 2");
    assertThat(customer.report().replaced())
        .extracting(one -> one.field() + " " + one.reason() + " " + one.count())
        .containsExactly("language FIXED_MAP 1");
  }

  /** Rehearses until the run of that number has the outcome. */
  private static void rehearse(Customer customer, int run, RunOutcome expected) {
    customer.beginRehearsal("review-legacy", "reference-crm");
    Conditions.await(
        "run %d of %s is shown".formatted(run, customer.id()),
        () -> customer.progress().run() == run);
    customer.awaitOutcome(expected);
  }

  private static List<String> commands(RehearsalAnswer answer) {
    return answer.remaining().stream().map(RehearsalAnswer.Step::command).toList();
  }

  private List<MergeGroupAnswer> groups(Customer customer) {
    return merges.all(customer.id(), Map.of());
  }

  private static MergeGroupAnswer of(List<MergeGroupAnswer> groups, Customer customer, int row) {
    return groups.stream()
        .filter(group -> group.members().contains(id(customer, row)))
        .findFirst()
        .orElseThrow();
  }

  private static String id(Customer customer, int row) {
    return Long.toString(first(customer) + row);
  }

  private static void decide(Customer customer, MergeGroupAnswer group, boolean isTogether) {
    CommandAnswer answer =
        customer.send(
            "DecideMerges",
            Customer.APPROVER,
            Map.of(
                "decisions",
                List.of(
                    Map.of(
                        "isTogether",
                        isTogether,
                        "members",
                        group.members(),
                        "groupId",
                        group.group()))));
    assertThat(answer.state()).as("%s", answer.problem()).isEqualTo(CommandAnswer.State.ACCEPTED);
  }

  private static List<String> ledger(Customer customer) {
    return customer.report().verdict().ledger().stream().map(MergeReviewIT::line).toList();
  }

  private static String line(VerdictAnswer.LedgerLine line) {
    return "%s %d %d %d"
        .formatted(line.entity(), line.sourceRows(), line.mergedAway(), line.loaded());
  }

  private List<String> rows(Customer customer, String columns) throws SQLException {
    return texts(
        "select %s from crm.contact c where c.customer_id = '%s' order by 1"
            .formatted(columns, customer.id()));
  }

  private List<String> emails(Customer customer) throws SQLException {
    return texts(
        "select c.given_name || ' ' || count(*) from crm.contact c join crm.email e on e.contact_id = c.id"
            + " where c.customer_id = '%s' group by c.id, c.given_name order by 1"
                .formatted(customer.id()));
  }

  private List<String> texts(String sql) throws SQLException {
    try (Connection target = godwit.databases().openTarget();
        Statement statement = target.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    }
  }
}
