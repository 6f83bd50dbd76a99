package dev.godwit.pack.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.godwit.pack.BoundSql;
import dev.godwit.pack.Finding;
import dev.godwit.pack.IdKind;
import dev.godwit.pack.NamedStatement;
import dev.godwit.pack.Packs;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetPack;
import dev.godwit.records.Entity;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Drafts of packs from schemas that nobody wrote for Godwit. With {@code -Dgolden.write=true} the
 * expected packs are written anew, to be looked at before they are committed.
 */
class PackDraftIT {
  private static final Path CASES = Path.of("src/test/resources/draft");
  private static final Path DESK =
      Path.of("../../deploy/sample-data/src/main/resources/godwit/newsroom/desk.sql");
  private static final String SECRET = "opensesame";
  private static final Set<String> MADE = new HashSet<>();
  private static EmbeddedPostgres postgres;

  @TempDir private Path out;

  @BeforeAll
  static void start() throws IOException {
    postgres = EmbeddedPostgres.builder().setPGStartupWait(Duration.ofSeconds(90)).start();
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"saas", "mailing", "newsletter", "unlinked"})
  void shouldDraftASourcePackThatLoadsAndWhoseQueriesRun(String name)
      throws IOException, SQLException {
    make(name);
    InitResult result = init(options(name).build());
    compare(name, result);
    Packs packs = Packs.load(result.folder(), variable -> null);
    queriesRun(name, packs.source(result.name()));
    assertThat(result.findings())
        .extracting(Finding::found)
        .allMatch(found -> found.contains("fill_in_"));
    assertThat(result.exitCode()).isEqualTo(result.findings().isEmpty() ? 0 : 1);
  }

  @Test
  void shouldDraftATargetPackThatLoadsAndReportsWhatToFillIn() throws IOException, SQLException {
    make("desk");
    InitResult result = init(options("desk").target().schemas("live").build());
    compare("desk", result);
    Packs packs = Packs.load(result.folder(), variable -> null);
    assertThat(packs.target(result.name()).tables()).hasSize(7);
    assertThat(result.draft().missing()).containsExactly("schemas.staging");
    assertThat(result.findings())
        .extracting(Finding::found)
        .filteredOn(found -> !found.contains("live_staging"))
        .containsExactly("'score' of people of type integer");
    assertThat(result.text()).contains("only because there is no schema live_staging");
  }

  /** The support desk: ids from sequences, accounts, lookups, triggers, a table of many kinds. */
  @Test
  void shouldDraftATargetThatMakesItsIdsAndSharesItsTables() throws IOException, SQLException {
    if (MADE.add("support")) {
      execute("postgres", "create database support");
      String tables = Files.readString(DESK);
      execute("support", tables.replace("{schema}", "desk"));
      execute("support", tables.replace("{schema}", "desk_staging"));
    }
    InitResult result = init(options("support").target().schemas("desk").build());
    compare("support", result);
    Packs packs = Packs.load(result.folder(), variable -> null);
    TargetPack pack = packs.target(result.name());
    assertThat(pack.idKind(Entity.CONTACTS)).isEqualTo(IdKind.GENERATED);
    assertThat(result.draft().missing()).isEmpty();
    assertThat(result.findings())
        .extracting(Finding::found)
        .containsExactlyInAnyOrder(
            "'kind' of message of type desk.message_kind",
            "'state' of message of type desk.message_state");
  }

  @Test
  void shouldWriteTheSameTextForTheSameCatalogue() throws IOException, SQLException {
    make("saas");
    String first = init(options("saas").build()).draft().text();
    String second = init(options("saas").force().build()).draft().text();
    assertThat(second).isEqualTo(first);
  }

  @Test
  void shouldWriteTheVariableOfThePasswordAndNeverThePassword() throws IOException, SQLException {
    make("mailing");
    InitResult result = init(options("mailing").build());
    try (var files = Files.walk(out)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file)).doesNotContain(SECRET).contains("PACK_PASSWORD");
      }
    }
    assertThat(result.text()).doesNotContain(SECRET);
  }

  @Test
  void shouldTakeTheCustomerThatSomebodyNamed() throws IOException, SQLException {
    make("mailing");
    InitResult list = init(options("mailing").customer("list").build());
    assertThat(list.findings())
        .extracting(Finding::found)
        .allMatch(found -> found.contains("fill_in_freeze"));
    assertThat(list.draft().text())
        .contains("customers: select id, name from list order by 1", "where s.list_id = :customer");
  }

  @Test
  void shouldTakeAColumnThatIsInManyTablesAsTheCustomer() throws SQLException {
    execute("postgres", "drop database if exists shared", "create database shared");
    execute(
        "shared",
        "create table contact (tenant text not null, id int not null, email text, primary key (tenant, id))",
        "create table message (tenant text not null, id int primary key, contact_id int not null, sent_at timestamptz,"
            + " foreign key (tenant, contact_id) references contact)",
        "create table message_click (id int primary key, message_id int not null references message, url text,"
            + " clicked_at timestamptz not null)",
        "insert into contact values ('a', 1, 'x@example.org'), ('b', 1, 'x@example.org'), ('b', 2, null)",
        "insert into message values ('a', 1, 1, now()), ('b', 2, 1, now()), ('b', 3, 2, now())",
        "insert into message_click select id, id, null, now() from message");
    InitResult result = init(options("shared").customer("contact.tenant").build());
    assertThat(result.draft().text())
        .contains(
            "customers: select distinct tenant as id, tenant::text as name from contact order by 1",
            "where c.tenant = :customer",
            "where m.tenant = :customer");
    assertThat(result.draft().missing()).containsExactly("freeze");
    queriesRun("shared", Packs.load(result.folder(), variable -> null).source(result.name()));
  }

  @Test
  void shouldDraftAPurgeThatOpensCyclesAndLeavesOtherCustomersAlone() throws SQLException {
    execute("postgres", "drop database if exists cycles", "create database cycles");
    execute(
        "cycles",
        "create table tenant (id int primary key, name text not null, active boolean not null)",
        "create table unit (id int primary key, tenant_id int not null references tenant, head_id int)",
        "create table worker (id int primary key, unit_id int not null references unit, boss_id int references worker)",
        "alter table unit add foreign key (head_id) references worker",
        "create table badge (worker_id int not null references worker, no int not null, primary key (worker_id, no))",
        "insert into tenant values (1, 'A', true), (2, 'B', true)",
        "insert into unit values (1, 1, null), (2, 2, null)",
        "insert into worker values (1, 1, null), (2, 1, 1), (3, 2, null)",
        "insert into badge values (1, 1), (3, 1)",
        "update unit set head_id = 2 where id = 1");
    InitResult result = init(options("cycles").target().build());
    assertThat(result.draft().text())
        .contains("boss_id: ref(worker, boss_id)", "guess: left out: head_id stays NULL");
    try (Connection connection = open("cycles")) {
      for (Sql purge : Packs.load(result.folder(), v -> null).target(result.name()).purge()) {
        if (purge.text().contains("fill_in_")) {
          continue;
        }
        NamedStatement bound = purge.bind(Map.of("schema", "public")).statement();
        try (PreparedStatement statement = connection.prepareStatement(bound.jdbcText())) {
          statement.setObject(1, "1", Types.OTHER);
          statement.executeUpdate();
        }
      }
      try (Statement statement = connection.createStatement();
          ResultSet row =
              statement.executeQuery(
                  "select (select string_agg(id::text, ',') from tenant), (select string_agg(id::text, ',') from unit),"
                      + " (select string_agg(id::text, ',') from worker), (select count(*) from badge)")) {
        assertThat(row.next()).isTrue();
        assertThat(List.of(row.getString(1), row.getString(2), row.getString(3), row.getString(4)))
            .containsExactly("2", "2", "3", "1");
      }
    }
  }

  @Test
  void shouldLeaveAPackThatExistsUnlessForced() throws IOException, SQLException {
    make("mailing");
    InitResult result = init(options("mailing").build());
    Path pack = result.folder().resolve("pack.yaml");
    Files.writeString(pack, "mine");
    assertThatThrownBy(() -> init(options("mailing").build()))
        .isInstanceOf(DraftException.class)
        .hasMessageContaining("expected no folder")
        .hasMessageContaining("--force");
    assertThat(pack).hasContent("mine");
    init(options("mailing").force().build());
    assertThat(Files.readString(pack)).startsWith("# A draft");
  }

  @Test
  void shouldSayWhatToDoWhenTheCommandLineIsWrong() throws IOException, SQLException {
    make("desk");
    assertRefused(options("desk").schemas("lvie"), true, "'lvie', which does not exist", "live");
    assertRefused(options("desk").schemas("live").customer("nobody"), true, "'nobody'", "tenants");
    assertRefused(
        options("desk").schemas("live").customer("tenants.nmae"), true, "'nmae'", "region");
    assertRefused(
        options("desk").schemas("live").customer("messages"),
        true,
        "[tenant_id, number]",
        "COLUMN");
    assertRefused(
        options("desk").schemas("live", "public").target(), true, "'public' without any", "live");
    assertRefused(options("desk").name("../x"), true, "'../x'", "--name");
    assertRefused(
        options("desk").url("jdbc:mysql://127.0.0.1/x"), true, "'jdbc:mysql:'", "postgresql");
    assertRefused(
        options("desk").url("jdbc:postgresql://127.0.0.1/x?password=" + SECRET),
        true,
        "a password or user in it",
        "--password-variable");
  }

  @Test
  void shouldSayWhatToDoWhenTheDatabaseHasNoTable() throws IOException, SQLException {
    execute("postgres", "drop database if exists nothing", "create database nothing");
    assertRefused(options("nothing"), true, "none in any schema", "--from");
    execute("nothing", "create schema bare");
    assertRefused(options("nothing").schemas("bare"), true, "'bare' without any", "name one of");
  }

  @Test
  void shouldSayWhatToDoWhenTheDatabaseIsNotReached() {
    assertRefused(
        options("mailing").url("jdbc:postgresql://127.0.0.1:1/mailing"),
        false,
        "refused",
        "start the database");
  }

  @Test
  void shouldSayWhichRightsAreMissing() throws IOException, SQLException {
    make("mailing");
    execute(
        "mailing",
        "drop role if exists newcomer",
        "create role newcomer login password '" + SECRET + "'");
    assertRefused(options("mailing").user("newcomer"), false, "none that it may read", "newcomer");
    execute("mailing", "grant select on account, list, subscriber to newcomer");
    InitResult result = init(options("mailing").user("newcomer").name("part").build());
    assertThat(result.draft().leftOut()).contains("public.delivery", "public.mailing");
    assertThat(result.draft().missing()).containsExactly("emails", "engagements");
    assertThat(result.draft().text())
        .contains("the user may not read it: grant usage on schema public, and select on");
    execute("mailing", "drop owned by newcomer");
  }

  private void assertRefused(Options options, boolean usage, String found, String action) {
    DraftException thrown = catchThrowableOfType(DraftException.class, () -> init(options.build()));
    assertThat(thrown).hasMessageStartingWith("expected ").hasMessageContaining(found);
    assertThat(thrown.getMessage().substring(thrown.getMessage().indexOf("; "))).contains(action);
    assertThat(thrown.getMessage()).doesNotContain(SECRET);
    assertThat(thrown.isWrongUsage()).isEqualTo(usage);
    assertThat(out).isEmptyDirectory();
  }

  /** Every row of the customers' queries has an id of its own, and each reference finds its row. */
  private static void queriesRun(String database, SourcePack pack) throws SQLException {
    try (Connection connection = open(database)) {
      for (String customer : customers(connection, pack)) {
        Map<String, Set<String>> ids =
            pack.entities().values().stream()
                .collect(
                    Collectors.toMap(
                        entity -> entity.entity().text(),
                        entity -> Set.copyOf(column(connection, entity, customer, "legacyId"))));
        for (SourceEntity entity : pack.entities().values()) {
          List<String> own = column(connection, entity, customer, "legacyId");
          assertThat(own).doesNotHaveDuplicates().doesNotContainNull();
          for (String field : entity.fields().keySet()) {
            if (entity.references(field) != null) {
              List<String> references = column(connection, entity, customer, field);
              references.removeIf(Objects::isNull);
              assertThat(ids.get(entity.references(field).text()))
                  .as("%s.%s of %s", entity.entity().text(), field, customer)
                  .containsAll(references);
            }
          }
        }
      }
    }
  }

  private static List<String> customers(Connection connection, SourcePack pack)
      throws SQLException {
    List<String> customers = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(pack.customers().text())) {
      while (rows.next()) {
        customers.add(rows.getString("id"));
      }
    }
    assertThat(customers).isNotEmpty();
    return customers;
  }

  private static List<String> column(
      Connection connection, SourceEntity entity, String customer, String field) {
    BoundSql bound = entity.only().sql().bind(Map.of());
    NamedStatement query = bound.statement();
    List<String> values = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(query.jdbcText())) {
      for (int i = 1; i <= statement.getParameterMetaData().getParameterCount(); i++) {
        statement.setObject(i, customer, Types.OTHER);
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          values.add(rows.getString(entity.fields().get(field).column()));
        }
      }
    } catch (SQLException e) {
      throw new AssertionError(entity.entity().text() + ": " + query.jdbcText(), e);
    }
    return values;
  }

  private static void compare(String name, InitResult result) throws IOException {
    Path expected = CASES.resolve(name).resolve("pack.yaml");
    String text = result.draft().text().replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:5432");
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(expected, text);
    }
    assertThat(text).isEqualTo(Files.readString(expected));
  }

  private static InitResult init(DraftOptions options) {
    return new PacksInitCommand(name -> name.equals("PACK_PASSWORD") ? SECRET : null).run(options);
  }

  private static void make(String name) throws IOException, SQLException {
    if (MADE.add(name)) {
      execute("postgres", "create database " + name);
      execute(name, Files.readString(CASES.resolve(name).resolve("schema.sql")));
    }
  }

  private static void execute(String database, String... statements) throws SQLException {
    try (Connection connection = open(database);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static Connection open(String database) throws SQLException {
    return DriverManager.getConnection(url(database), "postgres", "");
  }

  private static String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + database;
  }

  private Options options(String database) {
    return new Options(url(database), out);
  }
}
