package dev.godwit.validator.readback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.RunKind;
import dev.godwit.pack.ColumnType;
import dev.godwit.pack.ForeignKeyChecks;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.records.Entity;
import dev.godwit.validator.readback.OrphanRows.Orphans;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OrphanRowsIT {
  private static final Sql NONE = new Sql("select 1", "pack.yaml", 1);
  private static TargetTables target;

  @BeforeAll
  static void start() throws IOException, SQLException {
    target = new TargetTables();
    target.execute(
        "create schema app",
        "create table app.person (id bigint primary key, customer text not null)",
        "create table app.mail (id bigint, part text, customer text not null,"
            + " \"to\" bigint references app.person, never bigint references app.person, primary key (id, part))",
        "insert into app.person values (1, 'acme'), (2, 'other')",
        "insert into app.mail values (10, 'a', 'acme', 1), (11, 'a', 'acme', null)",
        "set session_replication_role = replica;"
            + " insert into app.mail values (12, 'b', 'acme', 90), (13, 'a', 'other', 91);"
            + " set session_replication_role = origin");
  }

  @AfterAll
  static void stop() throws IOException {
    target.close();
  }

  @Test
  void shouldListEachRowOfTheCustomerWhoseForeignKeyLeadsToNone() throws SQLException {
    List<String> listed = new ArrayList<>();
    assertThat(find(ForeignKeyChecks.BY_GODWIT, listed))
        .containsExactly(new Orphans("mail (to)", "person (id)", 1));
    assertThat(listed).containsExactly("mail id=12,part=b [to]");
  }

  @Test
  void shouldLookAtNothingWhereTheDatabaseChecksForeignKeys() throws SQLException {
    List<String> listed = new ArrayList<>();
    assertThat(find(ForeignKeyChecks.BY_DATABASE, listed)).isEmpty();
    assertThat(listed).isEmpty();
  }

  private static List<Orphans> find(ForeignKeyChecks checks, List<String> listed)
      throws SQLException {
    TargetPack pack =
        new TargetPack(
                "sample",
                "none",
                null,
                "app",
                "x",
                NONE,
                NONE,
                NONE,
                NONE,
                List.of(),
                List.of(
                    table(0, Entity.CONTACTS, "person", List.of("id")),
                    table(1, Entity.EMAILS, "mail", List.of("id", "part"))))
            .withForeignKeys(checks);
    try (Connection connection = target.open()) {
      connection.setAutoCommit(false);
      return OrphanRows.find(
          connection,
          pack,
          RunKind.LIVE,
          Map.of("customer", "acme"),
          (table, key, columns) -> listed.add(table.name() + " " + key + " " + columns));
    }
  }

  private static TargetTable table(int index, Entity entity, String name, List<String> key) {
    return new TargetTable(
        index,
        entity,
        name,
        null,
        List.of(
            new TargetColumn("id", "id", ColumnType.LONG, null, false, null),
            new TargetColumn("customer", "customer", ColumnType.TEXT, null, false, null),
            new TargetColumn("to", "ref(contacts, contactId)", ColumnType.LONG, null, true, null)),
        key,
        "customer",
        NONE,
        NONE);
  }
}
