package dev.godwit.sampledata.newsroom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.sampledata.Server;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the drafts of both packs do to the databases that they are written for. */
class DraftMigrationIT {
  private static Server server;
  private static String sourceUrl;
  private static String targetUrl;
  private static DraftPack source;
  private static DraftPack target;
  private static NewsroomSummary made;

  @BeforeAll
  static void start() throws IOException, SQLException {
    server = new Server();
    sourceUrl = server.database("newsroom");
    targetUrl = server.database("desk");
    source = DraftPack.read("newsroom-mailing");
    target = DraftPack.read("newsroom-desk");
    try (Connection mailing = Server.open(sourceUrl);
        Connection desk = Server.open(targetUrl)) {
      MailingSource.create(mailing);
      MailingSource.createNewsroom(mailing, NewsroomSpec.of("weekly", 100, 2));
      made = MailingSource.createNewsroom(mailing, NewsroomSpec.of("daily", 1_700, 1));
      Server.run(mailing, "analyze");
      DeskTarget.create(desk);
      DeskTarget.createOtherAccounts(desk, DeskTarget.LIVE, 100);
      DeskTarget.createOtherAccounts(desk, DeskTarget.STAGING, 100);
    }
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Test
  void shouldFreezeAndThawTwice() throws SQLException, IOException {
    try (Connection mailing = Server.open(sourceUrl)) {
      assertThat(DraftSql.flag(mailing, source, "is-frozen"))
          .as("before the installation")
          .isEqualTo("f");
      DraftSql.run(mailing, source, "install", Map.of());
      DraftSql.run(mailing, source, "freeze", Map.of());
      DraftSql.run(mailing, source, "freeze", Map.of());
      assertThat(DraftSql.flag(mailing, source, "is-frozen")).isEqualTo("t");
      assertThat(
              Server.number(
                  mailing, "select count(*) from mailing.newsroom where frozen_since is not null"))
          .isOne();
      DraftSql.run(mailing, source, "thaw", Map.of());
      DraftSql.run(mailing, source, "thaw", Map.of());
      assertThat(DraftSql.flag(mailing, source, "is-frozen")).isEqualTo("f");
      DraftSql.run(mailing, source, "uninstall", Map.of());
    }
  }

  @Test
  void shouldReturnEachEventOnceAlsoWhileFrozen() throws SQLException, IOException {
    try (Connection mailing = Server.open(sourceUrl)) {
      mailing.setAutoCommit(false);
      DraftSql.run(mailing, source, "install", Map.of());
      DraftSql.run(mailing, source, "freeze", Map.of());
      String email =
          Server.text(
              mailing,
              "select min(d.id) from mailing.delivery d join mailing.campaign_link k"
                  + " using (campaign_id) join mailing.campaign c on c.id = d.campaign_id"
                  + " join mailing.mailing_list l on l.id = c.list_id join mailing.newsroom n"
                  + " on n.id = l.newsroom_id where slug = 'daily' and d.message_id is not null");
      String message =
          Server.text(mailing, "select message_id from mailing.delivery where id = " + email);
      String link =
          Server.text(
              mailing,
              "select url from mailing.campaign_link k join mailing.delivery d using (campaign_id)"
                  + " where d.id = "
                  + email
                  + " order by link_no limit 1");
      returned(mailing, event("e-1", "open", null, "emailId", email));
      returned(mailing, event("e-2", "click", link, "messageId", message));
      returned(mailing, event("e-3", "click", "https://elsewhere.example/", "emailId", email));
      assertThat(
              DraftSql.column(
                  mailing,
                  "select delivery_id || ' ' || coalesce(link_no::text, url) from"
                      + " mailing.click_event where beacon like 'e-%' order by beacon"))
          .containsExactly(email + " 1", email + " https://elsewhere.example/");

      Map<String, String> nobodys = event("e-4", "open", null, "messageId", "nobody's");
      DraftSql.run(
          mailing,
          source.sql(DraftPack.map(source.keys().get("live")).get("return")),
          Map.of(),
          nobodys);
      assertThat(holds(mailing, nobodys)).isEqualTo("f");
      Map<String, String> others = new HashMap<>(event("e-5", "open", null, "emailId", email));
      others.put("customer", "weekly");
      DraftSql.run(
          mailing,
          source.sql(DraftPack.map(source.keys().get("live")).get("return")),
          Map.of(),
          others);
      assertThat(holds(mailing, others)).as("the email of another newsroom").isEqualTo("f");
      mailing.rollback();
    }
  }

  @Test
  void shouldMoveTheNewsroomAsTheGeneratorSaysAndPurgeNothingElse()
      throws SQLException, IOException {
    try (Connection mailing = Server.open(sourceUrl);
        Connection desk = Server.open(targetUrl)) {
      OtherAccounts before = OtherAccounts.read(desk, DeskTarget.STAGING, "daily");
      Map<String, String> staging = Map.of("schema", DeskTarget.STAGING);
      Server.run(mailing, "set timezone = 'UTC'");
      desk.setAutoCommit(false);
      DraftSql.run(desk, target, "prepare", staging);
      DraftSql.run(desk, target, "prepare", staging);
      DraftSql.run(desk, target, "before-load", staging);
      String account =
          Server.text(desk, "select id from desk_staging.account where external_ref = 'daily'");
      DraftMigration migration =
          new DraftMigration(
              source, target, new DraftLoad(desk, target, DeskTarget.STAGING, account));
      migration.move(mailing, "daily");
      assertThat(migration.rows()).isEqualTo(made.rows());
      assertThat(migration.merged()).isEqualTo(made.merged());
      assertThat(migration.quarantined()).containsExactlyInAnyOrderEntriesOf(made.quarantined());

      for (String key : List.of("after-load", "after-load", "before-enable", "before-enable")) {
        DraftSql.run(desk, target, key, staging);
      }
      assertLoaded(desk, Long.parseLong(account));
      desk.commit();
      assertThat(OtherAccounts.read(desk, DeskTarget.STAGING, "daily")).isEqualTo(before);
      assertThat(OtherAccounts.read(desk, DeskTarget.STAGING, "nobody").count())
          .isGreaterThan(before.count() + made.loaded("engagements"));

      DraftSql.run(desk, target, "purge", staging);
      DraftSql.run(desk, target, "purge", staging);
      desk.commit();
      assertThat(OtherAccounts.read(desk, DeskTarget.STAGING, "nobody")).isEqualTo(before);
    }
  }

  private static void assertLoaded(Connection desk, long account) throws SQLException {
    Map<String, String> tables =
        Map.of(
            "companies",
            "organisation t where t.account_id",
            "contacts",
            "person_profile p join desk_staging.person t on t.id = p.person_id"
                + " where t.account_id",
            "memberships",
            "segment_member m join desk_staging.segment t on t.id = m.segment_id"
                + " where t.account_id",
            "emails",
            "message t where t.account_id",
            "visits",
            "mailing_visit v join desk_staging.mailing t on t.id = v.mailing_id"
                + " where t.account_id",
            "unsubscribes",
            "opt_out o join desk_staging.person t on t.id = o.person_id" + " where t.account_id",
            "notes",
            "note t where t.account_id",
            "tags",
            "tag t where t.account_id");
    for (Map.Entry<String, String> entity : tables.entrySet()) {
      String rows = "desk_staging." + entity.getValue() + " = " + account;
      assertThat(Server.number(desk, "select count(*) from " + rows))
          .as(entity.getKey())
          .isEqualTo(made.loaded(entity.getKey()));
    }
    assertThat(
            Server.number(
                desk,
                "select count(*) from desk_staging.message_event e join desk_staging.message t"
                    + " on t.id = e.message_id where t.account_id = "
                    + account))
        .isEqualTo(made.loaded("engagements") + made.loaded("bounces"));
    assertThat(
            Server.number(
                desk, "select max(number) from desk_staging.message where account_id = " + account))
        .as("numbers from 1, with a gap for each refused row")
        .isGreaterThanOrEqualTo(made.loaded("emails"));
  }

  private static Map<String, String> event(
      String id, String kind, String url, String of, String value) {
    Map<String, String> event = new HashMap<>();
    for (String name :
        List.of("emailId", "messageId", "recipient", "contactId", "agent", "machine")) {
      event.put(name, null);
    }
    event.put("customer", "daily");
    event.put("eventId", id);
    event.put("kind", kind);
    event.put("url", url);
    event.put("occurredAt", "2099-12-31T23:59:59.999999Z");
    event.put(of, value);
    return event;
  }

  private static void returned(Connection mailing, Map<String, String> event)
      throws SQLException, IOException {
    Map<String, Object> live = DraftPack.map(source.keys().get("live"));
    assertThat(holds(mailing, event)).isEqualTo("f");
    DraftSql.run(mailing, source.sql(live.get("return")), Map.of(), event);
    DraftSql.run(mailing, source.sql(live.get("return")), Map.of(), event);
    assertThat(holds(mailing, event)).isEqualTo("t");
    assertThat(
            Server.number(
                mailing,
                "select (select count(*) from mailing.view_event where beacon = '%1$s') + (select count(*) from mailing.click_event where beacon = '%1$s')"
                    .formatted(event.get("eventId"))))
        .isOne();
  }

  private static String holds(Connection mailing, Map<String, String> event)
      throws SQLException, IOException {
    Object sql = DraftPack.map(source.keys().get("live")).get("holds");
    return DraftSql.cell(mailing, source.sql(sql).getFirst(), event);
  }
}
