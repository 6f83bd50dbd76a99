package dev.godwit.sampledata.newsroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.sampledata.SampleSummary.Quarantined;
import dev.godwit.sampledata.Server;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MailingSourceIT {
  private static final NewsroomSpec DAILY = NewsroomSpec.of("daily", 3_000, 7);
  private static final NewsroomSpec SMALL = NewsroomSpec.of("weekly", 200, 8);

  private static Server server;
  private String url;

  @BeforeAll
  static void start() throws IOException {
    server = new Server();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @BeforeEach
  void fresh() throws SQLException {
    url = server.database("newsroom");
    try (Connection source = Server.open(url)) {
      MailingSource.create(source);
      MailingSource.create(source);
    }
  }

  @Test
  void shouldMakeAsManyRowsAsAskedFor() throws SQLException {
    try (Connection source = Server.open(url)) {
      List<Long> progress = new ArrayList<>();
      NewsroomSummary made = MailingSource.createNewsroom(source, DAILY, progress::add);

      assertThat(count(source, "person")).isEqualTo(3_000).isEqualTo(made.rows("contacts"));
      assertThat(count(source, "delivery")).isEqualTo(15_000).isEqualTo(made.rows("emails"));
      assertThat(count(source, "view_event")).isEqualTo(45_000);
      assertThat(count(source, "click_event")).isEqualTo(15_000);
      assertThat(made.rows("engagements")).isEqualTo(60_000);
      assertThat(count(source, "view_event where delivery_id is null")).isEqualTo(900);
      assertThat(count(source, "note")).isEqualTo(made.rows("notes") + made.notesOfNobody());
      assertThat(made.notesOfNobody()).isEqualTo(3);
      assertThat(progress).containsExactly(50_000L);
    }
  }

  @Test
  void shouldMakeTheSameRowsWhenTheSeedIsTheSame() throws SQLException {
    List<String> first = digests(DAILY);
    url = server.database("newsroom_again");
    assertThat(digests(DAILY)).isEqualTo(first);
    url = server.database("newsroom_other");
    assertThat(digests(NewsroomSpec.of("daily", 3_000, 8))).isNotEqualTo(first);
  }

  @Test
  void shouldHaveAColumnOfTheNewsroomOnlyRightBelowIt() throws SQLException {
    try (Connection source = Server.open(url)) {
      assertThat(
              Server.text(
                  source,
                  "select string_agg(table_name, ' ' order by table_name) from"
                      + " information_schema.columns where table_schema = 'mailing'"
                      + " and column_name in ('newsroom_id', 'slug')"))
          .isEqualTo("address_book mailing_list newsroom staff web_session");
    }
  }

  @Test
  void shouldGiveViewsAndClicksTheSameIds() throws SQLException {
    try (Connection source = Server.open(url)) {
      MailingSource.createNewsroom(source, DAILY);
      assertThat(
              Server.number(
                  source,
                  "select count(*) from mailing.view_event join mailing.click_event using (id)"))
          .isEqualTo(15_000);
    }
  }

  @Test
  void shouldMakeDeepCompaniesAndTwoThatAreEachOthersParent() throws SQLException {
    try (Connection source = Server.open(url)) {
      MailingSource.createNewsroom(source, DAILY);
      assertThat(
              Server.number(
                  source,
                  "with recursive deep as (select id, 1 as depth from mailing.company where parent_id"
                      + " is null union all select c.id, depth + 1 from mailing.company c join deep d"
                      + " on c.parent_id = d.id) select max(depth) from deep"))
          .isGreaterThanOrEqualTo(CompanyRows.CHAIN);
      assertThat(
              Server.number(
                  source,
                  "select count(*) from mailing.company a join mailing.company b"
                      + " on b.id = a.parent_id and b.parent_id = a.id"))
          .isEqualTo(2);
      assertThat(
              Server.number(
                  source,
                  "select count(*) from mailing.company c where parent_id is not null and not"
                      + " exists (select from mailing.company p where p.id = c.parent_id)"))
          .isPositive();
    }
  }

  @Test
  void shouldMakeOddRowsOfEachKind() throws SQLException {
    try (Connection source = Server.open(url)) {
      MailingSource.createNewsroom(source, DAILY);
      for (String rows :
          List.of(
              "view_event where delivery_id is null and person_id is null",
              "view_event where delivery_id is null and person_id is not null",
              "view_event where delivery_id is not null and person_id is null",
              "click_event where delivery_id is null",
              "view_event where beacon is not null",
              "person where cardinality(regexp_split_to_array(tags, '[,;|]')) = 94",
              "person where tags like '%;%'",
              "person where tags like '%|%'",
              "person where birthday = '0000-00-00'",
              "person where birthday ~ '^[0-9]{2}[.]'",
              "person where birthday = '1980-02-30'",
              "person where consent_on ~ '^[0-9]+$'",
              "person where consent_on like '%Z'",
              "person where jsonb_typeof(custom) = 'array'",
              "person where photo is not null",
              "person where changed = 'infinity'",
              "company where founded ~ '^[0-9]{4}$'",
              "company where circulation like '%.%,%'",
              "membership where joined_on = '00000000'",
              "campaign where sent_ms is null",
              "campaign_attachment where octet_length(content) = 10000000",
              "delivery d where not exists (select from mailing.person p where p.id = d.person_id)",
              "click_event e where not exists (select from mailing.campaign_link k"
                  + " where k.campaign_id = e.campaign_id and k.link_no = e.link_no)",
              "bounce where attempt = 2",
              "bounce where not pg_input_is_valid(reported, 'timestamptz')",
              "unsubscribe where list_id = 0",
              "unsubscribe u where list_id <> 0 and not exists"
                  + " (select from mailing.mailing_list l where l.id = u.list_id)",
              "note where subject_kind = 'C'")) {
        assertThat(count(source, rows)).as(rows).isPositive();
      }
      assertThat(count(source, "person where email = 'none@none.example'")).isEqualTo(25);
    }
  }

  @Test
  void shouldBreakRowsForEachReasonThatItNames() throws SQLException {
    try (Connection source = Server.open(url)) {
      NewsroomSummary made = MailingSource.createNewsroom(source, DAILY);
      Map<String, List<String>> reasons =
          Map.ofEntries(
              Map.entry("countries", List.of("LOOKUP_FAILED")),
              Map.entry(
                  "companies", List.of("BROKEN_REFERENCE", "LIMIT_EXCEEDED", "REQUIRED_MISSING")),
              Map.entry(
                  "contacts",
                  List.of(
                      "BAD_ADDRESS",
                      "BAD_DATE",
                      "BROKEN_REFERENCE",
                      "DISAGREEING_GROUP",
                      "LARGE_GROUP",
                      "LIMIT_EXCEEDED",
                      "REQUIRED_MISSING",
                      "TARGET_REFUSED",
                      "UNKNOWN_CONSENT",
                      "UNKNOWN_LANGUAGE",
                      "WRONG_TYPE")),
              Map.entry("memberships", List.of("BROKEN_REFERENCE", "UNKNOWN_VALUE")),
              Map.entry("attachments", List.of("LIMIT_EXCEEDED")),
              Map.entry("emails", List.of("BROKEN_REFERENCE", "LIMIT_EXCEEDED", "UNKNOWN_VALUE")),
              Map.entry("engagements", List.of("BAD_DATE", "BROKEN_REFERENCE", "TARGET_REFUSED")),
              Map.entry("bounces", List.of("BAD_DATE", "BROKEN_REFERENCE", "UNKNOWN_VALUE")),
              Map.entry("unsubscribes", List.of("BROKEN_REFERENCE")),
              Map.entry("notes", List.of("BAD_DATE", "BROKEN_REFERENCE")));
      List<Quarantined> expected = new ArrayList<>();
      reasons.forEach(
          (entity, of) -> of.forEach(reason -> expected.add(new Quarantined(entity, reason))));
      assertThat(made.quarantined()).containsOnlyKeys(expected.toArray(Quarantined[]::new));
      assertThat(made.merged()).containsOnlyKeys("contacts", "memberships");
      assertThat(made.merged("contacts")).isEqualTo(66);
    }
  }

  @Test
  void shouldReferToRowsOfTheSameNewsroomOnly() throws SQLException {
    try (Connection source = Server.open(url)) {
      MailingSource.createNewsroom(source, SMALL);
      MailingSource.createNewsroom(source, DAILY);
      for (String pair :
          List.of(
              "mailing.person x join mailing.company y on y.id = x.company_id"
                  + " where y.address_book_id not in (select b.id from mailing.address_book b"
                  + " join mailing.address_book o using (newsroom_id) where o.id = x.address_book_id)",
              "mailing.delivery x join mailing.campaign c on c.id = x.campaign_id"
                  + " join mailing.mailing_list l on l.id = c.list_id"
                  + " join mailing.person p on p.id = x.person_id"
                  + " join mailing.address_book b on b.id = p.address_book_id"
                  + " where b.newsroom_id <> l.newsroom_id",
              "mailing.membership x join mailing.mailing_list l on l.id = x.list_id"
                  + " join mailing.person p on p.id = x.person_id"
                  + " join mailing.address_book b on b.id = p.address_book_id"
                  + " where b.newsroom_id <> l.newsroom_id",
              "mailing.view_event x join mailing.delivery d on d.id = x.delivery_id"
                  + " where d.campaign_id <> x.campaign_id",
              "mailing.click_event x join mailing.delivery d on d.id = x.delivery_id"
                  + " where d.campaign_id <> x.campaign_id")) {
        assertThat(Server.number(source, "select count(*) from " + pair)).as(pair).isZero();
      }
    }
  }

  @Test
  void shouldLetTheToolWriteBehindTheNewsroomsRows() throws SQLException {
    try (Connection source = Server.open(url)) {
      MailingSource.createNewsroom(source, SMALL);
      Server.run(
          source,
          "insert into mailing.view_event (campaign_id, delivery_id) select campaign_id, max(id)"
              + " from mailing.delivery group by campaign_id limit 1");
      Server.run(
          source,
          "insert into mailing.person (address_book_id) select min(id) from mailing.address_book");
      assertThat(count(source, "view_event")).isEqualTo(3_001);
      assertThat(Server.number(source, "select max(id) - min(id) from mailing.person"))
          .as("no row that is gone comes back")
          .isEqualTo(200 + NewsroomIds.GONE);
    }
  }

  @Test
  void shouldKeepTheOthersWhenANewsroomIsDropped() throws SQLException {
    List<String> alone = digests(SMALL);
    try (Connection source = Server.open(url)) {
      MailingSource.createNewsroom(source, DAILY);
      MailingFreeze.install(source);
      freeze(source, "daily");
      MailingSource.dropNewsroom(source, "daily");
      assertThat(count(source, "note where subject_id > 1200")).isEqualTo(3);
      Server.run(source, "delete from mailing.note where subject_id > 1200");
      MailingFreeze.uninstall(source);
    }
    assertThat(digestsOf(url)).isEqualTo(alone);
  }

  @Test
  void shouldRefuseANewsroomThatExists() throws SQLException {
    try (Connection source = Server.open(url)) {
      MailingSource.createNewsroom(source, SMALL);
      assertThatThrownBy(() -> MailingSource.createNewsroom(source, SMALL))
          .hasMessageContaining("Expected no newsroom weekly");
      assertThat(count(source, "person")).isEqualTo(200);
    }
  }

  private List<String> digests(NewsroomSpec spec) throws SQLException {
    try (Connection source = Server.open(url)) {
      MailingSource.create(source);
      MailingSource.createNewsroom(source, spec);
    }
    return digestsOf(url);
  }

  private static List<String> digestsOf(String url) throws SQLException {
    List<String> digests = new ArrayList<>();
    try (Connection source = Server.open(url)) {
      for (String table : tables(source)) {
        String rows =
            Server.text(
                source,
                "select count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0)"
                    + " from mailing."
                    + table
                    + " t");
        assertThat(rows).as(table).doesNotStartWith("0 ");
        digests.add(table + " " + rows);
      }
    }
    return digests;
  }

  static List<String> tables(Connection source) throws SQLException {
    return List.of(
        Server.text(
                source,
                "select string_agg(tablename, ' ' order by tablename) from pg_tables"
                    + " where schemaname = 'mailing'")
            .split(" "));
  }

  static void freeze(Connection source, String customer) throws SQLException {
    Server.run(
        source, "update mailing.newsroom set frozen_since = now() where slug = '" + customer + "'");
  }

  private static long count(Connection source, String rows) throws SQLException {
    return Server.number(source, "select count(*) from mailing." + rows);
  }
}
