package dev.godwit.loader.targetdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.godwit.common.v1.RunKind;
import dev.godwit.common.v1.TableCount;
import dev.godwit.loader.SampleTarget;
import dev.godwit.loader.TargetServer;
import dev.godwit.pack.DatabaseSettings;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.report.v1.PurgeReport;
import dev.godwit.task.v1.PrepareTarget;
import dev.godwit.task.v1.PurgeTarget;
import dev.godwit.task.v1.TaskEnvelope;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A rehearsal's purge truncates what holds its customer's rows only, and deletes all else. */
class StagingTruncationIT {
  private final TaskReports reports = new TaskReports();
  private String url;
  private StagedRows staged;
  private TargetPack pack;

  @BeforeEach
  void makeTarget() throws Exception {
    url = TargetServer.newDatabase();
    staged = new StagedRows(url);
    SampleTarget.create(url);
    pack = SampleTarget.pack(url);
  }

  @Test
  void shouldTruncateAndReportExactCountsAlsoWhenThePurgeIsRepeated() throws Exception {
    prepare(RunKind.REHEARSAL);
    staged.fill("staging", "acme");
    staged.fill("live", "acme");
    List<String> live = staged.files("live");

    assertThat(truncatedBy(RunKind.REHEARSAL))
        .containsExactly("contact", "email", "engagement", "tag");

    PurgeReport first = reports.last(PurgeReport.class);
    assertThat(first.getDeleted())
        .containsExactly(
            new TableCount("contact", 3L),
            new TableCount("tag", 6L),
            new TableCount("email", 3L),
            new TableCount("engagement", 3L));
    assertThat(first.getLeft()).hasSize(4).allMatch(table -> table.getRows() == 0);
    assertThat(staged.rows("staging", "acme")).isEqualTo("0|0|0|0");
    assertThat(TargetServer.query(url, "SELECT * FROM staging.account")).isEmpty();
    assertThat(staged.files("live")).isEqualTo(live);
    assertThat(staged.rows("live", "acme")).isEqualTo("3|6|3|3");

    assertThat(truncatedBy(RunKind.REHEARSAL)).as("no row is left to truncate").isEmpty();
    PurgeReport again = reports.last(PurgeReport.class);
    assertThat(again.getDeleted()).isEqualTo(first.getDeleted());
    assertThat(again.getLeft()).isEqualTo(first.getLeft());
  }

  @Test
  void shouldNeverTruncateTheLiveSchema() throws Exception {
    prepare(RunKind.LIVE);
    staged.fill("live", "acme");
    List<String> files = staged.files("live");

    purge(RunKind.LIVE);

    assertThat(staged.files("live")).isEqualTo(files);
    assertPurged("live");
  }

  @Test
  void shouldDeleteFromATableThatHoldsRowsOfAnotherCustomer() throws Exception {
    prepare(RunKind.REHEARSAL);
    staged.fill("staging", "acme");
    staged.contact("staging", "zeta");

    assertThat(truncatedBy(RunKind.REHEARSAL)).containsExactly("email", "engagement", "tag");

    assertPurged("staging");
    assertThat(staged.rows("staging", "zeta")).isEqualTo("1|0|0|0");
  }

  @Test
  void shouldDeleteFromEveryTableThatAnothersRowsReferTo() throws Exception {
    prepare(RunKind.REHEARSAL);
    staged.fill("staging", "acme");
    staged.fill("staging", "aaaa");

    assertThat(truncatedBy(RunKind.REHEARSAL)).isEmpty();

    assertPurged("staging");
    assertThat(staged.rows("staging", "aaaa")).isEqualTo("3|6|3|3");
  }

  @Test
  void shouldTakeARowWithoutACustomerForOneOfAnother() throws Exception {
    prepare(RunKind.REHEARSAL);
    staged.fill("staging", "acme");
    TargetServer.execute(
        url,
        """
        ALTER TABLE staging.engagement ALTER customer DROP NOT NULL;
        INSERT INTO staging.engagement VALUES (gen_random_uuid(), NULL,
          (SELECT id FROM staging.email LIMIT 1), now());
        ALTER TABLE staging.engagement DROP CONSTRAINT engagement_email_fkey""");

    assertThat(truncatedBy(RunKind.REHEARSAL)).containsExactly("contact", "email", "tag");

    assertPurged("staging");
    assertThat(TargetServer.query(url, "SELECT customer FROM staging.engagement"))
        .containsExactly("null");
  }

  @Test
  void shouldDeleteWhenSomebodyReadsATable() throws Exception {
    prepare(RunKind.REHEARSAL);
    staged.fill("staging", "acme");
    try (Connection reader = TargetServer.open(url);
        Statement statement = reader.createStatement()) {
      statement.execute("SELECT * FROM staging.contact");

      assertThat(truncatedBy(RunKind.REHEARSAL)).isEmpty();

      reader.rollback();
    }
    assertPurged("staging");
  }

