package dev.godwit.pack.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.godwit.common.v1.RunKind;
import dev.godwit.common.v1.SqlPoint;
import dev.godwit.pack.Finding;
import dev.godwit.pack.Golden;
import dev.godwit.pack.Install;
import dev.godwit.pack.PackCheck;
import dev.godwit.pack.PackException;
import dev.godwit.pack.PackStatement;
import dev.godwit.pack.Packs;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.session.RunSearchPath;
import dev.godwit.pack.statement.ExecutedStatement;
import dev.godwit.pack.statement.SqlRun;
import dev.godwit.pack.statement.StatementFailedException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SQL of packs in a real database: their installs, and what they run at points of a run. */
class InstallerIT {
  private static final String TABLES =
      """
      create schema %1$s;
      create table %1$s.account (
        id text primary key, enabled boolean, people integer not null default 0, moved_at timestamptz);
      create sequence %1$s.person_id_seq;
      create table %1$s.person (
        id uuid primary key, shop text not null, mail text not null, letters integer not null default 0,
        nr integer default nextval('%1$s.person_id_seq'));
      create table %1$s.letter (
        id uuid primary key, shop text not null, person uuid not null references %1$s.person (id));
      create table %1$s.visit (
        id uuid primary key, shop text not null, letter uuid not null references %1$s.letter (id));
      insert into %1$s.account values ('a', false), ('b', false);
      insert into %1$s.person (id, shop, mail, letters)
        values (gen_random_uuid(), 'a', 'x', 7), (gen_random_uuid(), 'b', 'y', 7);
      """;
  private static EmbeddedPostgres postgres;

  private final TargetPack pack = packs().target("new-shop");
  private final Installer installer = new Installer(pack);
  private Connection connection;

  private static Packs packs() {
    return Packs.load(Golden.folder("points-good"), variable -> null);
  }

