package dev.godwit.sampledata.newsroom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.RunKind;
import dev.godwit.pack.BoundSql;
import dev.godwit.pack.PackCheck;
import dev.godwit.pack.Packs;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.SourceQuery;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.pack.check.PackPairCheck;
import dev.godwit.sampledata.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packs of the newsroom example fit the databases that they are written for. */
class NewsroomPacksIT {
  private static final Path PACKS = MailingFreeze.PACKS;
  private static final Map<String, String> DAILY = Map.of("customer", "daily");

  private static Server server;
  private static String sourceUrl;
  private static String targetUrl;
  private static SourcePack source;
  private static TargetPack target;
  private static NewsroomSummary made;

  @BeforeAll
  static void start() throws IOException, SQLException {
    server = new Server();
    sourceUrl = server.database("newsroom");
    targetUrl = server.database("desk");
    Packs packs = Packs.load(PACKS, name -> null);
    source = packs.source("newsroom-mailing");
    target = packs.target("newsroom-desk");
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
  void shouldFitBothDatabasesAndEachOther() throws SQLException {
    try (Connection mailing = Server.open(sourceUrl);
        Connection desk = Server.open(targetUrl)) {
      MailingFreeze.install(mailing);
      SourcePack from = PackCheck.againstCatalogue(source, mailing);
      TargetPack to = PackCheck.againstCatalogue(target, desk);
      PackPairCheck.require(from, to);
      MailingFreeze.uninstall(mailing);
    }
  }

  @Test
  void shouldReadAsManyRowsAsTheGeneratorMade() throws SQLException {
    try (Connection mailing = Server.open(sourceUrl)) {
      for (SourceEntity entity : source.entities().values()) {
        long rows = 0;
        for (SourceQuery query : entity.queries()) {
          String key = String.join(", ", query.key());
          long found = Server.number(mailing, "select count(*) from " + rows(query));
          rows += found;
          assertThat(
                  Server.number(
                      mailing, "select count(distinct (" + key + ")) from " + rows(query)))
              .as("%s: key", entity.entity())
              .isEqualTo(found);
        }
        assertThat(rows)
            .as(entity.entity().text())
            .isPositive()
            .isEqualTo(made.rows(entity.entity().text()));
      }
    }
  }

  @Test
  void shouldReadAnIndexWhenAKeyRangeIsExtracted() throws SQLException {
    try (Connection mailing = Server.open(sourceUrl)) {
      Map<String, String> large =
          Map.of(
              "contacts", "person",
              "emails", "delivery",
              "engagements", "(view|click)_event");
      for (SourceEntity entity : source.entities().values()) {
        String table = large.get(entity.entity().text());
        for (SourceQuery query : table == null ? List.<SourceQuery>of() : entity.queries()) {
          String sql =
              "select * from "
                  + rows(query)
                  + " where (q.id) > (1000) and (q.id) <= (1100) order by q.id";
          assertThat(plan(mailing, sql))
              .as(entity.entity().text())
              .contains("Index")
              .doesNotContainPattern("Seq Scan on " + table + "\\b");
        }
      }
    }
  }

  @Test
  void shouldMoveEveryTableOfTheSourceOrSayWhyNot() throws SQLException, IOException {
    StringBuilder queries = new StringBuilder(source.customers().text());
    source
        .entities()
        .values()
        .forEach(entity -> entity.queries().forEach(query -> queries.append(query.sql().text())));
    String text = Files.readString(PACKS.resolve("newsroom-mailing/pack.yaml"));
    try (Connection mailing = Server.open(sourceUrl)) {
      for (String table : MailingSourceIT.tables(mailing)) {
        boolean moved = Pattern.compile("mailing\\." + table + "\\b").matcher(queries).find();
        assertThat(moved || text.contains("#   " + table + " ")).as(table).isTrue();
      }
    }
  }

  @Test
  void shouldDecideOnEveryColumnOfTheTarget() throws SQLException {
    TreeSet<String> known = new TreeSet<>();
    known.add("account");
    try (Connection desk = Server.open(targetUrl)) {
      for (TargetTable table : target.tables()) {
        known.add(table.name());
        if (target.writes(table)) {
          TreeSet<String> columns = new TreeSet<>();
          table.columns().forEach(column -> columns.add(column.name()));
          table.filledByDatabase().forEach(column -> columns.add(column.name()));
          assertThat(String.join(" ", columns))
              .as(table.name())
              .isEqualTo(
                  Server.text(
                      desk,
                      "select string_agg(column_name, ' ' order by column_name collate \"C\") from"
                          + " information_schema.columns where table_schema = 'desk'"
                          + " and table_name = '"
                          + table.name()
                          + "'"));
        }
      }
      assertThat(String.join(" ", known))
          .isEqualTo(
              Server.text(
                  desk,
                  "select string_agg(tablename, ' ' order by tablename collate \"C\") from pg_tables"
                      + " where schemaname = 'desk'"));
    }
  }

  @Test
  void shouldFreezeAndThawTwice() throws SQLException {
    try (Connection mailing = Server.open(sourceUrl)) {
      assertThat(flag(mailing, source.isFrozen().bind(), DAILY)).isFalse();
      MailingFreeze.install(mailing);
      for (boolean frozen : new boolean[] {true, false}) {
        Sql statement = frozen ? source.freeze() : source.thaw();
        run(mailing, statement.bind(), DAILY);
        run(mailing, statement.bind(), DAILY);
        assertThat(flag(mailing, source.isFrozen().bind(), DAILY)).isEqualTo(frozen);
        assertThat(flag(mailing, source.isFrozen().bind(), Map.of("customer", "weekly"))).isFalse();
      }
      MailingFreeze.uninstall(mailing);
    }
  }

  @Test
  void shouldReturnEachEventOnceAlsoWhileFrozen() throws Exception {
    try (Connection mailing = Server.open(sourceUrl)) {
      mailing.setAutoCommit(false);
      Server.run(mailing, Files.readString(PACKS.resolve("newsroom-mailing/install.sql")));
      run(mailing, source.freeze().bind(), DAILY);
      String email =
          Server.text(
              mailing,
              "select min(d.id) from mailing.delivery d join mailing.campaign c on c.id = d.campaign_id"
                  + " join mailing.mailing_list l on l.id = c.list_id join mailing.newsroom n"
                  + " on n.id = l.newsroom_id where slug = 'daily' and d.message_id is not null");
      String ofEmail = " from mailing.delivery d where id = " + email;
      String message = Server.text(mailing, "select message_id" + ofEmail);
      String link =
          Server.text(
              mailing,
              "select (select url from mailing.campaign_link k where k.campaign_id = d.campaign_id"
                  + " and link_no = 1)"
                  + ofEmail);
      returned(mailing, event("e-1", "open", null, "emailId", email));
      returned(mailing, event("e-2", "click", link, "messageId", message));
      returned(mailing, event("e-3", "click", "https://elsewhere.example/", "emailId", email));
      assertThat(
              Server.text(
                  mailing,
                  "select string_agg(delivery_id || ' ' || coalesce(link_no::text, url), ', '"
                      + " order by beacon) from mailing.click_event where beacon like 'e-%'"))
          .isEqualTo(email + " 1, " + email + " https://elsewhere.example/");

      Map<String, String> nobodys = event("e-4", "open", null, "messageId", "nobody's");
      run(mailing, source.live().giveBack().bind(), nobodys);
      assertThat(flag(mailing, source.live().holds().bind(), nobodys)).isFalse();
      Map<String, String> others = event("e-5", "open", null, "emailId", email);
      others.put("customer", "weekly");
      run(mailing, source.live().giveBack().bind(), others);
      assertThat(flag(mailing, source.live().holds().bind(), others))
          .as("the email of another newsroom")
          .isFalse();
      mailing.rollback();
    }
  }

  /** The statements that a target of several steps needs change nothing the second time. */
  @Test
  void shouldRunTheStatementsOfEachMomentTwice() throws SQLException, IOException {
    try (Connection desk = Server.open(targetUrl)) {
      Map<String, String> live = target.placeholders(RunKind.LIVE);
      run(desk, target.prepare().bind(live), DAILY);
      run(desk, target.prepare().bind(live), DAILY);
      for (String name : List.of("before-load", "after-load", "before-enable")) {
        String sql =
            Files.readString(PACKS.resolve("newsroom-desk/" + name + ".sql"))
                .replace("{schema}", DeskTarget.LIVE)
                .replace(":customer", "'daily'");
        Server.run(desk, sql);
        String before = OtherAccounts.read(desk, DeskTarget.LIVE, "nobody").toString();
        Server.run(desk, sql);
        assertThat(OtherAccounts.read(desk, DeskTarget.LIVE, "nobody").toString())
            .as(name)
            .isEqualTo(before);
      }
      Server.run(desk, "delete from desk.account where external_ref = 'daily'");
    }
  }

  private static String rows(SourceQuery query) {
    return "(" + query.sql().bind().inline(DAILY).strip() + "\n) q";
  }

  private static String plan(Connection connection, String sql) throws SQLException {
    StringBuilder plan = new StringBuilder();
    try (PreparedStatement statement = connection.prepareStatement("explain " + sql);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        plan.append(rows.getString(1)).append('\n');
      }
    }
    return plan.toString();
  }

