package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.RunOutcome;
import dev.godwit.api.VerdictAnswer;
import dev.godwit.local.demo.NewsroomDatabases;
import dev.godwit.local.stack.DatabaseRoles;
import dev.godwit.local.stack.Part;
import dev.godwit.pack.Packs;
import dev.godwit.pack.install.Installer;
import dev.godwit.sampledata.newsroom.DeskTarget;
import dev.godwit.sampledata.newsroom.MailingSource;
import dev.godwit.sampledata.newsroom.NewsroomSpec;
import dev.godwit.sampledata.newsroom.NewsroomSummary;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The newsroom example: a source in which only joins find a customer, and a target with generated
 * ids, rows that no column gives to an account, and other accounts.
 */
@ExtendWith(SharedStack.class)
class NewsroomIT {
  private static final Path PACKS = Path.of("schemas/packs/newsroom");
  private static final Map<String, String> PAIR =
      Map.of("sourcePack", "newsroom-mailing", "targetPack", "newsroom-desk");
  private static final int OTHER_PEOPLE = 60;

  private final RunningGodwit godwit;
  private final Databases databases;

  NewsroomIT(RunningGodwit godwit) {
    this.godwit = godwit;
    this.databases = databases(godwit);
  }

  private static Databases databases(RunningGodwit godwit) {
    return Databases.ofNewsrooms(godwit.stack().settings().serviceEnvironment());
  }

  @BeforeAll
  static void make(RunningGodwit godwit) throws Exception {
    godwit.databases().executeTarget("create database newsroom");
    godwit.databases().executeTarget("create database desk");
    try (Connection mailing = databases(godwit).openSource();
        Connection desk = databases(godwit).openTarget()) {
      DatabaseRoles.grant(mailing, DatabaseRoles.Kind.SOURCE);
      DatabaseRoles.grant(desk, DatabaseRoles.Kind.TARGET);
      MailingSource.create(mailing);
      Installer freeze =
          new Installer(
              Packs.load(godwit.stack().settings().home().resolve(PACKS), name -> null)
                  .source("newsroom-mailing"));
      freeze.run(mailing, freeze.places(), false);
      DatabaseRoles.grant(mailing, NewsroomDatabases.OF_THE_EXTRACTOR);
      DeskTarget.create(desk);
      DeskTarget.createOtherAccounts(desk, DeskTarget.LIVE, OTHER_PEOPLE);
      DeskTarget.createOtherAccounts(desk, DeskTarget.STAGING, OTHER_PEOPLE);
    }
    godwit.addPacks(PACKS);
  }

  private NewsroomSummary create(Customer customer, long persons) {
    try (Connection mailing = databases.openSource()) {
      return MailingSource.createNewsroom(
          mailing,
          new NewsroomSpec(
              customer.id(), "Newsroom", persons, persons * 5 / 2, persons * 4, persons));
    } catch (SQLException e) {
      throw new IllegalStateException("Making " + customer.id() + ": " + e.getMessage(), e);
    }
  }

  private void rehearseAndApprove(Customer customer) {
    customer.send("RehearseMigration", Customer.REQUESTER, PAIR);
    customer.awaitOutcome(RunOutcome.UNDECIDED);
    customer.approveByName();
  }

  @Test
  void shouldMoveANewsroomBesideOtherAccountsWhileTheLoaderIsKilled() throws Exception {
    Customer customer = godwit.customer("daily");
    NewsroomSummary made = create(customer, 1_000);
    DeskDigests live = DeskDigests.of(databases, DeskTarget.LIVE);
    DeskDigests staging = DeskDigests.of(databases, DeskTarget.STAGING);

    rehearseAndApprove(customer);
    assertQuarantine(customer, made);
    assertLedger(customer, made);
    assertThat(DeskDigests.of(databases, DeskTarget.STAGING)).isEqualTo(staging);
    customer.beginLiveRun();
    customer.awaitEvents("ChunkExtracted", 25);
    godwit.kill(Part.LOADER);
    assertThat(customer.events("ReconciliationStarted")).as("killed while it loads").isZero();
    godwit.startAgain(Part.LOADER);
    customer.awaitOutcome(RunOutcome.COMMITTED);

    assertQuarantine(customer, made);
    assertLedger(customer, made);
    assertValues(customer);
    assertIdentities(customer, made);
    assertThat(DeskDigests.upTo(live, databases, DeskTarget.LIVE)).isEqualTo(live);
    assertThat(DeskDigests.of(databases, DeskTarget.STAGING)).isEqualTo(staging);
    assertThat(
            databases.targetRows(
                "select enabled::text from desk.account where external_ref = ?", customer.id()))
        .containsExactly(List.of("true"));

    NewsroomLiveEvents events = new NewsroomLiveEvents(godwit, databases, customer);
    events.assertThatTheyArrive();
    events.assertThatThoseOfMergedPersonsFollowTheSurvivor();
    assertThat(DeskDigests.upTo(live, databases, DeskTarget.LIVE)).isEqualTo(live);
  }

  private void assertQuarantine(Customer customer, NewsroomSummary made) {
    Map<String, Long> expected = new TreeMap<>();
    made.quarantined()
        .forEach(
            (what, count) ->
                expected.put(what.entity().toUpperCase(Locale.ROOT) + " " + what.reason(), count));
    assertThat(quarantine(customer).counts()).isEqualTo(expected);
  }

  private QuarantinedRecords quarantine(Customer customer) {
    return new TopicReader(godwit).quarantine(new MigrationResult(godwit, customer).runId());
  }

