package dev.godwit.sampledata.newsroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.sampledata.Server;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeskTargetIT {
  private static final int PEOPLE = 200;

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
    url = server.database("desk");
    try (Connection target = Server.open(url)) {
      DeskTarget.create(target);
      DeskTarget.create(target);
      DeskTarget.createOtherAccounts(target, DeskTarget.LIVE, PEOPLE);
      DeskTarget.createOtherAccounts(target, DeskTarget.STAGING, PEOPLE);
    }
  }

  @Test
  void shouldFillEveryTableWithRowsOfOtherAccounts() throws SQLException {
    try (Connection target = Server.open(url)) {
      OtherAccounts others = OtherAccounts.read(target, DeskTarget.LIVE, "daily");
      assertThat(others.tables()).hasSize(19);
      others.tables().forEach((table, rows) -> assertThat(rows.count()).as(table).isPositive());
      assertThat(others.tables().get("person").count()).isEqualTo(3 * PEOPLE);
      assertThat(others.tables().get("message").count()).isEqualTo(6 * PEOPLE);
      assertThat(OtherAccounts.read(target, DeskTarget.STAGING, "daily")).isEqualTo(others);
    }
  }

  @Test
  void shouldHaveARowOnEveryIdThatASourceWouldKeep() throws SQLException {
    try (Connection target = Server.open(url)) {
      for (String table : List.of("organisation", "person", "message", "message_event", "note")) {
        assertThat(Server.number(target, "select min(id) from desk." + table)).as(table).isOne();
        assertThatThrownBy(
                () ->
                    Server.run(
                        target,
                        "insert into desk."
                            + table
                            + " select (jsonb_populate_record(t, '{\"account_id\": 1}')).*"
                            + " from desk."
                            + table
                            + " t where id = 1"))
            .as(table)
            .hasMessageContaining("duplicate key");
      }
    }
  }

  @Test
  void shouldDrawIdsAndNumbersBehindThoseOfOthers() throws SQLException {
    try (Connection target = Server.open(url)) {
      long account = account(target);
      assertThat(account).isEqualTo(4);
      long person = person(target, account, "jo@gazette.example");
      assertThat(person).isEqualTo(3 * PEOPLE + 1);
      assertThat(message(target, account, person)).as("first number of an account").isOne();
      assertThat(message(target, account, person)).isEqualTo(2);
      assertThat(message(target, 1, 1)).as("behind the numbers it has").isEqualTo(2 * PEOPLE + 1);
    }
  }

  @Test
  void shouldKeepTheCountOfPeopleAndTheTimeOfTheUpdate() throws SQLException {
    try (Connection target = Server.open(url)) {
      String counts =
          "select count(*) from desk.organisation o where people_count <> (select count(*) from"
              + " desk.person p where p.organisation_id = o.id)";
      assertThat(Server.number(target, counts)).isZero();
      Server.run(target, "update desk.person set organisation_id = 1 where id in (5, 6)");
      Server.run(target, "update desk.person set organisation_id = null where id = 7");
      assertThat(Server.number(target, counts)).isZero();
      assertThat(
              Server.text(
                  target,
                  "update desk.person set updated_at = 'epoch' where id = 5"
                      + " returning (updated_at = now())::text"))
          .isEqualTo("true");
    }
  }

  @Test
  void shouldRefuseWhatBreaksItsRules() throws SQLException {
    try (Connection target = Server.open(url)) {
      long account = account(target);
      person(target, account, "jo@gazette.example");
      assertThatThrownBy(() -> person(target, account, "JO@Gazette.example"))
          .hasMessageContaining("person_account_id_address_key");
      assertRefused(target, "update desk.person set phone = 'ask the reception'", "phone_number");
      assertRefused(
          target,
          "update desk.person set tags = array_fill('x'::text, array[94])",
          "sixty_tags_at_most");
      assertRefused(target, "update desk.person_profile set custom = '[1]'", "custom_is_an_object");
      assertRefused(target, "update desk.organisation set parent_id = id", "not_its_own_parent");
      assertRefused(target, "update desk.message_event set url = null", "click_has_a_link");
      assertRefused(
          target, "update desk.note set person_id = 1, organisation_id = 1", "of_one_subject");
      assertRefused(
          target,
          "update desk.message set person_id = 1 where account_id = 2",
          "message_account_id_person_id_fkey");
      assertRefused(
          target,
          "update desk.tagging set taggable_type = 'Message'",
          "tagging_taggable_type_check");
    }
  }

  @Test
  void shouldGiveTheSameDigestWhenOnlyOneAccountChanges() throws SQLException {
    try (Connection target = Server.open(url)) {
      OtherAccounts before = OtherAccounts.read(target, DeskTarget.LIVE, "daily");
      long account = account(target);
      long person = person(target, account, "jo@gazette.example");
      message(target, account, person);
      Server.run(target, "insert into desk.person_profile (person_id) values (" + person + ")");
      Server.run(
          target, "insert into desk.tag (account_id, name) values (" + account + ", 'Press')");
      Server.run(
          target,
          "insert into desk.tagging select id, 'Person', "
              + person
              + " from desk.tag where account_id = "
              + account);
      Server.run(target, "set timezone = 'Asia/Tokyo'; set bytea_output = 'escape'");
      assertThat(OtherAccounts.read(target, DeskTarget.LIVE, "daily")).isEqualTo(before);
      assertThat(OtherAccounts.read(target, DeskTarget.LIVE, "nobody").count())
          .isEqualTo(before.count() + 6);
    }
  }

  @Test
  void shouldGiveAnotherDigestWhenACellOfAnotherAccountChanges() throws SQLException {
    try (Connection target = Server.open(url)) {
      OtherAccounts before = OtherAccounts.read(target, DeskTarget.LIVE, "daily");
      target.setAutoCommit(false);
      for (String change :
          List.of(
              "account set name = upper(name) where id = 1",
              "agent set login = upper(login::text)::public.citext where id = 2",
              "channel set name = 'Mail' where name = 'mail'",
              "country set name = 'Deutschland' where code = 'DE'",
              "mailing set body = body || ' ' where id = 1",
              "mailing_file set content = '\\x00' where mailing_id = 1",
              "mailing_link set url = url || '/' where mailing_id = 1",
              "message set state = 'failed' where id = 1",
              "message_event set occurred_at = occurred_at + interval '1 microsecond' where id = 1",
              "message_event set agent = '' where message_id is null and person_id is null",
              "note set pinned = not pinned where id = 1",
              "opt_out set reason = null where id = 1",
              "organisation set phone = '+1 234' where id = 1",
              "person set language = null where id = 1",
              "person_profile set custom = custom || '{\"a\": 1}' where person_id = 1",
              "segment set kind = null where id = 1",
              "segment_member set joined_on = null where person_id = 1",
              "tag set name = 'PRESS' where id = 1",
              "tagging set position = 9 where taggable_id = 1",
              "watched_person set watched_since = null where person_id = 9")) {
        Server.run(target, "update desk." + change);
        target.commit();
        OtherAccounts after = OtherAccounts.read(target, DeskTarget.LIVE, "daily");
        assertThat(after).as(change).isNotEqualTo(before);
        before = after;
      }
      Server.run(target, "delete from desk.tagging where taggable_id = 1");
      target.commit();
      assertThat(OtherAccounts.read(target, DeskTarget.LIVE, "daily").count())
          .isEqualTo(before.count() - 1);
    }
  }

  @Test
  void shouldRefuseATableOfWhichNobodyKnowsWhoseItsRowsAre() throws SQLException {
    try (Connection target = Server.open(url)) {
      Server.run(target, "create table desk.added (id bigint)");
      assertThatThrownBy(() -> OtherAccounts.read(target, DeskTarget.LIVE, "daily"))
          .hasMessageContaining("but found added");
    }
  }

  @Test
  void shouldForgetTheNumbersOfAnAccountThatIsDeleted() throws SQLException {
    try (Connection target = Server.open(url)) {
      long account = account(target);
      Server.run(target, "delete from desk.account where id = " + account);
      assertThat(
              Server.text(
                  target, "select to_regclass('desk.message_number_" + account + "')::text"))
          .isNull();
    }
  }

  private static long account(Connection target) throws SQLException {
    return Server.number(
        target,
        "insert into desk.account (external_ref, name) values ('daily', 'Daily') returning id");
  }

  private static long person(Connection target, long account, String address) throws SQLException {
    return Server.number(
        target,
        "insert into desk.person (account_id, address, consent) values (%d, '%s', 'granted') returning id"
            .formatted(account, address));
  }

  private static long message(Connection target, long account, long person) throws SQLException {
    return Server.number(
        target,
        ("insert into desk.message (account_id, number, kind, channel_id, person_id, state)"
                + " select %d, -5, 'mail', id, %d, 'sent' from desk.channel where name = 'mail'"
                + " returning number")
            .formatted(account, person));
  }

  private static void assertRefused(Connection target, String sql, String constraint) {
    assertThatThrownBy(() -> Server.run(target, sql)).as(sql).hasMessageContaining(constraint);
  }
}
