package dev.godwit.pack.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.godwit.pack.DatabaseSettings;
import dev.godwit.pack.Finding;
import dev.godwit.pack.Golden;
import dev.godwit.pack.PackCheck;
import dev.godwit.pack.PackException;
import dev.godwit.pack.Packs;
import dev.godwit.pack.check.CheckedPack.State;
import dev.godwit.pack.session.SessionSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PackCheckIT {
  private static EmbeddedPostgres postgres;

  @BeforeAll
  static void start() throws IOException, SQLException {
    postgres = EmbeddedPostgres.builder().setPGStartupWait(Duration.ofSeconds(90)).start();
    try (Connection connection = open();
        Statement statement = connection.createStatement()) {
      statement.execute(Files.readString(Path.of("src/test/resources/club/club.sql")));
    }
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @Test
  void shouldReportWhatASourceDatabaseLacks() throws IOException, SQLException {
    Packs packs = Packs.load(Golden.folder("catalogue-source"), variable -> null);
    try (Connection connection = open()) {
      PackException thrown =
          catchThrowableOfType(
              PackException.class,
              () -> PackCheck.againstCatalogue(packs.source("old-club"), connection));
      Golden.compare("catalogue-source", thrown.findings());
    }
  }

  @Test
  void shouldCheckEveryQueryOfAnEntity() throws IOException, SQLException {
    Packs packs = Packs.load(Golden.folder("catalogue-queries"), variable -> null);
    try (Connection connection = open()) {
      PackException thrown =
          catchThrowableOfType(
              PackException.class,
              () -> PackCheck.againstCatalogue(packs.source("club-source"), connection));
      Golden.compare("catalogue-queries", thrown.findings());
    }
  }

  @Test
  void shouldReportWhatASourceDatabaseLacksForLiveEvents() throws IOException, SQLException {
    Packs packs = Packs.load(Golden.folder("catalogue-live"), variable -> null);
    try (Connection connection = open()) {
      PackException thrown =
          catchThrowableOfType(
              PackException.class,
              () -> PackCheck.againstCatalogue(packs.source("old-crm"), connection));
      Golden.compare("catalogue-live", thrown.findings());
    }
  }

  @Test
  void shouldReportWhenSessionsTakeKeysInBlocks() throws IOException, SQLException {
    Packs packs = Packs.load(Golden.folder("catalogue-cache"), variable -> null);
    try (Connection connection = open();
        Statement statement = connection.createStatement()) {
      PackException thrown =
          catchThrowableOfType(
              PackException.class,
              () -> PackCheck.againstCatalogue(packs.source("old-crm"), connection));
      Golden.compare("catalogue-cache", thrown.findings());
      statement.execute("alter sequence altverein.zaehler cache 1");
      assertThat(PackCheck.againstCatalogue(packs.source("old-crm"), connection))
          .isEqualTo(packs.source("old-crm"));
    }
  }

  @Test
  void shouldReportWhatATargetDatabaseLacks() throws IOException, SQLException {
    Packs packs = Packs.load(Golden.folder("catalogue-target"), variable -> null);
    try (Connection connection = open()) {
      PackException thrown =
          catchThrowableOfType(
              PackException.class,
              () -> PackCheck.againstCatalogue(packs.target("new-club"), connection));
      Golden.compare("catalogue-target", thrown.findings());
    }
  }

  @Test
  void shouldReportForeignKeysToTablesThatMayHaveNoRow() throws IOException, SQLException {
    Packs packs = Packs.load(Golden.folder("catalogue-tables"), variable -> null);
    try (Connection connection = open()) {
      PackException thrown =
          catchThrowableOfType(
              PackException.class,
              () -> PackCheck.againstCatalogue(packs.target("new-shop"), connection));
      Golden.compare("catalogue-tables", thrown.findings());
    }
  }

  @Test
  void shouldReportProbesThatDoMoreThanReadOrTakeOtherParameters()
      throws IOException, SQLException {
    Packs packs = Packs.load(Golden.folder("catalogue-probes"), variable -> null);
    try (Connection connection = open()) {
      PackException thrown =
          catchThrowableOfType(
              PackException.class,
              () -> PackCheck.againstCatalogue(packs.target("new-shop"), connection));
      Golden.compare("catalogue-probes", thrown.findings());
    }
  }

  @Test
  void shouldReportWhenAnEventsKeyMayDiffer() throws IOException, SQLException {
    Packs packs = Packs.load(Golden.folder("catalogue-event-key"), variable -> null);
    try (Connection connection = open()) {
      PackException thrown =
          catchThrowableOfType(
              PackException.class,
              () -> PackCheck.againstCatalogue(packs.target("timed-club"), connection));
      Golden.compare("catalogue-event-key", thrown.findings());
    }
  }

  @Test
  void shouldReportWhenAMessageIdOrAnIdCannotBeLookedUp() throws IOException, SQLException {
    Packs packs = Packs.load(Golden.folder("catalogue-lookup"), variable -> null);
    try (Connection connection = open()) {
      PackException thrown =
          catchThrowableOfType(
              PackException.class,
              () -> PackCheck.againstCatalogue(packs.target("found-club"), connection));
      Golden.compare("catalogue-lookup", thrown.findings());
    }
  }

  @Test
  void shouldLeaveATransactionAsItWas() throws SQLException {
    Packs packs = Packs.load(Golden.folder("catalogue-source"), variable -> null);
    try (Connection connection = open();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("create temp table mine (a integer)");
      assertThatThrownBy(() -> PackCheck.againstCatalogue(packs.source("old-club"), connection))
          .isInstanceOf(PackException.class);
      statement.execute("insert into mine values (1)");
    }
  }

  @Test
  void shouldAcceptOtherNamesAndKeysOfTwoColumns() throws SQLException {
    Packs packs = Packs.load(Golden.folder("catalogue-good"), variable -> null);
    try (Connection connection = open()) {
      assertThat(PackCheck.againstCatalogue(packs.source("club-source"), connection))
          .isEqualTo(packs.source("club-source"));
    }
  }

  @Test
  void shouldNameTableAndPolicyWhenRowsWouldBeHidden() throws SQLException {
    Packs packs = Packs.load(Golden.folder("catalogue-good"), variable -> null);
    DatabaseSettings reader = readerWith("noinherit");
    execute(
        "grant usage on schema altverein to reader",
        "grant select, update on all tables in schema altverein to reader",
        "alter table altverein.mitglied enable row level security",
        "create policy nur_aktive on altverein.mitglied for select to reader using (true)");
    try (Connection connection = reader.open()) {
      PackException thrown =
          catchThrowableOfType(
              PackException.class,
              () -> PackCheck.againstCatalogue(packs.source("club-source"), connection));
      assertThat(thrown.findings())
          .extracting(Finding::expected, Finding::found)
          .contains(
              tuple(
                  "every row of altverein.mitglied to be visible to role reader",
                  "row-level security with policy nur_aktive, which can hide rows"));
      assertThat(thrown.getMessage()).contains("alter role reader bypassrls");
      execute("alter role reader bypassrls");
      assertThat(PackCheck.againstCatalogue(packs.source("club-source"), connection))
          .isEqualTo(packs.source("club-source"));
    } finally {
      execute(
          "drop policy nur_aktive on altverein.mitglied",
          "alter table altverein.mitglied disable row level security");
    }
  }

  @Test
  void shouldStateEverySettingWhenRoleAndDatabaseHaveSetOthers() throws SQLException {
    DatabaseSettings reader = readerWith("noinherit");
    execute(
        "alter role reader set statement_timeout = '1ms'",
        "alter role reader set lock_timeout = '1ms'",
        "alter role reader set idle_in_transaction_session_timeout = '1ms'",
        "alter role reader set row_security = on",
        "alter role reader set timezone = 'Asia/Tokyo'",
        "alter role reader set datestyle = 'SQL, DMY'",
        "alter role reader set intervalstyle = 'iso_8601'",
        "alter role reader set transform_null_equals = on",
        "alter role reader set synchronous_commit = off",
        "alter role reader set default_transaction_isolation = 'serializable'",
        "alter role reader set search_path = altverein");
    for (String later : List.of("idle_session_timeout", "transaction_timeout")) {
      execute(
          "do $$ begin if current_setting('%1$s', true) is not null then alter role reader set %1$s = '5s'; end if; end $$"
              .formatted(later));
    }
    try (Connection connection = reader.open();
        Connection shortReads = reader.openForShortReads(Duration.ofSeconds(7))) {
      for (Connection each : List.of(connection, shortReads)) {
        assertThat(settings(each))
            .containsEntry("row_security", "off")
            .containsEntry("TimeZone", "UTC")
            .containsEntry("DateStyle", "ISO, MDY")
            .containsEntry("IntervalStyle", "postgres")
            .containsEntry("transform_null_equals", "off")
            .containsEntry("synchronous_commit", "on")
            .containsEntry("default_transaction_isolation", "read committed")
            .containsEntry("lock_timeout", "60000")
            .containsEntry("idle_in_transaction_session_timeout", "0")
            .containsEntry("idle_session_timeout", "0")
            .containsEntry("session_replication_role", "origin")
            .containsEntry("search_path", SessionSettings.SEARCH_PATH);
        assertThat(settings(each).getOrDefault("transaction_timeout", "0")).isEqualTo("0");
      }
      assertThat(settings(connection))
          .containsEntry("statement_timeout", "0")
          .containsEntry("default_transaction_read_only", "off");
      assertThat(settings(shortReads))
          .containsEntry("statement_timeout", "7000")
          .containsEntry("default_transaction_read_only", "on");
    }
  }

  @Test
  void shouldRefuseASearchPathOfTheRoleUnlessTheUrlNamesOne() throws SQLException {
    Packs packs = Packs.load(Golden.folder("catalogue-good"), variable -> null);
    DatabaseSettings reader = readerWith("noinherit bypassrls");
    execute(
        "grant usage on schema altverein to reader",
        "grant select, update on all tables in schema altverein to reader",
        "alter role reader set search_path = altverein, public");
    try (Connection connection = reader.open()) {
      assertThatThrownBy(() -> PackCheck.againstCatalogue(packs.source("club-source"), connection))
          .isInstanceOf(PackException.class)
          .hasMessageContaining("role or database set it to altverein, public")
          .hasMessageContaining("?currentSchema=altverein,public");
    }
    assertThat(new DatabaseSettings("jdbc:postgresql://h/d?currentSchema=a", "u", "P", v -> null))
        .matches(DatabaseSettings::namesSearchPath);
  }

  @Test
  void shouldSayWhichPacksAreGood() {
    Map<String, String> environment =
        Map.of(
            "GODWIT_SOURCE_URL",
            "jdbc:postgresql://127.0.0.1:1/none",
            "GODWIT_SOURCE_PASSWORD",
            "secret");
    PacksCheckCommand command = new PacksCheckCommand(environment::get);

    List<CheckedPack> read = command.check(Path.of("reference"), false);
    assertThat(read).extracting(CheckedPack::state).containsExactly(State.READ, State.READ);
    assertThat(read).extracting(CheckedPack::text).anyMatch(t -> t.contains("reference-crm ("));
    assertThat(PacksCheckCommand.exitCode(read)).isEqualTo(PacksCheckCommand.GOOD);

    List<CheckedPack> away = command.check(Path.of("reference/reference-legacy"), true);
    assertThat(away)
        .singleElement()
        .extracting(CheckedPack::text)
        .asString()
        .contains("expected to reach its database")
        .doesNotContain("secret");
    assertThat(PacksCheckCommand.exitCode(away)).isEqualTo(PacksCheckCommand.NOT_REACHED);

    List<CheckedPack> broken = command.check(Golden.folder("syntax"), false);
    assertThat(broken).extracting(CheckedPack::name).doesNotContainNull().hasSizeGreaterThan(1);
    assertThat(broken).noneMatch(pack -> pack.findings().isEmpty());
    assertThat(broken.getFirst().text())
        .contains(broken.getFirst().findings().getFirst().toString(), " finding");
    assertThat(PacksCheckCommand.exitCode(broken)).isEqualTo(PacksCheckCommand.FINDINGS);

    List<CheckedPack> none = command.check(Path.of("src/test/java"), false);
    assertThat(none).isNotEmpty().noneMatch(pack -> pack.findings().isEmpty());
  }

  /** A new role without settings; its password is its name. */
  private static DatabaseSettings readerWith(String options) throws SQLException {
    execute(
        "do $$ begin if exists (select from pg_roles where rolname = 'reader') then drop owned by reader; drop role reader; end if; end $$",
        "create role reader login password 'reader' " + options);
    return new DatabaseSettings(
        postgres.getJdbcUrl("reader", "postgres"),
        "reader",
        "READER",
        variable -> variable.equals("READER") ? "reader" : null);
  }

  private static void execute(String... statements) throws SQLException {
    try (Connection connection = open();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static Map<String, String> settings(Connection connection) throws SQLException {
    Map<String, String> settings = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select name, setting from pg_settings")) {
      while (row.next()) {
        settings.put(row.getString(1), row.getString(2));
      }
    }
    return settings;
  }

  private static Connection open() throws SQLException {
    return postgres.getPostgresDatabase().getConnection();
  }
}
