package dev.godwit.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.ArchUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** From two databases to rows of the target, without a line of a pack written by hand. */
class PacksPreviewIT {
  private static final String OLD = "godwit/sample/old-crm.sql";
  private static final String NEW = "godwit/sample/new-crm.sql";

  private static final String ODD =
      """
      pack: odd
      kind: source
      database:
        url: URL
        user: postgres
        password-variable: NONE
      customers: select id, name from customer
      freeze: update customer set name = name where id = :customer
      thaw: update customer set name = name where id = :customer
      is-frozen: select false from customer where id = :customer
      entities:
        contacts:
          query: |
            select v.* from (values (1, 'a@example.org', 'a,,b', 'yesterday', null::timestamptz, 'yes'),
                                    (2, 'b@example.org', '', ' ', timestamptz 'infinity', 'no'))
              v (id, email, tags, made, changed, consent)
            where :customer = 'acme'
          key: [id]
          fields:
            legacyId: id
            address: email
            consent: consent
            tags: {column: tags, split: ","}
            createdAt: made
            updatedAt: {column: changed, when-invalid: null}
        emails:
          query: select nullif(id, 5) as number, id, contact_id from email where customer_id = :customer
          key: [id]
          fields:
            legacyId: number
            contactId: contact_id
        engagements:
          query: |
            select id, email_id, contact_id, kind, timestamptz '1970-01-20 00:00Z' as at
            from engagement where customer_id = :customer
          key: [id]
          fields:
            legacyId: id
            emailId: email_id
            contactId: contact_id
            kind: kind
            occurredAt: at
      """;

  private static final String OWN =
      """
      pack: own
      kind: target
      database:
        url: URL
        user: postgres
        password-variable: NONE
      schemas: {live: own, staging: own_staging}
      account: select id from {schema}.account where slug = :customer
      prepare: insert into {schema}.account (slug) values (:customer) on conflict do nothing
      enable: update {schema}.account set slug = slug where id = :account
      disable: update {schema}.account set slug = slug where id = :account
      is-enabled: select true from {schema}.account where id = :account
      purge: [tables]
      entities:
        team:
          id: looked-up
          fields: {name: text}
          tables:
            - {table: team, key: [name], customer: identity, columns: {id: id, name: name}}
        contacts:
          id: generated
          fields: {team_id: {references: team}}
          tables:
            - table: person
              key: [id]
              customer: account_id
              columns: {id: id, account_id: account, mail: address, team_id: "ref(team, team_id)"}
        emails:
          id: generated
          tables:
            - table: mail
              key: [id]
              customer: {via: person_id}
              columns: {id: id, person_id: "ref(contacts, contactId)", subject: subject}
        engagements:
          id: generated
          tables:
            - table: hit
              key: [id]
              customer: {via: mail_id}
              columns: {id: id, mail_id: "ref(emails, emailId)", kind: kind}
      """;

  private static final String OWN_TABLES =
      """
      create schema {schema};
      create table {schema}.account (id bigserial primary key, slug text not null unique);
      create table {schema}.team (id uuid primary key default gen_random_uuid(), name text not null unique);
      create table {schema}.person (id bigserial primary key, account_id bigint not null, mail text, team_id uuid);
      create table {schema}.mail (id bigserial primary key, person_id bigint not null, subject text);
      create table {schema}.hit (id bigserial primary key, mail_id bigint not null, kind text)
      """;