  private static Map<String, String> event(
      String id, String kind, String url, String of, String value) {
    Map<String, String> event = new HashMap<>();
    for (String name : source.live().giveBack().bind().parameters()) {
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

  private static void returned(Connection mailing, Map<String, String> event) throws SQLException {
    assertThat(flag(mailing, source.live().holds().bind(), event)).isFalse();
    run(mailing, source.live().giveBack().bind(), event);
    run(mailing, source.live().giveBack().bind(), event);
    assertThat(flag(mailing, source.live().holds().bind(), event)).isTrue();
    assertThat(
            Server.number(
                mailing,
                "select (select count(*) from mailing.view_event where beacon = '%1$s') + (select count(*) from mailing.click_event where beacon = '%1$s')"
                    .formatted(event.get("eventId"))))
        .isOne();
  }

  private static void run(Connection connection, BoundSql sql, Map<String, String> parameters)
      throws SQLException {
    try (PreparedStatement statement = sql.prepare(connection, parameters)) {
      statement.execute();
    }
  }

  private static boolean flag(Connection connection, BoundSql sql, Map<String, String> parameters)
      throws SQLException {
    try (PreparedStatement statement = sql.prepare(connection, parameters);
        ResultSet rows = statement.executeQuery()) {
      return rows.next() && rows.getBoolean(1);
    }
  }
}
