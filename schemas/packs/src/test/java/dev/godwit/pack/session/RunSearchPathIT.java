package dev.godwit.pack.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.common.v1.RunKind;
import dev.godwit.pack.DatabaseSettings;
import dev.godwit.pack.PackCheck;
import dev.godwit.pack.PackException;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetPack;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RunSearchPathIT {
  private static EmbeddedPostgres postgres;

  @BeforeAll
  static void start() throws IOException, SQLException {
    postgres = EmbeddedPostgres.builder().setPGStartupWait(Duration.ofSeconds(90)).start();
    execute(
        "create schema staging",
        "create schema \"Shared\"",
        "create role app login password 'app'",
        "grant all on schema public, staging, \"Shared\" to app",
        "create table public.thing (id int)",
        "create table staging.thing (id int)");
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @Test
  void shouldHaveTheRunsSchemaFirstAndNoLiveSchemaInARehearsal() throws SQLException {
    TargetPack pack = pack("?currentSchema=%22Shared%22,public");
    try (Connection connection = pack.database().open()) {
      connection.setAutoCommit(false);
      RunSearchPath.inTransaction(connection, pack, RunKind.REHEARSAL);
      assertThat(schemas(connection)).containsExactly("staging", "Shared");
      RunSearchPath.toCompare(connection, pack, RunKind.REHEARSAL);
      assertThat(schemas(connection)).containsExactly("staging", "Shared", "public");
      RunSearchPath.inTransaction(connection, pack, RunKind.LIVE);
      assertThat(schemas(connection)).containsExactly("public", "Shared");
    }
  }

  @Test
  void shouldGiveTheSessionItsOwnPathBackWhenATransactionEnds() throws SQLException {
    TargetPack pack = pack("");
    try (Connection connection = pack.database().open()) {
      connection.setAutoCommit(false);
      for (int i = 0; i < 2; i++) {
        RunSearchPath.inTransaction(connection, pack, RunKind.REHEARSAL);
        assertThat(schemas(connection)).containsExactly("staging");
        connection.rollback();
        assertThat(schemas(connection)).containsExactly("public");
        RunSearchPath.inTransaction(connection, pack, RunKind.REHEARSAL);
        connection.commit();
        assertThat(schemas(connection)).containsExactly("public");
        RunSearchPath.inTransaction(connection, pack, RunKind.LIVE);
        assertThat(schemas(connection)).containsExactly("public");
        connection.commit();
      }
    }
  }

  @Test
  void shouldGiveTheSessionItsOwnPathBackWhenItIsClosed() throws SQLException {
    TargetPack pack = pack("");
    try (Connection connection = pack.database().open()) {
      try (RunSearchPath path = RunSearchPath.inSession(connection, pack, RunKind.REHEARSAL)) {
        assertThat(schemas(connection)).containsExactly("staging");
      }
      assertThat(schemas(connection)).containsExactly("public");
    }
  }

  @Test
  void shouldCheckAStatementInTheSchemaOfEachRun() throws SQLException {
    TargetPack pack = pack("");
    try (Connection connection = pack.database().open()) {
      assertThat(PackCheck.againstCatalogue(pack, connection).name()).isEqualTo("things");
      execute("create table public.only_live (id int)");
      TargetPack leaning = pack("", "insert into only_live select id from thing");
      assertThatThrownBy(() -> PackCheck.againstCatalogue(leaning, connection))
          .isInstanceOf(PackException.class)
          .hasMessageContaining("relation \"only_live\" does not exist");
      assertThat(schemas(connection)).containsExactly("public");
    }
  }

  @Test
  void shouldDemandNothingOfThePathWhenTheRoleNamesTheSchemasOfRunsOnly() throws SQLException {
    TargetPack pack = pack("");
    execute("alter role app set search_path = staging, public");
    try (Connection connection = pack.database().open()) {
      assertThat(PackCheck.againstCatalogue(pack, connection).name()).isEqualTo("things");
    }
    execute("alter role app set search_path = \"Shared\", public");
    try (Connection connection = pack.database().open()) {
      assertThatThrownBy(() -> PackCheck.againstCatalogue(pack, connection))
          .isInstanceOf(PackException.class)
          .hasMessageContaining("role or database set it to \"Shared\", public")
          .hasMessageContaining("?currentSchema=%22Shared%22,public");
      assertThat(schemas(connection)).containsExactly("public");
    } finally {
      execute("alter role app reset search_path");
    }
  }

  private static TargetPack pack(String parameters) {
    return pack(parameters, "insert into thing values (1)");
  }

  private static TargetPack pack(String parameters, String prepare) {
    String url = "jdbc:postgresql://127.0.0.1:%d/postgres%s";
    return new TargetPack(
        "things",
        "f00d",
        new DatabaseSettings(
            url.formatted(postgres.getPort(), parameters),
            "app",
            "APP",
            variable -> variable.equals("APP") ? "app" : null),
        "public",
        "staging",
        sql(prepare),
        sql("select 1"),
        sql("select 1"),
        sql("select true"),
        List.of(sql("delete from thing")),
        List.of());
  }

  private static Sql sql(String text) {
    return new Sql(text, "things.yaml", 1);
  }

  private static List<String> schemas(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select array_to_string(current_schemas(false), ',')")) {
      row.next();
      return List.of(row.getString(1).split(","));
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