  @TempDir private static Path packs;
  private static EmbeddedPostgres postgres;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void start() throws IOException, SQLException {
    postgres =
        EmbeddedPostgres.builder()
            .setPGStartupWait(Duration.ofSeconds(90))
            .setPgBinaryResolver(PacksPreviewIT::programs)
            .start();
    execute(
        resource(OLD),
        resource(NEW).replace("{schema}", "crm"),
        resource(NEW).replace("{schema}", "crm_staging"),
        OWN_TABLES.replace("{schema}", "own"),
        OWN_TABLES.replace("{schema}", "own_staging"),
        "insert into customer (id, name) values ('acme', 'Acme')",
        "insert into team values (1, 'acme', 'Sales')",
        "insert into contact (id, customer_id, team_id, email, language, consent, tags, created_at) values"
            + " (1, 'acme', 1, 'Ann@Example.org', 'German', 'yes', 'a,b', '2024-02-29 12:00+02'),"
            + " (2, 'acme', null, 'nobody', null, null, null, null)",
        "insert into email (id, customer_id, contact_id, subject) values (5, 'acme', 1, 'Hello')",
        "insert into engagement (customer_id, email_id, contact_id, kind, occurred_at)"
            + " values ('acme', 5, 1, 'clicked', '2024-03-01 00:00Z')");
    String url = postgres.getJdbcUrl("postgres", "postgres").replaceFirst("\\?.*", "");
    for (String[] pack : new String[][] {{"old", "source", "public"}, {"new", "target", "crm"}}) {
      int code =
          new CommandLine(new PacksInit(Map.of("PGUSER", "postgres")::get))
              .setCaseInsensitiveEnumValuesAllowed(true)
              .setOut(new PrintWriter(new StringWriter()))
              .execute(
                  "--from",
                  url,
                  "--name",
                  pack[0],
                  "--kind",
                  pack[1],
                  "--schema",
                  pack[2],
                  "--out",
                  packs.toString());
      assertThat(code).isZero();
    }
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @Test
  void shouldShowEachStageOfARowAndTheReasonOfAQuarantine() {
    assertThat(preview("old", "new", "--customer", "acme")).isOne();
    assertThat(out.toString())
        .contains("source     id = 1, email = Ann@Example.org")
        .contains("extracted  legacyId = 1, address = Ann@Example.org")
        .contains("createdAt = 2024-02-29T10:00:00Z")
        .containsPattern("target     contact: id = [0-9a-f-]{36}, .*address = ann@example.org")
        .contains("language = de, consent = granted")
        .containsPattern("target     contact_tag: contact_id = [0-9a-f-]{36}, tag = b")
        .contains("quarantine BAD_ADDRESS of address: Expected one address")
        .containsPattern("target     email: id = [0-9a-f-]{36}, contact_id = [0-9a-f-]{36}")
        .contains("kind = click, url = NULL, agent = NULL, occurred_at = 2024-03-01T00:00:00Z")
        .contains("team: not in the target pack, so a run of these packs is refused");
    assertThat(err.toString()).contains("expected tables for team in the target pack new");
  }

  @Test
  void shouldShowIdsAndAccountsOfTheTargetAsInTheSource() throws IOException {
    String url = postgres.getJdbcUrl("postgres", "postgres").replaceFirst("\\?.*", "");
    Path own = Files.createDirectories(packs.resolve("own"));
    Files.writeString(own.resolve("pack.yaml"), OWN.replace("URL", url));
    preview("old", "own", "--customer", "acme");
    assertThat(err.toString()).isEmpty();
    assertThat(out.toString())
        .contains("note       person.id, person.account_id, person.team_id: shown as in the source")
        .contains(
            "target     person: id = 1, account_id = acme, mail = ann@example.org, team_id = 1")
        .contains("looked up  team: id = 1, name = Sales")
        .contains("target     mail: id = 5, person_id = 1, subject = Hello")
        .containsPattern("target     hit: id = .*, mail_id = 5, kind = click");
  }

  @Test
  void shouldReadValuesAsTheExtractorDoesAndTellWhatIsReplaced() throws IOException {
    String url = postgres.getJdbcUrl("postgres", "postgres").replaceFirst("\\?.*", "");
    Path odd = Files.createDirectories(packs.resolve("odd"));
    Files.writeString(odd.resolve("pack.yaml"), ODD.replace("URL", url));
    assertThat(preview("odd", "new", "--customer", "acme")).isOne();
    assertThat(err.toString()).doesNotContain("expected").isEmpty();
    assertThat(out.toString())
        .contains(
            "legacyId = 1, address = a@example.org, consent = yes, tags = [a, , b]",
            "createdAt = no time")
        .contains("quarantine BAD_DATE of createdAt")
        .contains(
            "legacyId = 2, address = b@example.org, consent = no, tags = [], createdAt = NULL")
        .contains("updatedAt = infinity", "replaced   updatedAt: BAD_DATE")
        .contains("no way     Expected every row to have legacyId")
        .contains("quarantine IMPLAUSIBLE_TIME of occurredAt");
  }

  @Test
  void shouldShowTheRowsOfAPackWithFindings() throws IOException {
    Path draft = Files.createDirectories(packs.resolve("draft"));
    Files.writeString(
        draft.resolve("pack.yaml"),
        Files.readString(packs.resolve("old/pack.yaml"))
            .replace("pack: old", "pack: draft")
            .replaceFirst(
                "(?m)^is-frozen: .*$",
                "is-frozen: select fill_in from customer where id = :customer"));
    assertThat(preview("draft", "--customer", "acme", "--entity", "team")).isOne();
    assertThat(err.toString()).contains("pack.yaml", "fill_in");
    assertThat(out.toString()).contains("extracted  legacyId = 1, name = Sales");
  }

  @Test
  void shouldGiveAPackTheVariablesOfTheStack() throws IOException {
    Path other = Files.createDirectories(packs.resolve("other"));
    String url = postgres.getJdbcUrl("postgres", "postgres").replaceFirst("\\?.*", "");
    Files.writeString(
        other.resolve("pack.yaml"),
        Files.readString(packs.resolve("old/pack.yaml"))
            .replace("pack: old", "pack: other")
            .replaceFirst("(?m)^  url: .*$", "  url: " + url.replaceFirst(":\\d+/", ":PORT/"))
            .replace(":PORT/", ":${GODWIT_PORT_POSTGRES}/"));
    assertThat(
            preview(
                "other",
                "--customer",
                "acme",
                "--entity",
                "team",
                "--port",
                "postgres=" + postgres.getPort()))
        .isZero();
  }

  @Test
  void shouldShowOneEntityOfASourceAlone() {
    assertThat(preview("old", "--customer", "acme", "--entity", "team")).isZero();
    assertThat(out.toString())
        .isEqualToNormalizingNewlines(
            "team\n  source     id = 1, name = Sales\n  extracted  legacyId = 1, name = Sales\n\n");
  }

  @Test
  void shouldSayWhenACustomerHasNoRow() {
    assertThat(preview("old", "--customer", "nobody")).isZero();
    assertThat(out.toString()).contains("contacts: no row of customer nobody");
  }

  @Test
  void shouldWriteNothing() throws SQLException {
    preview("old", "new", "--customer", "acme");
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery("select count(*) from crm.contact")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isZero();
    }
  }

  @Test
  void shouldEndWith64WhenTheCommandLineIsWrong() {
    assertThat(preview("new", "--customer", "acme")).isEqualTo(64);
    assertThat(err.toString()).contains("expected one source pack", "found 0 and 1");
    assertThat(preview("old", "--customer", "acme", "--entity", "teem")).isEqualTo(64);
    assertThat(err.toString()).contains("'teem'");
    assertThat(preview("old", "--customer", "acme", "--rows", "0")).isEqualTo(64);
  }

  private int preview(String... arguments) {
    String[] all = arguments.clone();
    for (int i = 0; i < all.length && !all[i].startsWith("--"); i++) {
      all[i] = packs.resolve(all[i]).toString();
    }
    return new CommandLine(new PacksPreview())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all);
  }

  /** The first of several: a jar that names its libraries may bring the same archive twice. */
  private static InputStream programs(String system, String machine) {
    return PacksPreviewIT.class.getResourceAsStream(
        "/postgres-%s-%s.txz"
            .formatted(system.toLowerCase(Locale.ROOT), ArchUtils.normalize(machine)));
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = PacksPreviewIT.class.getClassLoader().getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void execute(String... statements) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
