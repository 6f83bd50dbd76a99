package dev.godwit.validator.readback;

import static dev.godwit.validator.readback.TargetTables.column;
import static dev.godwit.validator.readback.TargetTables.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.RunKind;
import dev.godwit.pack.ColumnType;
import dev.godwit.pack.IdKind;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetTable;
import dev.godwit.records.Entity;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The live schema as a rehearsal sees it. */
class LiveSchemaIT {
  private static TargetTables tables;

  @BeforeAll
  static void start() throws IOException {
    tables = new TargetTables();
  }

  @AfterAll
  static void stop() throws IOException {
    tables.close();
  }

  @Test
  void shouldCountRehearsedRowsWhoseUniqueValuesALiveRowHas() throws SQLException {
    rehearsedTable();
    tables.execute(
        "insert into person values ('other', 1, 'Ann@example.org', 'x', null), ('other', 2, 'b@example.org', 'y', 5)",
        """
        insert into rehearsed.person values ('m', 3, 'ann@example.org', 'x', null),
          ('m', 2, 'c@example.org', 'z', 5), ('m', 4, 'd@example.org', 'y', 6), ('n', 1, 'e@example.org', 'x', null)""");

    try (TargetRows rows = rehearsed("m")) {
      assertThat(rows.collisions(person()))
          .as("by primary key, lower(mail), two columns; NULL is like no other")
          .containsOnly(
              Map.entry("person_pkey", 1L),
              Map.entry("person_mail", 1L),
              Map.entry("person_team_n_key", 0L),
              Map.entry("person_team_of_few", 1L));
    }
    try (TargetRows rows = rehearsed("nobody")) {
      assertThat(rows.collisions(person()).values()).containsOnly(0L);
    }
  }

  @Test
  void shouldExpectTheRowsInLiveThatAreLookedUp() throws SQLException {
    rehearsedTable();
    tables.execute(
        "insert into person values ('m', 1, 'DE', 'x', 1)",
        "insert into rehearsed.person values ('m', 1, 'DE', 'x', 1)");
    try (TargetRows rows =
        tables.rows(person(), "m", "rehearsed", RunKind.REHEARSAL, IdKind.LOOKED_UP)) {
      assertThat(rows.collisions(person())).isEmpty();
    }
  }

  @Test
  void shouldFindWhatOnlyOneSchemaDemandsOfTheRows() throws SQLException {
    rehearsedTable();
    try (TargetRows rows = rehearsed("m")) {
      assertThat(rows.schemaDifferences(person()))
          .as("apart from the index that staging lacks")
          .containsExactly("rehearsed lacks UNIQUE INDEX USING btree (team) WHERE (n > 4)");
    }
    tables.execute(
        "alter table person add constraint named check (mail <> '')",
        "alter table person add column made int not null default 7",
        "alter table rehearsed.person add constraint few check (n < 100)",
        "create function person_changed() returns trigger language plpgsql as 'begin return new; end'",
        "create trigger changed before insert on person for each row execute function person_changed()");
    try (TargetRows rows = rehearsed("m")) {
      assertThat(rows.schemaDifferences(person()))
          .containsExactlyInAnyOrder(
              "rehearsed lacks UNIQUE INDEX USING btree (team) WHERE (n > 4)",
              "rehearsed lacks CHECK ((mail <> ''::text))",
              "rehearsed lacks column made integer NOT NULL DEFAULT 7",
              "rehearsed lacks TRIGGER changed BEFORE INSERT ON person FOR EACH ROW EXECUTE FUNCTION person_changed()",
              "public lacks CHECK ((n < 100))");
    }
  }

  @Test
  void shouldReadTheRunsSchemaWhereAStatementNamesNone() throws SQLException {
    rehearsedTable();
    tables.execute(
        "insert into person values ('m', 1, 'live@example.org', 'x', 1)",
        "insert into rehearsed.person values ('m', 2, 'a@example.org', 'x', 1), ('m', 3, 'b@example.org', 'x', 2)");
    TargetTable unqualified =
        new TargetTable(
            0,
            Entity.CONTACTS,
            "person",
            null,
            person().columns(),
            List.of("id"),
            "customer",
            new Sql("select count(*) from person where customer = :customer", "pack.yaml", 1),
            person().readBack());
    try (TargetRows rows = tables.rows(unqualified, "m", "rehearsed", RunKind.REHEARSAL)) {
      assertThat(rows.count(unqualified)).isEqualTo(2);
      rows.collisions(unqualified);
      assertThat(rows.count(unqualified)).isEqualTo(2);
    }
    try (TargetRows rows = tables.rows(unqualified, "m", "rehearsed", RunKind.LIVE)) {
      assertThat(rows.count(unqualified)).isEqualTo(1);
    }
  }

  /** A table in a live and a staging schema; the latter lacks one unique index. */
  private static void rehearsedTable() throws SQLException {
    tables.execute(
        "drop schema if exists rehearsed cascade",
        "drop table if exists person",
        "drop function if exists person_changed()",
        "create schema rehearsed");
    for (String schema : List.of("public", "rehearsed")) {
      tables.execute(
          "create table %s.person (customer text, id bigint primary key, mail text, team text, n int, unique (team, n))"
              .formatted(schema),
          "create unique index person_mail on %s.person (lower(mail))".formatted(schema));
    }
    tables.execute("create unique index person_team_of_few on person (team) where n > 4");
  }

  private static TargetTable person() {
    return table(
        "person",
        column("id", ColumnType.LONG),
        column("customer", ColumnType.TEXT),
        column("mail", ColumnType.TEXT),
        column("team", ColumnType.TEXT),
        column("n", ColumnType.INTEGER));
  }

  private static TargetRows rehearsed(String customer) throws SQLException {
    return tables.rows(person(), customer, "rehearsed", RunKind.REHEARSAL);
  }
}