  private static void assertLedger(Customer customer, NewsroomSummary made) {
    VerdictAnswer verdict = customer.report().verdict();
    assertThat(verdict.reconciled()).isTrue();
    assertThat(verdict.ledger()).hasSize(made.rows().size());
    for (VerdictAnswer.LedgerLine line : verdict.ledger()) {
      String entity = line.entity().toLowerCase(Locale.ROOT);
      assertThat(List.of(line.sourceRows(), line.mergedAway(), line.loaded()))
          .as(entity)
          .containsExactly(made.rows(entity), made.merged(entity), made.loaded(entity));
    }
  }

  private void assertValues(Customer customer) {
    DeskRows rows = new DeskRows(databases, customer.id(), quarantine(customer));
    assertThat(rows.persons()).containsAllEntriesOf(rows.expectedPersons());
    assertThat(rows.messages()).isEqualTo(rows.expectedMessages());
    assertThat(rows.events()).isEqualTo(rows.expectedEvents());
  }

  /** No id stands for two records, and none is that of a row that is missing. */
  private void assertIdentities(Customer customer, NewsroomSummary made) {
    Map<String, String> tables =
        Map.of(
            "staff", "agent",
            "companies", "organisation",
            "contacts", "person",
            "tags", "tag",
            "lists", "segment",
            "campaigns", "mailing",
            "emails", "message",
            "engagements", "message_event",
            "bounces", "message_event",
            "unsubscribes", "opt_out");
    tables.forEach(
        (entity, table) ->
            assertThat(
                    databases.targetRows(
                        """
                        select count(*)::text, count(distinct i.target_id)::text, count(t.id)::text
                        from godwit.identity i left join desk.%s t on t.id = i.target_id
                        where i.target_schema = 'desk' and i.customer = ? and i.entity = ?"""
                            .formatted(table),
                        customer.id(),
                        entity))
                .as(entity)
                .containsExactly(
                    List.of(
                        "" + made.loaded(entity),
                        "" + made.loaded(entity),
                        "" + made.loaded(entity))));
    for (String table : List.of("agent", "organisation", "person", "segment", "tag", "message")) {
      assertThat(ofAccount(table, customer))
          .as(table)
          .isEqualTo(
              databases.countTarget(
                  "select count(*) from godwit.identity i join desk.%1$s t on t.id = i.target_id where i.customer = ? and i.target_schema = 'desk' and i.entity = ?"
                      .formatted(table),
                  customer.id(),
                  tables.entrySet().stream()
                      .filter(one -> one.getValue().equals(table))
                      .findFirst()
                      .orElseThrow()
                      .getKey()));
    }
    assertThat(
            databases.countTarget(
                "select count(*) from desk.segment_member m join desk.segment s on s.id = m.segment_id join desk.account a on a.id = s.account_id where a.external_ref = ?",
                customer.id()))
        .isEqualTo(made.loaded("memberships"));
    assertThat(ofAccount("note", customer)).isEqualTo(made.loaded("notes"));
    assertThat(
            databases.countTarget(
                "select count(distinct number) from desk.message m join desk.account a on a.id = m.account_id where a.external_ref = ?",
                customer.id()))
        .isEqualTo(made.loaded("emails"));
  }

  private long ofAccount(String table, Customer customer) {
    return databases.countTarget(
        "select count(*) from desk.%s t join desk.account a on a.id = t.account_id where a.external_ref = ?"
            .formatted(table),
        customer.id());
  }

  /** Events are loaded behind emails, and these behind persons. */
  private void renameAsSoonAsPersonsAreIn(Customer customer) {
    Conditions.await("persons of " + customer.id(), () -> ofAccount("person", customer) > 0);
    databases.executeTarget("alter table desk.message_event rename column agent to renamed");
  }

  @Test
  void shouldLeaveNothingOfANewsroomThatIsRolledBack() {
    Customer customer = godwit.customer("weekly");
    NewsroomSummary made = create(customer, 400);
    DeskDigests live = DeskDigests.of(databases, DeskTarget.LIVE);
    DeskDigests staging = DeskDigests.of(databases, DeskTarget.STAGING);
    rehearseAndApprove(customer);
    customer.beginLiveRun();
    customer.awaitEvents("SourceFrozen", 1);
    renameAsSoonAsPersonsAreIn(customer);
    try {
      customer.awaitOutcome(RunOutcome.HELD);
      assertThat(ofAccount("person", customer)).isPositive();
      customer.rollBack();
      customer.awaitOutcome(RunOutcome.ROLLED_BACK);
    } finally {
      databases.executeTarget("alter table desk.message_event rename column renamed to agent");
    }
    assertThat(customer.report().failure().what()).contains("agent");
    assertThat(DeskDigests.of(databases, DeskTarget.LIVE)).isEqualTo(live);
    assertThat(DeskDigests.of(databases, DeskTarget.STAGING)).isEqualTo(staging);
    for (String table : List.of("identity", "account")) {
      assertThat(
              databases.countTarget(
                  "select count(*) from godwit." + table + " where customer = ?", customer.id()))
          .as(table)
          .isZero();
    }
    assertThat(
            databases.countTarget(
                "select count(*) from godwit.identity_row r where not exists (select from godwit.identity_space s where s.space = r.space)"))
        .isZero();
    assertThat(
            databases.sourceRows(
                "select count(*)::text, (max(n.frozen_since) is null)::text from mailing.newsroom n join mailing.address_book b on b.newsroom_id = n.id join mailing.person p on p.address_book_id = b.id where slug = ?",
                customer.id()))
        .containsExactly(List.of("" + made.rows("contacts"), "true"));
  }
}
