package dev.godwit.sampledata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.RunKind;
import dev.godwit.pack.BoundSql;
import dev.godwit.pack.ColumnType;
import dev.godwit.pack.PackCheck;
import dev.godwit.pack.Packs;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.records.Entity;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packs that come with the project fit the databases that come with the project. */
class ReferencePacksIT {
  private static final Path PACKS = Path.of("../../schemas/packs/reference");
  private static final Map<String, String> ACME = Map.of("customer", "acme");

  private static Server server;
  private static String sourceUrl;
  private static String targetUrl;
  private static Packs packs;

  @BeforeAll
  static void start() throws IOException, SQLException {
    server = new Server();
    sourceUrl = server.database("legacy");
    targetUrl = server.database("crm");
    packs = Packs.load(PACKS, name -> null);
    try (Connection source = Server.open(sourceUrl);
        Connection target = Server.open(targetUrl)) {
      SampleData.createSource(source);
      SampleData.createSource(source);
      SampleData.createCustomer(source, new SampleSpec("acme", 20_000, 20_000, 20_000, 1));
      Server.run(source, "analyze");
      SampleData.createTarget(target);
      SampleData.createTarget(target);
    }
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Test
  void shouldFitTheSourceWhenTheSourcePackIsChecked() throws SQLException {
    try (Connection source = Server.open(sourceUrl)) {
      SourcePack pack = packs.source("reference-legacy");
      assertThat(PackCheck.againstCatalogue(pack, source)).isEqualTo(pack);
    }
  }

  @Test
  void shouldWriteTrackedRowsWithKeysAboveTheSample() throws SQLException {
    try (Connection source = Server.open(sourceUrl)) {
      long highest = Server.number(source, "select max(id) from engagement");
      Server.run(source, "insert into engagement (customer_id, kind) values ('tracked', 'open')");
      assertThat(Server.number(source, "select id from engagement where customer_id = 'tracked'"))
          .isGreaterThan(highest);
      SampleData.createCustomer(source, new SampleSpec("later", 10, 10, 10, 1));
      Server.run(source, "insert into engagement (customer_id, kind) values ('tracked', 'open')");
      assertThat(
              Server.number(source, "select max(id) from engagement where customer_id = 'tracked'"))
          .isGreaterThan(
              Server.number(source, "select max(id) from engagement where customer_id = 'later'"));
      SampleData.dropCustomer(source, "later");
      SampleData.dropCustomer(source, "tracked");
    }
  }

  @Test
  void shouldGiveOneEngagementInFiftyAnIdOfItsSender() throws SQLException {
    try (Connection source = Server.open(sourceUrl)) {
      assertThat(
              Server.number(
                  source,
                  "select count(distinct event_id) from engagement where customer_id = 'acme'"))
          .isEqualTo(400);
    }
  }

  @Test
  void shouldReturnAnEventOnceAndOnlyToAnExistingEmail() throws SQLException {
    SourcePack pack = packs.source("reference-legacy");
    try (Connection source = Server.open(sourceUrl)) {
      String email = text(source, "select min(id) from email where customer_id = 'acme'");
      String message = text(source, "select message_id from email where id = " + email);
      Map<String, String> event = new HashMap<>();
      for (String name : pack.live().giveBack().bind().parameters()) {
        event.put(name, null);
      }
      event.putAll(
          Map.of(
              "customer", "acme",
              "eventId", "new-1",
              "kind", "open",
              "occurredAt", "2099-12-31T23:59:59.999999Z",
              "emailId", email));
      assertThat(holds(source, pack, event)).isFalse();
      assertThat(giveBack(source, pack, event)).isEqualTo(1);
      assertThat(giveBack(source, pack, event)).isZero();
      assertThat(holds(source, pack, event)).isTrue();
      event.put("eventId", "new-2");
      event.put("emailId", null);
      event.put("messageId", message);
      assertThat(giveBack(source, pack, event)).isEqualTo(1);
      event.put("eventId", "new-3");
      event.put("messageId", "nobody's");
      assertThat(giveBack(source, pack, event)).isZero();
      assertThat(holds(source, pack, event)).isFalse();
      assertThat(
              Server.number(
                  source,
                  "select count(*) from engagement where event_id like 'new-%' and email_id = "
                      + email))
          .isEqualTo(2);
      Server.run(source, "delete from engagement where event_id like 'new-%'");
    }
  }

  private static String text(Connection source, String query) throws SQLException {
    try (PreparedStatement statement = source.prepareStatement(query);
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static int giveBack(Connection source, SourcePack pack, Map<String, String> event)
      throws SQLException {
    try (PreparedStatement statement = pack.live().giveBack().bind().prepare(source, event)) {
      return statement.executeUpdate();
    }
  }

  private static boolean holds(Connection source, SourcePack pack, Map<String, String> event)
      throws SQLException {
    try (PreparedStatement statement = pack.live().holds().bind().prepare(source, event);
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getBoolean(1);
    }
  }

  @Test
  void shouldFitTheTargetAndGetItsTypesAndLimitsWhenTheTargetPackIsChecked() throws SQLException {
    try (Connection target = Server.open(targetUrl)) {
      TargetPack pack = PackCheck.againstCatalogue(packs.target("reference-crm"), target);
      TargetTable contact = pack.main(Entity.CONTACTS);
      TargetColumn tagLine = contact.columns().get(contact.position("tag_line"));
      assertThat(tagLine.type()).isEqualTo(ColumnType.TEXT);
      assertThat(tagLine.maxLength()).isEqualTo(600);
      assertThat(tagLine.nullable()).isTrue();
      assertThat(contact.columns().get(contact.position("id")).type()).isEqualTo(ColumnType.UUID);
      assertThat(contact.columns().get(contact.position("custom")).type())
          .isEqualTo(ColumnType.JSONB);
      assertThat(contact.columns().get(contact.position("consent")).nullable()).isFalse();
      assertThat(pack.tables()).extracting(TargetTable::index).containsExactly(0, 1, 2, 3, 4, 5);
    }
  }

  @Test
  void shouldSwitchIsFrozenByFreezeAndThaw() throws SQLException {
    SourcePack pack = packs.source("reference-legacy");
    try (Connection source = Server.open(sourceUrl)) {
      assertThat(flag(source, pack.isFrozen().bind())).isFalse();
      execute(source, pack.freeze().bind());
      execute(source, pack.freeze().bind());
      assertThat(flag(source, pack.isFrozen().bind())).isTrue();
      execute(source, pack.thaw().bind());
      assertThat(flag(source, pack.isFrozen().bind())).isFalse();
    }
  }

  @Test
  void shouldSwitchIsEnabledByPrepareEnableDisableAndPurge() throws SQLException {
    TargetPack pack = packs.target("reference-crm");
    Map<String, String> live = pack.placeholders(RunKind.LIVE);
    try (Connection target = Server.open(targetUrl)) {
      execute(target, pack.prepare().bind(live));
      execute(target, pack.prepare().bind(live));
      assertThat(flag(target, pack.isEnabled().bind(live))).isFalse();
      execute(target, pack.enable().bind(live));
      assertThat(flag(target, pack.isEnabled().bind(live))).isTrue();
      execute(target, pack.disable().bind(live));
      assertThat(flag(target, pack.isEnabled().bind(live))).isFalse();
      for (Sql statement : pack.purge()) {
        execute(target, statement.bind(live));
      }
      assertThat(Server.number(target, "select count(*) from crm.account")).isZero();
    }
  }

  @Test
  void shouldReadAnIndexWhenAKeyRangeIsExtracted() throws SQLException {
    try (Connection source = Server.open(sourceUrl)) {
      for (SourceEntity entity : packs.source("reference-legacy").entities().values()) {
        String sql =
            "explain select * from ("
                + entity.only().sql().bind().inline(ACME)
                + ") q where q.id > 1000 and q.id <= 1100 order by q.id";
        StringBuilder plan = new StringBuilder();
        try (PreparedStatement statement = source.prepareStatement(sql);
            ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            plan.append(rows.getString(1)).append('\n');
          }
        }
        assertThat(plan.toString()).contains("Index").doesNotContain("Seq Scan on contact");
      }
    }
  }

  private static void execute(Connection connection, BoundSql sql) throws SQLException {
    try (PreparedStatement statement = sql.prepare(connection, ACME)) {
      statement.execute();
    }
  }

  private static boolean flag(Connection connection, BoundSql sql) throws SQLException {
    try (PreparedStatement statement = sql.prepare(connection, ACME);
        ResultSet rows = statement.executeQuery()) {
      return rows.next() && rows.getBoolean(1);
    }
  }
}
