package dev.godwit.pack.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.pack.Finding;
import dev.godwit.pack.PackCheck;
import dev.godwit.pack.PackException;
import dev.godwit.pack.Packs;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packs that have Godwit check foreign keys, and targets where it can or cannot. */
class ForeignKeyCheckIT {
  private static final String PACK =
      """
      pack: keys
      kind: target
      database: {url: "jdbc:postgresql://db/keys", user: clerk, password-variable: KEYS_PASSWORD}
      schemas: {live: live, staging: staging}
      foreign-keys: checked-by-godwit
      prepare: "insert into {schema}.customer values (:customer) on conflict do nothing"
      enable: "update live.customer set enabled = true where id = :customer"
      disable: "update live.customer set enabled = false where id = :customer"
      is-enabled: "select enabled from live.customer where id = :customer"
      purge: [tables]
      entities:
        contacts:
          id: derived
          tables:
            - {table: person, key: [id], customer: owner, columns: {id: id, owner: customer, mail: address}}
            - table: person_tag
              each: tags
              key: [person, tag]
              customer: owner
              columns: {person: id, tag: item, owner: customer}
        emails:
          id: derived
          tables:
            - table: message
              key: [id]
              customer: owner
              columns: {id: id, owner: customer, person: "ref(contacts, contactId)", subject: subject}
        engagements:
          id: derived
          tables:
            - table: event
              key: [id]
              customer: owner
              columns: {id: id, owner: customer, message: "ref(emails, emailId)"}
      """;

  private static EmbeddedPostgres postgres;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException {
    postgres = EmbeddedPostgres.builder().setPGStartupWait(Duration.ofSeconds(90)).start();
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @BeforeEach
  void makeTables() throws IOException, SQLException {
    Files.writeString(Files.createDirectory(folder.resolve("keys")).resolve("pack.yaml"), PACK);
    for (String schema : List.of("live", "staging")) {
      execute(
          """
          drop schema if exists %1$s cascade;
          create schema %1$s;
          create table %1$s.customer (id text primary key, enabled boolean);
          create table %1$s.folder (id int primary key);
          create table %1$s.person (id uuid primary key, owner text not null references %1$s.customer,
            mail text, unique (owner, id));
          create table %1$s.person_tag (person uuid references %1$s.person, tag text, owner text not null,
            primary key (person, tag));
          create table %1$s.message (id uuid primary key, owner text not null, person uuid, subject text,
            folder int references %1$s.folder,
            foreign key (owner, person) references %1$s.person (owner, id));
          create table %1$s.event (id uuid primary key, owner text not null,
            message uuid references %1$s.message deferrable initially deferred)"""
              .formatted(schema));
    }
  }

  @Test
  void shouldAcceptKeysOfReferencesMainRowsOwnersAndColumnsThatStayNull() throws SQLException {
    assertThat(findings("postgres")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          alter table live.message alter folder set default 1 | message_folder_fkey (folder) to live.folder (id)
          alter table live.message add foreign key (subject) references live.customer | message_subject_fkey
          alter table live.person_tag add foreign key (tag) references live.customer | person_tag_tag_fkey
          alter table staging.event add prior uuid references staging.event; alter table staging.event alter prior set default gen_random_uuid() | which refers to its own table
          alter table live.event drop constraint event_message_fkey; alter table live.event add foreign key (message) references staging.message | event_message_fkey
          create trigger t after insert on live.event execute function public.nothing() | no trigger on inserts into live.event
          create trigger t before insert on staging.event for each row execute function public.nothing(); alter table staging.event enable always trigger t | no trigger on inserts into staging.event
          create rule r as on insert to live.event do also nothing | no rule for inserts into live.event
          alter table live.event add unique (message, owner) deferrable | no deferrable unique key or exclusion constraint of live.event
          alter table live.event add exclude using btree (message with =) deferrable | no deferrable unique key or exclusion constraint of live.event
          create table live.more () inherits (live.event) | live.event, which has partitions or inherits
          create table live.more () inherits (live.person) | whose parent has partitions, or inherits
          alter table live.message drop constraint message_owner_person_fkey; alter table live.message add foreign key (owner, person) references live.person (owner, id) match full | which is MATCH FULL
          """)
  void shouldRefuseWhatTheReplicationRoleWouldSwitchOff(String ddl, String found)
      throws SQLException {
    execute(
        "create or replace function public.nothing() returns trigger language plpgsql as 'begin return null; end'",
        ddl);
    assertThat(findings("postgres"))
        .isNotEmpty()
        .anySatisfy(
            one ->
                assertThat(one.toString())
                    .contains(found)
                    .contains("leave 'foreign-keys: checked-by-godwit' out of the pack"));
  }

  @Test
  void shouldAcceptTriggersThatAreOffOrRunWithOtherStatements() throws SQLException {
    execute(
        "create or replace function public.nothing() returns trigger language plpgsql as 'begin return null; end'",
        "create trigger t after insert on live.event execute function public.nothing()",
        "alter table live.event disable trigger t",
        "create trigger u after update or delete on live.event execute function public.nothing()");
    assertThat(findings("postgres")).isEmpty();
  }

  @Test
  void shouldNameTheRightsThatTheRoleLacks() throws SQLException {
    execute(
        "drop role if exists clerk",
        "create role clerk",
        "grant usage on schema live, staging to clerk",
        "grant select, insert, update, delete on all tables in schema live, staging to clerk",
        "revoke update on live.customer from clerk",
        "grant update (enabled) on staging.customer to clerk");
    try {
      assertThat(findings("clerk"))
          .extracting(Finding::action)
          .contains(
              "let a superuser run: grant set on parameter session_replication_role to clerk",
              "grant update on \"live\".\"customer\" to clerk");
      execute(
          "grant set on parameter session_replication_role to clerk",
          "grant update (enabled) on live.customer to clerk");
      assertThat(findings("clerk")).isEmpty();
    } finally {
      execute("drop owned by clerk", "drop role clerk");
    }
  }

  private List<Finding> findings(String role) throws SQLException {
    Packs packs = Packs.load(folder, variable -> null);
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("set role " + role);
      PackCheck.againstTables(packs.target("keys"), connection);
      return List.of();
    } catch (PackException e) {
      return e.findings();
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
