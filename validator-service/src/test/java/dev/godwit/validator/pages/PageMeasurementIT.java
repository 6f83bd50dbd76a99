package dev.godwit.validator.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.common.v1.ProbeOutcome;
import dev.godwit.common.v1.ProbeResult;
import dev.godwit.common.v1.RunKind;
import dev.godwit.pack.DatabaseSettings;
import dev.godwit.pack.Probe;
import dev.godwit.pack.Probes;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetPack;
import dev.godwit.worker.run.RunStoppedException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PageMeasurementIT {
  private static final String ROWS =
      """
      create table %1$s.contact (id bigint primary key, customer text not null, name text not null, language text);
      create table %1$s.email (id bigint primary key, contact bigint not null, subject text);
      insert into %1$s.contact
      select i, case when i %% 3 = 0 then 'globex' else 'acme' end, 'name ' || i, 'l' || i %% 4 from generate_series(1, 900) i;
      insert into %1$s.email select i, i %% 900 + 1, 'subject' from generate_series(1, 4500) i
      """;

  private static EmbeddedPostgres postgres;
  private static String url;

  @BeforeAll
  static void start() throws IOException, SQLException {
    postgres = EmbeddedPostgres.builder().setPGStartupWait(Duration.ofSeconds(90)).start();
    url = postgres.getJdbcUrl("postgres", "postgres");
    execute("create schema crm", "create schema crm_staging", ROWS.formatted("crm_staging"));
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @Test
  void shouldMeasureEachDrawColdAndWarmInTheSchemaOfTheRun() throws Exception {
    ProbeResult result =
        measure(
            page(
                "select * from {schema}.email where contact = :contact order by id",
                "select id as contact from {schema}.contact where customer = :customer order by id",
                4,
                3));

    assertThat(result.getOutcome()).isEqualTo(ProbeOutcome.MEASURED);
    assertThat(result.getProblem()).isEmpty();
    assertThat(result.getDraws()).isEqualTo(4);
    assertThat(result.getCold().getRuns()).isEqualTo(4);
    assertThat(result.getWarm().getRuns()).isEqualTo(12);
    assertThat(result.getWarm().getP50Micros()).isPositive();
    assertThat(result.getWarm().getP95Micros())
        .isGreaterThanOrEqualTo(result.getWarm().getP50Micros());
    assertThat(result.getRows()).isEqualTo(5);
    assertThat(result.getCostly().getRelation()).isEqualTo("email");
    assertThat(result.getCostly().getSelfMicros()).isNotNegative();
    assertThat(result.getCostly().getBlocks()).isPositive();
  }

  @Test
  void shouldMeasureAPageThatIsSlowerThanItsLimit() throws Exception {
    ProbeResult result =
        measure(
            page(
                "select pg_sleep(0.12) from {schema}.contact where customer = :customer limit 1",
                null,
                2,
                2));

    assertThat(result.getOutcome()).isEqualTo(ProbeOutcome.MEASURED);
    assertThat(result.getLimitMillis()).isEqualTo(100);
    assertThat(result.getWarm().getP50Micros()).isGreaterThanOrEqualTo(120_000);
    assertThat(result.getCold().getP50Micros()).isGreaterThanOrEqualTo(120_000);
    assertThat(result.getCostly()).isNotNull();
  }

  @Test
  void shouldReportATimeoutWithTheEstimatedPlan() throws Exception {
    ProbeResult result =
        measure(
            page(
                "select sum(length(pg_sleep(e.id)::text)) from {schema}.email e where e.id > 100 and :customer <> ''",
                null,
                3,
                3));

    assertThat(result.getOutcome()).isEqualTo(ProbeOutcome.TIMED_OUT);
    assertThat(result.getProblem())
        .isEqualTo(
            "Expected 'query' of 'page' to end within 2,000 ms, found that it did not; make it faster, e.g. by an index, or raise 'timeout-millis' to measure the page.");
    assertThat(result.getDraws()).isZero();
    assertThat(result.getCostly().getSelfMicros()).isEqualTo(-1);
    assertThat(result.getCostly().getSharePercent()).isPositive();
  }

  @Test
  void shouldReportWhatTheDatabaseRefuses() throws Exception {
    ProbeResult missing =
        measure(
            page("select nothing from {schema}.contact where customer = :customer", null, 1, 1));
    assertThat(missing.getOutcome()).isEqualTo(ProbeOutcome.FAILED);
    assertThat(missing.getProblem())
        .startsWith("Expected the database to accept 'query' of 'page', found 42703")
        .contains("nothing", "mend it in the pack shop");

    ProbeResult quoting =
        measure(
            page(
                "select 1 where :name::int = 1",
                "select name from {schema}.contact where customer = :customer order by id",
                1,
                1));
    assertThat(quoting.getOutcome()).isEqualTo(ProbeOutcome.FAILED);
    assertThat(quoting.getProblem()).contains("22P02").doesNotContain("name 1");

    ProbeResult draw =
        measure(page("select :x", "select x from {schema}.none where :customer = ''", 1, 1));
    assertThat(draw.getOutcome()).isEqualTo(ProbeOutcome.FAILED);
    assertThat(draw.getProblem()).contains("'draw' of 'page'", "42P01");
  }

  @Test
  void shouldReportADrawThatTakesTooLongAsAFailure() throws Exception {
    ProbeResult result =
        measure(
            page(
                "select :slept",
                "select pg_sleep(9)::text as slept from {schema}.contact where customer = :customer",
                1,
                1));

    assertThat(result.getOutcome()).isEqualTo(ProbeOutcome.FAILED);
    assertThat(result.getProblem()).startsWith("Expected 'draw' of 'page' to end within 2,000 ms");
    assertThat(result.getCostly()).isNull();
  }

  @Test
  void shouldChangeNothingWhenAFunctionWrites() throws Exception {
    execute(
        "create table crm_staging.written (at timestamptz)",
        """
        create function crm_staging.write() returns int language plpgsql as
          'begin insert into crm_staging.written values (now()); return 1; end'""");

    ProbeResult result = measure(page("select {schema}.write() where :customer <> ''", null, 1, 1));

    assertThat(result.getOutcome()).isEqualTo(ProbeOutcome.FAILED);
    assertThat(result.getProblem()).contains("25006");
    assertThat(count("select count(*) from crm_staging.written")).isZero();
  }

  @Test
  void shouldRefuseAResultThatIsNoPage() throws Exception {
    ProbeResult result =
        measure(
            page(
                "select repeat('x', 1000000) from generate_series(1, 80) where :customer <> ''",
                null,
                1,
                1));

    assertThat(result.getOutcome()).isEqualTo(ProbeOutcome.FAILED);
    assertThat(result.getProblem()).startsWith("Expected at most 64M bytes as the result");
  }

  @Test
  void shouldSayThatThereIsNothingToDraw() throws Exception {
    ProbeResult result =
        new PageMeasurement(
                pack(),
                RunKind.REHEARSAL,
                "initech",
                page(
                    "select :c",
                    "select id as c from {schema}.contact where customer = :customer",
                    1,
                    1),
                () -> {})
            .measure();

    assertThat(result.getOutcome()).isEqualTo(ProbeOutcome.NOTHING_TO_DRAW);
    assertThat(result.getCostly()).isNull();
  }

  @Test
  void shouldGiveUpWhenTheRunIsOver() {
    PageMeasurement measurement =
        new PageMeasurement(
            pack(),
            RunKind.REHEARSAL,
            "acme",
            page("select :customer", null, 1, 1),
            () -> {
              throw new RunStoppedException("acme/1");
            });

    assertThatThrownBy(measurement::measure).isInstanceOf(RunStoppedException.class);
  }

  @Test
  void shouldCountTheNumberByWhichCustomersAreCompared() throws Exception {
    assertThat(
            amount(
                "select count(distinct language) from {schema}.contact where customer = :customer"))
        .isEqualTo(new CustomerAmount(4, ""));
    assertThat(
            amount("select max(id) from {schema}.contact where customer = :customer and id < 0")
                .problem())
        .startsWith("Expected a number");
    assertThat(amount("select nothing from {schema}.contact where customer = :customer").problem())
        .contains("42703");
    assertThat(CustomerAmount.of(pack(), RunKind.REHEARSAL, "acme"))
        .isEqualTo(new CustomerAmount(-1, ""));
  }

  private static CustomerAmount amount(String sql) throws SQLException {
    return CustomerAmount.of(
        pack(new Probes("languages", sql(sql), List.of())), RunKind.REHEARSAL, "acme");
  }

  private static ProbeResult measure(Probe page) throws Exception {
    return new PageMeasurement(pack(), RunKind.REHEARSAL, "acme", page, () -> {}).measure();
  }

  private static Probe page(String query, String draw, int draws, int runs) {
    return new Probe("page", sql(query), draw == null ? null : sql(draw), 100, 2_000, draws, runs);
  }

  private static Sql sql(String text) {
    return new Sql(text, "pack.yaml", 1);
  }

  private static TargetPack pack() {
    return pack(Probes.NONE);
  }

  private static TargetPack pack(Probes probes) {
    Sql none = sql("select 1");
    TargetPack pack =
        new TargetPack(
            "shop",
            "none",
            new DatabaseSettings(url, "postgres", "NONE", name -> null),
            "crm",
            "crm_staging",
            none,
            none,
            none,
            none,
            List.of(),
            List.of(),
            Map.of());
    return pack.withProbes(probes);
  }

  private static void execute(String... statements) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static long count(String sql) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