  @BeforeAll
  static void start() throws IOException {
    postgres = EmbeddedPostgres.builder().setPGStartupWait(Duration.ofSeconds(90)).start();
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @BeforeEach
  void fill() throws SQLException {
    connection = postgres.getPostgresDatabase().getConnection();
    execute(
        "drop schema if exists shop cascade; drop schema if exists shop_staging cascade",
        "drop table if exists frozen",
        TABLES.formatted("shop"),
        TABLES.formatted("shop_staging"));
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void shouldReportAnInstallThatHasNotRunWithTheCommandThatRunsIt() {
    assertThat(findings())
        .filteredOn(finding -> finding.found().contains("install has not run"))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.found())
                  .isEqualTo("that the pack's install has not run in schema shop");
              assertThat(finding.action())
                  .startsWith("run ./godwit packs install /")
                  .endsWith("points-good/new-shop");
              assertThat(finding.at().file()).endsWith("new-shop/pack.yaml");
            });
  }

  @Test
  void shouldInstallInBothSchemasOnceAndRemoveAgain() throws Exception {
    assertThat(installer.missing(connection)).isEqualTo(installer.places());
    List<ExecutedStatement> executed = installer.run(connection, installer.places(), false);
    assertThat(executed)
        .extracting(ExecutedStatement::name)
        .containsExactly(
            "install.sql (1)", "install.sql (2)", "install.sql (1)", "install.sql (2)");
    assertThat(installer.missing(connection)).isEmpty();
    assertThat(findings()).noneMatch(finding -> finding.found().contains("install"));
    assertThat(connection.getAutoCommit()).isTrue();

    installer.run(connection, installer.places(), true);
    assertThat(installer.missing(connection)).hasSize(2);
    assertThat(text("select count(*) from pg_proc where proname = 'fill'")).isEqualTo("0");
  }

  @Test
  void shouldInstallOnlyWhereItIsMissing() throws Exception {
    installer.run(connection, installer.places(), false);
    execute("drop table shop_staging.extra; drop function shop_staging.fill");
    assertThat(installer.missing(connection)).containsExactly(installer.places().get(1));
    assertThat(findings())
        .anyMatch(finding -> finding.found().endsWith("has not run in schema shop_staging"));
    installer.run(connection, installer.missing(connection), false);
    assertThat(installer.missing(connection)).isEmpty();
  }

  @Test
  void shouldLeaveNothingAndNameThePlaceWhenAPartIsThereAlready() throws SQLException {
    execute("create function shop_staging.fill() returns int language sql as 'select 1'");
    StatementFailedException failed =
        catchThrowableOfType(
            StatementFailedException.class,
            () -> installer.run(connection, installer.places(), false));
    assertThat(failed.getSQLState()).isEqualTo("42723");
    assertThat(failed.statement()).isEqualTo("install.sql (2)");
    assertThat(failed.at().file()).endsWith("new-shop/install.sql");
    assertThat(failed.at().line()).isEqualTo(2);
    assertThat(failed.getMessage()).contains("already exists");
    assertThat(text("select to_regclass('shop.extra')")).isNull();
    assertThat(installer.missing(connection)).hasSize(2);
  }

  @Test
  void shouldTakeAllBackWhenTheQueryContradictsTheStatements() throws SQLException {
    execute("create table frozen (id integer)");
    SourcePack source = packs().source("old-shop");
    Installer removal =
        new Installer(
            new SourcePack(
                source.name(),
                "",
                null,
                null,
                null,
                null,
                null,
                Map.of(),
                null,
                new Install(
                    List.of(),
                    source.install().installed(),
                    List.of(new Sql("select 1", "f", 1)))));
    assertThatThrownBy(() -> removal.run(connection, removal.places(), true))
        .isInstanceOf(InstallContradictedException.class)
        .hasMessageContaining("to give false after the statements of 'uninstall', found true");
  }

  @Test
  void shouldNotLetTheQueryWrite() throws SQLException {
    Sql writes = new Sql("insert into shop.account values ('c') returning true", "f", 1);
    assertThatThrownBy(() -> InstallProbe.isInstalled(connection, writes, Map.of()))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
    assertThat(text("select count(*) from shop.account")).isEqualTo("2");
    execute("insert into shop.account values ('c')");
  }

  @Test
  void shouldRunTheSqlOfAPointInTheSchemaOfTheRunForOneCustomer() throws SQLException {
    connection.setAutoCommit(false);
    List<ExecutedStatement> executed = new ArrayList<>();
    RunSearchPath.inTransaction(connection, pack, RunKind.REHEARSAL);
    for (PackStatement statement : pack.points().at(SqlPoint.AFTER_LOAD)) {
      if (!statement.name().startsWith("ids")) {
        executed.addAll(
            SqlRun.run(
                connection,
                statement.name(),
                statement.sql(),
                pack.placeholders(RunKind.REHEARSAL),
                Map.of("customer", "a")));
      }
    }
    connection.commit();
    assertThat(executed)
        .extracting(one -> one.name() + "=" + one.rows())
        .containsExactly("counters.sql (1)=1", "counters.sql (2)=1", "after-load 3=0");
    assertThat(executed).allMatch(one -> one.millis() >= 0);
    assertThat(text("select string_agg(letters::text, ',' order by shop) from shop_staging.person"))
        .isEqualTo("0,7");
    assertThat(text("select people from shop_staging.account where id = 'a'")).isEqualTo("1");
    assertThat(text("select sum(letters) from shop.person")).isEqualTo("14");
  }

  @Test
  void shouldNameStatementFileAndLineWhenTheDatabaseRefusesOne() throws SQLException {
    connection.setAutoCommit(false);
    Sql sql =
        new Sql("select 1;\nupdate shop.account\nset peeple = 1 where id = :customer", "f", 5);
    StatementFailedException failed =
        catchThrowableOfType(
            StatementFailedException.class,
            () -> SqlRun.run(connection, "mine", sql, Map.of(), Map.of("customer", "a")));
    assertThat(failed.statement()).isEqualTo("mine (2)");
    assertThat(failed.at()).hasToString("f:7:5");
    assertThat(failed.getSQLState()).isEqualTo("42703");
  }

  private List<Finding> findings() {
    try {
      PackCheck.againstCatalogue(pack, connection);
      return List.of();
    } catch (PackException e) {
      return e.findings();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private String text(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private void execute(String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