  @Test
  void shouldDeleteFromATableThatOneOutsideOfThePackRefersTo() throws Exception {
    prepare(RunKind.REHEARSAL);
    staged.fill("staging", "acme");
    TargetServer.execute(
        url,
        """
        CREATE TABLE staging.note (contact uuid REFERENCES staging.contact ON DELETE CASCADE);
        INSERT INTO staging.note SELECT id FROM staging.contact""");

    assertThat(truncatedBy(RunKind.REHEARSAL)).containsExactly("email", "engagement", "tag");

    assertPurged("staging");
    assertThat(TargetServer.query(url, "SELECT * FROM staging.note")).isEmpty();
  }

  @Test
  void shouldDeleteWhereTheRightToTruncateIsLacking() throws Exception {
    TargetServer.execute(
        url,
        """
        DO $$ BEGIN
          IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'only_deletes') THEN
            CREATE ROLE only_deletes LOGIN;
          END IF;
        END $$;
        CREATE SCHEMA godwit AUTHORIZATION only_deletes;
        GRANT USAGE ON SCHEMA staging TO only_deletes;
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA staging TO only_deletes""");
    pack =
        as(
            new DatabaseSettings(url, "only_deletes", "GODWIT_NO_SUCH_PASSWORD", name -> null),
            pack.tables(),
            pack.purge());
    prepare(RunKind.REHEARSAL);
    staged.fill("staging", "acme");

    assertThat(truncatedBy(RunKind.REHEARSAL)).isEmpty();

    assertPurged("staging");
  }

  @Test
  void shouldTruncateAPartitionedTableUnlessATriggerOfAPartitionMustSeeIt() throws Exception {
    TargetServer.execute(
        url,
        """
        DROP TABLE staging.engagement;
        CREATE TABLE staging.engagement (id uuid PRIMARY KEY, customer text NOT NULL,
          email uuid NOT NULL REFERENCES staging.email, at timestamptz NOT NULL) PARTITION BY HASH (id);
        CREATE TABLE staging.engagement_part PARTITION OF staging.engagement
          FOR VALUES WITH (MODULUS 1, REMAINDER 0)""");
    prepare(RunKind.REHEARSAL);
    staged.fill("staging", "acme");
    assertThat(truncatedBy(RunKind.REHEARSAL))
        .containsExactly("contact", "email", "engagement_part", "tag");
    assertPurged("staging");

    TargetServer.execute(
        url,
        """
        DELETE FROM godwit.run; DELETE FROM godwit.purged;
        CREATE FUNCTION staging.noted() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN RETURN NULL; END $$;
        CREATE TRIGGER noted AFTER DELETE ON staging.engagement_part
          FOR EACH ROW EXECUTE FUNCTION staging.noted()""");
    prepare(RunKind.REHEARSAL);
    staged.fill("staging", "acme");
    assertThat(truncatedBy(RunKind.REHEARSAL)).containsExactly("tag");
    assertPurged("staging");
  }

  @Test
  void shouldLetATriggerSeeEachDeletedRow() throws Exception {
    prepare(RunKind.REHEARSAL);
    staged.fill("staging", "acme");
    TargetServer.execute(
        url,
        """
        CREATE TABLE staging.log (id uuid);
        CREATE FUNCTION staging.noted() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN INSERT INTO staging.log VALUES (old.id); RETURN NULL; END $$;
        CREATE TRIGGER noted AFTER DELETE ON staging.engagement
          FOR EACH ROW EXECUTE FUNCTION staging.noted()""");

    assertThat(truncatedBy(RunKind.REHEARSAL))
        .as("a table that refers to email is not truncated, so neither is email, nor contact")
        .containsExactly("tag");

    assertPurged("staging");
    assertThat(TargetServer.query(url, "SELECT * FROM staging.log")).hasSize(StagedRows.CONTACTS);
  }

  @Test
  void shouldDeleteFromATableThatIsPublishedOrHasARule() throws Exception {
    prepare(RunKind.REHEARSAL);
    staged.fill("staging", "acme");
    TargetServer.execute(
        url,
        """
        CREATE PUBLICATION changes FOR TABLE staging.tag;
        ALTER TABLE staging.tag REPLICA IDENTITY FULL;
        CREATE TABLE staging.log (id uuid);
        CREATE RULE noted AS ON DELETE TO staging.engagement
          DO ALSO INSERT INTO staging.log VALUES (old.id)""");

    assertThat(truncatedBy(RunKind.REHEARSAL)).isEmpty();

    assertPurged("staging");
    assertThat(TargetServer.query(url, "SELECT * FROM staging.log")).hasSize(StagedRows.CONTACTS);
  }

