package dev.godwit.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.ArchUtils;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command that makes what a pack needs in its database. */
class PacksInstallIT {
  private static final String PACK =
      """
      pack: frozen-crm
      kind: source
      database: {url: "%s", user: postgres, password-variable: GODWIT_NO_SUCH_PASSWORD}
      customers: select 'a' as id, 'A' as name
      freeze: insert into frozen (id) values (:customer) on conflict do nothing
      thaw: delete from frozen where id = :customer
      is-frozen: select exists (select from frozen where id = :customer)
      entities:
        contacts:
          query: select 'a' as id, 'x@y.org' as mail where :customer = 'a'
          key: [id]
          fields: {legacyId: id, address: mail}
        emails:
          query: select 'a' as id, 'a' as person where :customer = 'a'
          key: [id]
          fields: {legacyId: id, contactId: person}
        engagements:
          query: select 'a' as id, 'a' as mail, 'open' as kind, now() as at where :customer = 'a'
          key: [id]
          fields: {legacyId: id, emailId: mail, kind: kind, occurredAt: at}
      install:
        - file: install.sql
      installed: select to_regclass('frozen') is not null
      uninstall: |
        drop table if exists frozen;
        drop function if exists is_frozen(text)
      """;
  private static final String STATEMENTS =
      """
      create table frozen (id text primary key);
      create function is_frozen(text) returns boolean language sql as $$
        select exists (select from frozen where id = $1);
      $$;
      """;

  @TempDir private static Path packs;
  private static EmbeddedPostgres postgres;
  private static Path pack;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private int asked;

  @BeforeAll
  static void start() throws IOException {
    postgres =
        EmbeddedPostgres.builder()
            .setPGStartupWait(Duration.ofSeconds(90))
            .setPgBinaryResolver(
                (system, machine) ->
                    PacksInstallIT.class.getResourceAsStream(
                        "/postgres-%s-%s.txz"
                            .formatted(
                                system.toLowerCase(Locale.ROOT), ArchUtils.normalize(machine))))
            .start();
    pack = Files.createDirectory(packs.resolve("frozen-crm"));
    String url = postgres.getJdbcUrl("postgres", "postgres").replaceFirst("\\?.*", "");
    Files.writeString(pack.resolve("pack.yaml"), PACK.formatted(url));
    Files.writeString(pack.resolve("install.sql"), STATEMENTS);
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @BeforeEach
  void empty() throws SQLException {
    execute("drop table if exists frozen; drop function if exists is_frozen(text)");
  }

  @Test
  void shouldShowTheStatementsAndRunNoneUnlessConfirmed() throws SQLException {
    assertThat(install(false)).isZero();
    assertThat(asked).isOne();
    assertThat(out.toString())
        .contains("-- install.sql", "create table frozen (id text primary key);")
        .contains("Nothing was run. To run them: godwit packs install " + pack + " --yes");
    assertThat(isInstalled()).isFalse();

    assertThat(install(true)).isZero();
    assertThat(isInstalled()).isTrue();
    assertThat(out.toString())
        .contains("ran install.sql (2) in ")
        .contains("2 statements in one transaction");
  }

  @Test
  void shouldRunThemOnceWithYesAndRemoveThemAgain() throws SQLException {
    assertThat(install(false, "--yes")).isZero();
    assertThat(asked).isZero();
    assertThat(isInstalled()).isTrue();
    assertThat(install(false, "--yes")).isZero();
    assertThat(out.toString()).contains("The install has run already; nothing is to be run.");
    assertThat(install(false, "--remove", "--yes")).isZero();
    assertThat(isInstalled()).isFalse();
    assertThat(out.toString()).contains("drop table if exists frozen;", "Removed in jdbc:");
    assertThat(install(false, "--remove", "--yes")).as("once more").isZero();
  }

  @Test
  void shouldSayThatAPartIsThereAndLeaveNothing() throws SQLException {
    execute("create function is_frozen(text) returns boolean language sql as 'select true'");
    assertThat(install(false, "--yes")).isOne();
    assertThat(err.toString())
        .contains(pack.resolve("install.sql") + ":2:1: expected the database to accept")
        .contains("install.sql (2), found: function \"is_frozen\" already exists")
        .contains("Nothing was changed: all statements run in one transaction.")
        .contains("A part of the install is there, though the query 'installed' says")
        .contains("godwit packs install " + pack + " --remove");
    assertThat(isInstalled()).isFalse();
    assertThat(install(false, "--remove", "--yes")).isZero();
    assertThat(install(false, "--yes")).isZero();
    assertThat(isInstalled()).isTrue();
  }

  @Test
  void shouldNameItInTheCheckOfThePack() {
    assertThat(
            new CommandLine(new PacksCommand.Check())
                .setOut(new PrintWriter(out))
                .execute(pack.toString()))
        .isOne();
    assertThat(out.toString())
        .contains("found that the pack's install has not run; run ./godwit packs install " + pack);
  }

  @Test
  void shouldEndWith64WhenThereIsNothingToInstall() {
    int code =
        command(false).execute(Path.of("../../schemas/packs/reference/reference-crm").toString());
    assertThat(code).isEqualTo(64);
    assertThat(err.toString()).contains("expected a pack with 'install', found none");
  }

  private int install(boolean confirmed, String... options) {
    String[] arguments = new String[options.length + 1];
    arguments[0] = pack.toString();
    System.arraycopy(options, 0, arguments, 1, options.length);
    return command(confirmed).execute(arguments);
  }

  private CommandLine command(boolean confirmed) {
    return new CommandLine(
            new PacksInstall(
                question -> {
                  asked++;
                  return confirmed;
                }))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err));
  }

  private static boolean isInstalled() throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        var row = statement.executeQuery("select to_regclass('frozen') is not null")) {
      row.next();
      return row.getBoolean(1);
    }
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
