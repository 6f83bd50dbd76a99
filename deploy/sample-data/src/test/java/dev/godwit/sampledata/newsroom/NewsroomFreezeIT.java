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

/** What the mailing tool refuses once it was taught to freeze a newsroom. */
class NewsroomFreezeIT {
  /** A row of the newsroom daily in each table that its freeze closes. */
  private static final List<String> CLOSED =
      List.of(
          "staff where newsroom_id = 1",
          "address_book where newsroom_id = 1",
          "mailing_list where newsroom_id = 1",
          "company where address_book_id = 1",
          "person where address_book_id = 1",
          "membership where list_id = 1",
          "campaign where id = 1",
          "campaign_link where campaign_id = 1",
          "campaign_attachment where campaign_id = 4",
          "delivery where campaign_id = 1",
          "bounce where delivery_id = 22",
          "unsubscribe where person_id = 7",
          "note where subject_kind = 'P' and subject_id = 5",
          "note where subject_kind = 'C' and subject_id = 3",
          "newsroom where id = 1");

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
      MailingSource.createNewsroom(source, NewsroomSpec.of("daily", 200, 1));
      MailingSource.createNewsroom(source, NewsroomSpec.of("weekly", 200, 2));
      MailingFreeze.install(source);
      MailingFreeze.install(source);
    }
  }

  @Test
  void shouldRefuseEveryWriteOfAFrozenNewsroom() throws SQLException {
    try (Connection source = Server.open(url)) {
      MailingSourceIT.freeze(source, "daily");
      for (String rows : CLOSED) {
        String table = rows.substring(0, rows.indexOf(' '));
        String where = rows.substring(rows.indexOf(' '));
        assertThat(Server.number(source, "select count(*) from mailing." + rows))
            .as(rows)
            .isPositive();
        assertRefused(source, "delete from mailing." + rows);
        if (!table.equals("newsroom")) {
          String column = Server.text(source, column(table));
          assertRefused(
              source, "update mailing." + table + " set " + column + " = " + column + where);
        }
      }
      assertRefused(source, "update mailing.newsroom set title = 'x' where id = 1");
      assertRefused(source, "insert into mailing.mailing_list (newsroom_id, code) values (1, 'x')");
      assertRefused(source, "insert into mailing.person (address_book_id) values (1)");
      assertRefused(source, "insert into mailing.unsubscribe values (1, 0, 1)");
      assertRefused(
          source, "insert into mailing.note (subject_kind, subject_id, body) values ('P', 1, 'x')");
      assertRefused(source, "truncate mailing.bounce");
    }
  }

  @Test
  void shouldRefuseAMoveOutOfAFrozenNewsroomAndIntoIt() throws SQLException {
    try (Connection source = Server.open(url)) {
      MailingSourceIT.freeze(source, "daily");
      assertRefused(source, "update mailing.person set address_book_id = 4 where id = 1");
      assertRefused(
          source,
          "update mailing.person set address_book_id = 1"
              + " where id = (select max(id) from mailing.person)");
      assertRefused(
          source,
          "update mailing.membership set list_id = 1"
              + " where person_id = (select max(person_id) from mailing.membership)");
    }
  }

  @Test
  void shouldTakeTrackingAndTheWritesOfOthersMeanwhile() throws SQLException {
    try (Connection source = Server.open(url)) {
      MailingSourceIT.freeze(source, "daily");
      Server.run(
          source,
          "insert into mailing.view_event (campaign_id, delivery_id)"
              + " select campaign_id, id from mailing.delivery where id = 1");
      Server.run(
          source,
          "insert into mailing.click_event (campaign_id, delivery_id)"
              + " select campaign_id, id from mailing.delivery where id = 1");
      Server.run(
          source,
          "update mailing.person set lang = 'en' where id = (select max(id) from mailing.person)");
      Server.run(source, "update mailing.newsroom set frozen_since = null where slug = 'daily'");
      for (String rows : CLOSED) {
        String table = rows.substring(0, rows.indexOf(' '));
        String column = Server.text(source, column(table));
        Server.run(
            source,
            "update mailing."
                + table
                + " set "
                + column
                + " = "
                + column
                + rows.substring(rows.indexOf(' ')));
      }
    }
  }

  @Test
  void shouldNotWaitForAReaderAndMakeALaterWriterWaitForTheFreeze() throws SQLException {
    try (Connection freezer = Server.open(url);
        Connection writer = Server.open(url)) {
      freezer.setAutoCommit(false);
      MailingSourceIT.freeze(freezer, "daily");
      Server.run(writer, "set lock_timeout = '100ms'");
      assertThat(Server.number(writer, "select count(*) from mailing.person")).isEqualTo(400);
      assertThatThrownBy(
              () -> Server.run(writer, "update mailing.person set lang = 'x' where id = 1"))
          .hasMessageContaining("lock timeout");
      freezer.commit();
      assertRefused(writer, "update mailing.person set lang = 'x' where id = 1");
    }
  }

  @Test
  void shouldLeaveTheToolAsItWasWhenUninstalled() throws SQLException {
    try (Connection source = Server.open(url)) {
      MailingSourceIT.freeze(source, "daily");
      assertThatThrownBy(() -> MailingFreeze.uninstall(source))
          .hasMessageContaining("Expected no frozen newsroom, but found daily");
      Server.run(source, "update mailing.newsroom set frozen_since = null");
      MailingFreeze.uninstall(source);
      MailingFreeze.uninstall(source);
      assertThat(catalogue(source)).isEqualTo(catalogueOfAFreshTool());
    }
  }

  private static String catalogueOfAFreshTool() throws SQLException {
    try (Connection fresh = Server.open(server.database("fresh"))) {
      MailingSource.create(fresh);
      return catalogue(fresh);
    }
  }

  private static String catalogue(Connection source) throws SQLException {
    return Server.text(
        source,
        "select string_agg(x, e'\\n' order by x) from ("
            + "select table_name || '.' || column_name || ' ' || data_type as x"
            + " from information_schema.columns where table_schema = 'mailing'"
            + " union all select tgrelid::regclass || ' ' || tgname from pg_trigger"
            + " where not tgisinternal"
            + " union all select proname from pg_proc"
            + " where pronamespace = 'mailing'::regnamespace) c");
  }

  private static String column(String table) {
    return "select column_name from information_schema.columns where table_schema = 'mailing'"
        + " and table_name = '"
        + table
        + "' and is_nullable = 'YES' union all select column_name from information_schema.columns"
        + " where table_schema = 'mailing' and table_name = '"
        + table
        + "' limit 1";
  }

  private static void assertRefused(Connection source, String sql) {
    assertThatThrownBy(() -> Server.run(source, sql))
        .as(sql)
        .hasMessageContaining("newsroom daily is frozen since");
  }
}