  @Test
  void shouldDeleteWhereThePackCountsFewerRowsThanThereAre() throws Exception {
    String own = " where customer = :customer and message <> 'm-0'";
    pack =
        as(
            pack.database(),
            pack.tables().stream()
                .map(
                    table ->
                        table.index() == SampleTarget.EMAIL
                            ? table.withQueries(
                                sql("select count(*) from {schema}.email" + own), table.readBack())
                            : table)
                .toList(),
            List.of(
                sql("delete from {schema}.engagement where customer = :customer"),
                sql("delete from {schema}.email" + own)));
    prepare(RunKind.REHEARSAL);
    staged.fill("staging", "acme");

    assertThat(truncatedBy(RunKind.REHEARSAL)).isEmpty();

    assertThat(reports.last(PurgeReport.class).getDeleted()).contains(new TableCount("email", 2L));
    assertThat(staged.rows("staging", "acme")).isEqualTo("3|6|1|0");
  }

  @Test
  void shouldLetAnotherCustomersRowWaitUntilThePurgeIsCommitted() throws Exception {
    List<Sql> statements = new ArrayList<>(pack.purge());
    statements.addFirst(sql("select pg_advisory_xact_lock(4711) from {schema}.account"));
    pack = as(pack.database(), pack.tables(), statements);
    TargetServer.execute(url, "INSERT INTO staging.account VALUES ('zeta', false)");
    try (Connection gate = TargetServer.open(url);
        Statement statement = gate.createStatement()) {
      prepare(RunKind.REHEARSAL);
      staged.fill("staging", "acme");
      statement.execute("SELECT pg_advisory_xact_lock(4711)");
      List<String> files = staged.files("staging");
      CompletableFuture<Void> purge = async(() -> purge(RunKind.REHEARSAL));
      awaitWaiting("advisory");
      CompletableFuture<Void> insert = async(() -> staged.contact("staging", "zeta"));
      awaitWaiting("relation");
      assertThat(insert).isNotDone();

      gate.rollback();
      purge.join();
      insert.join();

      assertThat(staged.files("staging")).doesNotContainAnyElementsOf(files);
    }
    assertPurged("staging");
    assertThat(staged.rows("staging", "zeta")).isEqualTo("1|0|0|0");
  }

  private interface Work {
    void run() throws Exception;
  }

  private static CompletableFuture<Void> async(Work work) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            work.run();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        },
        command -> Thread.ofPlatform().start(command));
  }

  private void awaitWaiting(String type) {
    await()
        .until(
            () ->
                TargetServer.query(
                    url, "SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = '" + type + "'"),
            waiting -> waiting.size() == 1);
  }

  /** Purges, and gives the tables whose file is another since. */
  private Set<String> truncatedBy(RunKind kind) throws Exception {
    Set<String> changed = new TreeSet<>(staged.files("staging"));
    purge(kind);
    Set<String> now = new TreeSet<>(staged.files("staging"));
    now.removeAll(changed);
    Set<String> names = new TreeSet<>();
    now.forEach(file -> names.add(file.substring(0, file.indexOf('|'))));
    return names;
  }

  private void assertPurged(String schema) throws Exception {
    PurgeReport report = reports.last(PurgeReport.class);
    assertThat(report.getLeft()).hasSize(4).allMatch(table -> table.getRows() == 0);
    assertThat(report.getDeleted())
        .containsExactly(
            new TableCount("contact", 3L),
            new TableCount("tag", 6L),
            new TableCount("email", 3L),
            new TableCount("engagement", 3L));
    assertThat(staged.rows(schema, "acme")).isEqualTo("0|0|0|0");
  }

  private void prepare(RunKind kind) throws Exception {
    new PrepareTargetTaskHandler(TestPacks.of(pack))
        .handle(new PrepareTarget(task(kind), null), reports);
  }

  private void purge(RunKind kind) throws Exception {
    new PurgeTargetTaskHandler(TestPacks.of(pack), KnownRuns.none())
        .handle(new PurgeTarget(task(kind), "test"), reports);
  }

  private TargetPack as(DatabaseSettings database, List<TargetTable> tables, List<Sql> purge) {
    return new TargetPack(
        pack.name(),
        pack.fingerprint(),
        database,
        pack.liveSchema(),
        pack.stagingSchema(),
        pack.prepare(),
        pack.enable(),
        pack.disable(),
        pack.isEnabled(),
        purge,
        tables);
  }

  private static Sql sql(String text) {
    return new Sql(text, "sample.yaml", 1);
  }

  private static TaskEnvelope task(RunKind kind) {
    return new TaskEnvelope(
        "task", "acme", SampleTarget.CUSTOMER, 1, kind, "legacy", "sample", Instant.EPOCH, "e");
  }
}
