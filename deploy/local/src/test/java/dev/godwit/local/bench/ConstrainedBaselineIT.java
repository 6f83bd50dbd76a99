package dev.godwit.local.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.local.bench.TableCopies.CustomerTable;
import dev.godwit.sampledata.SampleData;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.ArchUtils;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The copy of a target's rows into a copy of its tables, in a real PostgreSQL. */
class ConstrainedBaselineIT {
  private static final String ROWS =
      """
      insert into crm.account (customer_id, enabled) values ('acme', true), ('other', true);
      insert into crm.contact (id, customer_id, legacy_id, address, consent, custom)
        select cast(lpad(to_hex(n), 32, '0') as uuid), case when n % 3 = 0 then 'other' else 'acme' end,
          n::text, 'a' || n || '@example.com', 'yes', case when n % 2 = 0 then '{"a": 1}'::jsonb end
        from (select (n * 7919) % 3001 as n from generate_series(1, 3000) n) x;
      insert into crm.contact_tag (contact_id, tag, customer_id)
        select id, 'tag', customer_id from crm.contact;
      insert into crm.email (id, contact_id, customer_id, legacy_id, sent_at)
        select id, id, customer_id, legacy_id, now() from crm.contact;
      insert into crm.engagement (id, email_id, customer_id, kind, url, occurred_at)
        select id, id, customer_id, 'click', 'https://example.com/' || id, now() from crm.email;
      """;
  private static final List<CustomerTable> TABLES =
      List.of(
          table("contact"),
          table("contact_team"),
          table("contact_outlet"),
          table("contact_tag"),
          table("email"),
          table("engagement"));

  @TempDir private Path folder;
  private static EmbeddedPostgres postgres;
  private Connection target;
  private TableCopies copies;

  @BeforeAll
  static void start() throws IOException, SQLException {
    postgres =
        EmbeddedPostgres.builder()
            .setPGStartupWait(Duration.ofSeconds(90))
            .setPgBinaryResolver(
                (system, machine) ->
                    ConstrainedBaselineIT.class.getResourceAsStream(
                        "/postgres-%s-%s.txz"
                            .formatted(
                                system.toLowerCase(Locale.ROOT), ArchUtils.normalize(machine))))
            .start();
    try (Connection connection = postgres.getPostgresDatabase().getConnection()) {
      SampleData.createTarget(connection);
      connection.setAutoCommit(true);
      run(connection, ROWS);
    }
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @BeforeEach
  void connect() throws SQLException {
    target = postgres.getPostgresDatabase().getConnection();
    copies = new TableCopies(target, "crm", "godwit_copy_limit", TABLES);
  }

  @AfterEach
  void disconnect() throws SQLException {
    target.close();
  }

  @Test
  void shouldCopyTheCustomersRowsTwiceAndLeaveNothing() throws SQLException, IOException {
    List<String> reported = new ArrayList<>();
    CopyPass fastest;
    try (RowSpool spool = RowSpool.open(folder.resolve("spool"))) {
      fastest = ConstrainedBaseline.measured(target, TABLES, copies, spool, reported::add);
    }

    assertThat(fastest.rows()).isEqualTo(4 * 2_000);
    assertThat(fastest.wall()).isPositive();
    assertThat(reported).hasSize(3).allMatch(line -> line.startsWith("8,000 rows"));
    assertThat(folder).isEmptyDirectory();
    assertThat(texts("select nspname from pg_namespace where nspname = 'godwit_copy_limit'"))
        .isEmpty();
    assertThat(texts("select count(*) from crm.contact")).containsExactly("3000");
  }

  @Test
  void shouldMakeTablesWithTheSameConstraintsAndIndexes() throws SQLException {
    copies.create();

    for (String catalogue :
        List.of(
            "select replace(indexdef, ' ' || schemaname || '.', ' ') from pg_indexes where schemaname = '%s' and tablename <> 'account' order by 1",
            "select conrelid::regclass::text || ' ' || pg_get_constraintdef(c.oid) from pg_constraint c join pg_namespace n on n.oid = c.connamespace where n.nspname = '%s' and contype <> 'n' order by 1",
            "select table_name || ' ' || column_name || ' ' || data_type || ' ' || is_nullable || coalesce(character_maximum_length::text, '') || coalesce(column_default, '') from information_schema.columns where table_schema = '%s' order by 1")) {
      List<String> original = described(catalogue, "crm");
      assertThat(original).isNotEmpty();
      assertThat(described(catalogue, "godwit_copy_limit"))
          .usingElementComparator((a, b) -> withoutName(a).compareTo(withoutName(b)))
          .containsExactlyInAnyOrderElementsOf(original);
    }
    assertThat(texts("select customer_id from godwit_copy_limit.account")).containsExactly("acme");
    assertThat(texts("select count(*) from godwit_copy_limit.contact")).containsExactly("0");
    assertThatThrownBy(
            () ->
                run(
                    target,
                    "insert into godwit_copy_limit.engagement (id, email_id, customer_id, kind, occurred_at) values (gen_random_uuid(), gen_random_uuid(), 'acme', 'click', now())"))
        .hasMessageContaining("click_has_a_link");
    copies.drop();
  }

  @Test
  void shouldWriteTheRowsInTheOrderOfTheirPlaces() throws SQLException, IOException {
    run(target, "update crm.contact set family_name = 'x' where legacy_id like '%7'");
    List<String> order =
        texts("select legacy_id from crm.contact where customer_id = 'acme' order by ctid");
    try (RowSpool spool = RowSpool.open(folder.resolve("spool"))) {
      ConstrainedBaseline.spool(target, TABLES, copies, spool);
      ConstrainedBaseline.pass(target, TABLES, copies, spool);
    }
    assertThat(texts("select legacy_id from godwit_copy_limit.contact order by ctid"))
        .isEqualTo(order);
    copies.drop();
  }

  private static CustomerTable table(String name) {
    return new CustomerTable(name, "t.customer_id = 'acme'");
  }

  /** Names of indexes in a copy are PostgreSQL's own. */
  private static String withoutName(String definition) {
    return definition.replaceFirst("INDEX \\S+ ON", "INDEX ON");
  }

  private List<String> described(String catalogue, String schema) throws SQLException {
    run(target, "set search_path to " + schema);
    return texts(catalogue.formatted(schema));
  }

  private List<String> texts(String sql) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Statement statement = target.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
