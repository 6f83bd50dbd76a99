package dev.godwit.pack.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.pack.Finding;
import dev.godwit.pack.PackCheck;
import dev.godwit.pack.Packs;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.check.CheckedPack.State;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pack whose user lacks rights on schemas of the target. */
class SchemaRightsIT {
  private static final String PACK =
      """
      pack: rights
      kind: target
      database: {url: "${RIGHTS_URL}", user: clerk, password-variable: RIGHTS_PASSWORD}
      schemas: {live: live, staging: staging}
      prepare: "insert into {schema}.customer values (:customer) on conflict do nothing"
      enable: "update live.customer set enabled = true where id = :customer"
      disable: "update live.customer set enabled = false where id = :customer"
      is-enabled: "select enabled from live.customer where id = :customer"
      purge: [tables]
      entities:
        contacts:
          id: generated
          tables:
            - {table: person, key: [id], customer: identity, columns: {id: id, mail: address}}
        emails:
          id: derived
          tables:
            - table: message
              key: [id]
              customer: {via: person_id}
              columns: {id: id, person_id: "ref(contacts, contactId)"}
        engagements:
          id: derived
          tables:
            - table: event
              key: [id]
              customer: {via: message_id}
              columns: {id: id, message_id: "ref(emails, emailId)"}
      """;

  private static EmbeddedPostgres postgres;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException, SQLException {
    postgres = EmbeddedPostgres.builder().setPGStartupWait(Duration.ofSeconds(90)).start();
    execute(
        "create role clerk login password 'clerk'",
        "create role loader",
        "create schema godwit authorization loader",
        "create table godwit.identity_row (target_schema text, entity text, customer text, source_id text, target_id bigint, target_key text)",
        "create view godwit.identity as select * from godwit.identity_row");
    for (String schema : List.of("live", "staging")) {
      execute(
          "create schema " + schema,
          "create table %s.customer (id text primary key, enabled boolean)".formatted(schema),
          "create table %s.person (id bigserial primary key, mail text)".formatted(schema),
          "create table %1$s.message (id uuid primary key, person_id bigint references %1$s.person)"
              .formatted(schema),
          "create table %1$s.event (id uuid primary key, message_id uuid references %1$s.message)"
              .formatted(schema));
    }
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @BeforeEach
  void grantAll() throws IOException, SQLException {
    execute(
        "grant usage on schema live, staging, godwit to clerk",
        "grant all on all tables in schema live, staging, godwit to clerk",
        "grant all on all sequences in schema live, staging to clerk");
    Files.writeString(Files.createDirectory(folder.resolve("rights")).resolve("pack.yaml"), PACK);
    assertThat(check().text()).endsWith("no finding");
  }

  @Test
  void shouldNameTheLackingRightOnTheSchemaOfTheLoader() throws SQLException {
    execute("revoke usage on schema godwit from clerk");
    assertThat(onlyFinding())
        .contains("the right to use the schema godwit")
        .contains("none for the role clerk; the schema belongs to loader")
        .contains("grant usage on schema godwit to clerk");
  }

  @Test
  void shouldNameTheLackingRightOnTheIdsOfTheTarget() throws SQLException {
    execute("revoke all on godwit.identity from clerk");
    assertThat(onlyFinding())
        .contains("the right to read godwit.identity")
        .contains("grant select on all tables in schema godwit to clerk");
  }

  @Test
  void shouldNameTheLackingRightOnASchemaOfThePack() throws SQLException {
    execute("revoke usage on schema staging from clerk");
    assertThat(onlyFinding())
        .contains("the right to use the schema staging")
        .contains("none for the role clerk")
        .contains("grant usage on schema staging to clerk");
  }

  @Test
  void shouldReportAnAnswerOfTheDatabaseThatIsNoOutage() throws SQLException {
    execute("revoke select on live.person from clerk");
    assertThat(onlyFinding())
        .contains("a database that answers the questions of the check")
        .contains("42501")
        .contains("clerk");
  }

  @Test
  void shouldCompareSequencesWithIdsOnlyWhereTablesAreRead() throws SQLException {
    execute("insert into live.person (id) values (90)");
    try {
      assertThat(onlyFinding())
          .contains("the sequence live.person_id_seq at or above the highest id of live.person, 90")
          .contains("select setval('live.person_id_seq', 90)");
      TargetPack pack = Packs.load(folder, SchemaRightsIT::environment).target("rights");
      try (Connection connection = pack.database().open()) {
        assertThat(PackCheck.againstCatalogue(pack, connection).name()).isEqualTo("rights");
      }
    } finally {
      execute("delete from live.person");
    }
  }

  private String onlyFinding() {
    CheckedPack checked = check();
    assertThat(checked.state()).isEqualTo(State.FINDINGS);
    assertThat(checked.findings()).hasSize(1);
    return checked.findings().stream().map(Finding::toString).findFirst().orElseThrow();
  }

  private CheckedPack check() {
    return new PacksCheckCommand(SchemaRightsIT::environment).check(folder, true).getFirst();
  }

  private static String environment(String variable) {
    return switch (variable) {
      case "RIGHTS_URL" -> "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(postgres.getPort());
      case "RIGHTS_PASSWORD" -> "clerk";
      default -> null;
    };
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
