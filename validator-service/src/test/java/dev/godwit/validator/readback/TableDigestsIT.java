package dev.godwit.validator.readback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.canonical.BucketDigest;
import dev.godwit.common.v1.RunKind;
import dev.godwit.pack.ColumnType;
import dev.godwit.pack.DatabaseSettings;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.records.Entity;
import dev.godwit.worker.failure.SqlFailure;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two connections read what one would read, or fail as one. */
class TableDigestsIT {
  private static final int TABLES = 4;
  private static final int ROWS = 5_000;

  private static TargetTables server;
  private static DatabaseSettings database;

  @BeforeAll
  static void start() throws IOException, SQLException {
    server = new TargetTables();
    try (Connection connection = server.open()) {
      database =
          new DatabaseSettings(
              connection.getMetaData().getURL().replaceAll("[?].*", ""),
              "postgres",
              "GODWIT_NONE",
              name -> null);
    }
    server.execute(
        """
        create function ended_who_waits() returns boolean language plpgsql as $$
          declare waiting integer;
          begin
            if current_setting('godwit.ended', true) = 'yes' then return true; end if;
            loop
              select pid into waiting from pg_locks where locktype = 'advisory' and not granted limit 1;
              exit when waiting is not null;
              perform pg_sleep(0.01);
            end loop;
            perform set_config('godwit.ended', 'yes', false);
            return pg_terminate_backend(waiting);
          end $$""");
    for (int i = 0; i < TABLES; i++) {
      server.execute(
          "create table t%d (customer text, id bigint primary key, note text)".formatted(i),
          "insert into t%d select 'c', n, 'row ' || n from generate_series(1, %d) n"
              .formatted(i, ROWS * (i + 1)));
    }
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Test
  void shouldGiveTheDigestsOfOneConnectionAlsoWhenRowsAreWrittenMeanwhile() throws Exception {
    try (TargetRows rows = rows(database.openForReading())) {
      Map<Integer, BucketDigest> alone = new HashMap<>();
      for (TargetTable table : tables()) {
        alone.put(table.index(), rows.digest(table));
      }
      server.execute("insert into t1 values ('c', -1, 'later')", "delete from t2 where id < 10");

      Map<Integer, BucketDigest> together =
          TableDigests.of(rows, database::openForReading, tables());

      assertThat(together.keySet()).isEqualTo(alone.keySet());
      alone.forEach(
          (table, digest) -> {
            assertThat(together.get(table).rows()).isEqualTo(digest.rows());
            assertThat(together.get(table).differing(digest)).isEmpty();
          });
    }
  }

  @Test
  void shouldStateTheSameSettingsOnBothConnections() throws Exception {
    Connection second = database.openForReading();
    try (TargetRows rows = rows(database.openForReading());
        TargetRows beside = rows.beside(second)) {
      Connection third = database.openForReading();
      try (TargetRows first = rows(third)) {
        assertThat(settings(second)).isEqualTo(settings(third));
        assertThat(settings(second))
            .containsEntry("transaction_isolation", "repeatable read")
            .containsEntry("transaction_read_only", "on")
            .containsEntry("row_security", "off")
            .containsEntry("idle_in_transaction_session_timeout", "0");
        assertThat(first.digest(tables().getFirst()).rows())
            .isEqualTo(beside.digest(tables().getFirst()).rows());
      }
    }
  }

  @Test
  void shouldFailRetriablyAndEndBothWhenOneConnectionIsLost() throws Exception {
    List<Connection> both = new ArrayList<>();
    both.add(database.openForReading());
    try (Connection holder = server.open();
        Statement lock = holder.createStatement();
        TargetRows rows = rows(both.getFirst())) {
      lock.execute("select pg_advisory_lock(77)");
      TableDigests.Opener second =
          () -> {
            both.add(database.openForReading());
            return both.getLast();
          };
      List<TargetTable> tables =
          List.of(
              table(0, "t0", "select id, note from t0 where pg_advisory_lock(77) is not null"),
              table(1, "t1", "select id, note from t1 where ended_who_waits()"),
              table(2, "t2", "select id, note from t2"));

      assertThatThrownBy(() -> TableDigests.of(rows, second, tables))
          .isInstanceOf(SQLException.class)
          .satisfies(
              e ->
                  assertThat(SqlFailure.classify((SQLException) e))
                      .isEqualTo(SqlFailure.RETRIABLE));

      assertThat(both).hasSize(2);
      for (Connection one : both) {
        assertThat(one.isClosed() || !one.isValid(1)).isTrue();
      }
    }
    try (TargetRows rows = rows(database.openForReading())) {
      assertThat(TableDigests.of(rows, database::openForReading, tables())).hasSize(TABLES);
    }
  }

  @Test
  void shouldFailWithTheErrorOfATableWhicheverConnectionReadsIt() throws Exception {
    try (TargetRows rows = rows(database.openForReading())) {
      assertThatThrownBy(
              () ->
                  TableDigests.of(
                      rows, database::openForReading, withOne("select id / 0, note from t0")))
          .isInstanceOf(SQLException.class)
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("22012");
    }
  }

  @Test
  void shouldReadByOneConnectionWhereThereIsNoSecond() throws Exception {
    try (TargetRows rows = rows(database.openForReading())) {
      assertThat(
              TableDigests.of(
                  rows,
                  () -> {
                    throw new SQLException("too many connections", "53300");
                  },
                  tables()))
          .hasSize(TABLES);
    }
  }

  private static List<TargetTable> withOne(String readBack) {
    List<TargetTable> all = new ArrayList<>(tables());
    all.add(table(TABLES, "t0", readBack));
    return all;
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

  private static List<TargetTable> tables() {
    List<TargetTable> all = new ArrayList<>();
    for (int i = TABLES - 1; i >= 0; i--) {
      all.add(table(i, "t" + i, "select id, note from t" + i + " where customer = :customer"));
    }
    return all;
  }

  private static TargetTable table(int index, String name, String readBack) {
    return new TargetTable(
        index,
        Entity.CONTACTS,
        name,
        null,
        List.of(column("id", ColumnType.LONG), column("note", ColumnType.TEXT)),
        List.of("id"),
        "customer",
        new Sql("select 1", "pack.yaml", 1),
        new Sql(readBack, "pack.yaml", 1));
  }

  private static TargetColumn column(String name, ColumnType type) {
    return TargetTables.column(name, type);
  }

  private static TargetRows rows(Connection connection) throws SQLException {
    Sql none = new Sql("select 1", "pack.yaml", 1);
    TargetPack pack =
        new TargetPack(
            "sample", "none", database, "public", "public", none, none, none, none, List.of(),
            tables());
    return new TargetRows(connection, pack, RunKind.LIVE, "c");
  }
}
