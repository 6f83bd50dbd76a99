package dev.godwit.loader.targetdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.godwit.common.v1.Route;
import dev.godwit.common.v1.RunKind;
import dev.godwit.common.v1.TableCount;
import dev.godwit.event.v1.Envelope;
import dev.godwit.event.v1.TargetAssessed;
import dev.godwit.loader.SampleTarget;
import dev.godwit.loader.TargetServer;
import dev.godwit.loader.progress.RunFence;
import dev.godwit.pack.ForeignKeyChecks;
import dev.godwit.report.v1.EnableReport;
import dev.godwit.report.v1.PrepareReport;
import dev.godwit.report.v1.PurgeReport;
import dev.godwit.report.v1.TargetAssessmentReport;
import dev.godwit.report.v1.TargetNotEmptyReport;
import dev.godwit.task.v1.AssessTarget;
import dev.godwit.task.v1.EnableTarget;
import dev.godwit.task.v1.PrepareTarget;
import dev.godwit.task.v1.PurgeTarget;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.run.AssessedPacks;
import dev.godwit.worker.run.RunRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TargetTasksIT {
  private final TaskReports reports = new TaskReports();
  private String url;
  private TargetPacks packs;
  private RunRegistry runs = KnownRuns.none();

  @BeforeEach
  void makeTarget() throws Exception {
    url = TargetServer.newDatabase();
    SampleTarget.create(url);
    packs = TestPacks.of(SampleTarget.pack(url));
  }

  @Test
  void shouldCountTheCustomersLiveRowsWhenTheTargetIsAssessed() throws Exception {
    contact("live", "a@x");
    contact("staging", "b@x");
    new AssessTargetTaskHandler(packs)
        .handle(new AssessTarget(task(RunKind.REHEARSAL, 1), null), reports);

    TargetAssessmentReport assessed = reports.last(TargetAssessmentReport.class);
    assertThat(assessed.getFingerprint()).isEqualTo("f00d");
    assertThat(assessed.getRows())
        .containsExactly(
            new TableCount("contact", 1L),
            new TableCount("tag", 0L),
            new TableCount("email", 0L),
            new TableCount("engagement", 0L));
  }

  @Test
  void shouldRefuseToAssessWhenGodwitCannotCheckTheForeignKeysOfATable() throws Exception {
    packs = TestPacks.of(SampleTarget.pack(url).withForeignKeys(ForeignKeyChecks.BY_GODWIT));
    AssessTargetTaskHandler handler = new AssessTargetTaskHandler(packs);
    AssessTarget order = new AssessTarget(task(RunKind.REHEARSAL, 1), null);
    handler.handle(order, reports);
    reports.last(TargetAssessmentReport.class);

    TargetServer.execute(url, "ALTER TABLE staging.email ADD UNIQUE (message) DEFERRABLE");
    assertThatThrownBy(() -> handler.handle(order, reports))
        .isInstanceOf(StageFailedException.class)
        .hasMessageContaining("no deferrable unique key or exclusion constraint of staging.email");
  }

  @Test
  void shouldEmptyStagingAndOpenTheRunWhenARehearsalIsPrepared() throws Exception {
    contact("staging", "left@over");
    prepare(RunKind.REHEARSAL, 1);

    reports.last(PrepareReport.class);
    assertThat(TargetServer.query(url, "SELECT count(*) FROM staging.contact"))
        .containsExactly("0");
    assertThat(TargetServer.query(url, "SELECT run_id, state FROM godwit.run"))
        .containsExactly("acme/1|OPEN");
  }

  @Test
  void shouldNeitherEmptyNorReopenWhenAPreparationIsRepeated() throws Exception {
    prepare(RunKind.REHEARSAL, 1);
    contact("staging", "loaded@since");
    prepare(RunKind.REHEARSAL, 1);
    assertThat(TargetServer.query(url, "SELECT count(*) FROM staging.contact"))
        .containsExactly("1");

    purge(RunKind.REHEARSAL, 1);
    prepare(RunKind.REHEARSAL, 1);
    reports.last(PrepareReport.class);
    assertThat(TargetServer.query(url, "SELECT state FROM godwit.run")).containsExactly("CLOSED");
  }

  @Test
  void shouldRefuseALiveRunWhenTheTargetHoldsRows() throws Exception {
    contact("live", "left@over");
    prepare(RunKind.LIVE, 2);

    assertThat(reports.last(TargetNotEmptyReport.class).getRows())
        .containsExactly(new TableCount("contact", 1L));
    assertThat(TargetServer.query(url, "SELECT run_id FROM godwit.run")).isEmpty();
  }

  @Test
  void shouldReportTheSameWhenAPurgeIsRepeated() throws Exception {
    prepare(RunKind.LIVE, 2);
    contact("live", "a@x");
    contact("live", "b@x");
    enable(2);
    runs = KnownRuns.undone();
    purge(RunKind.LIVE, 2);
    PurgeReport first = reports.last(PurgeReport.class);
    purge(RunKind.LIVE, 2);
    PurgeReport again = reports.last(PurgeReport.class);

    assertThat(first.getDeleted()).contains(new TableCount("contact", 2L));
    assertThat(first.getLeft()).allMatch(count -> count.getRows() == 0);
    assertThat(again.getDeleted()).isEqualTo(first.getDeleted());
    assertThat(again.getLeft()).isEqualTo(first.getLeft());
    assertThat(TargetServer.query(url, "SELECT count(*) FROM live.account")).containsExactly("0");
  }

  @Test
  void shouldLeaveTheLiveSchemaUntouchedWhenARehearsalIsPreparedAndPurged() throws Exception {
    TargetServer.execute(
        url,
        """
        CREATE FUNCTION public.noted() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN INSERT INTO note VALUES (TG_OP); RETURN NULL; END $$;
        CREATE TABLE live.note (op text);
        CREATE TABLE staging.note (op text);
        CREATE TRIGGER noted AFTER INSERT OR UPDATE OR DELETE ON live.account
          FOR EACH ROW EXECUTE FUNCTION public.noted();
        CREATE TRIGGER noted AFTER INSERT OR UPDATE OR DELETE ON staging.account
          FOR EACH ROW EXECUTE FUNCTION public.noted()""");
    prepare(RunKind.REHEARSAL, 1);
    purge(RunKind.REHEARSAL, 1);
    assertThat(TargetServer.query(url, "SELECT op FROM live.note")).isEmpty();
    assertThat(TargetServer.query(url, "SELECT op FROM staging.note"))
        .containsExactly("INSERT", "DELETE");

    prepare(RunKind.LIVE, 2);
    enable(2);
    assertThat(TargetServer.query(url, "SELECT op FROM live.note"))
        .containsExactly("INSERT", "UPDATE");
  }

  @Test
  void shouldForgetTheSyntheticLiveEventsOfARehearsalWhenItIsPurged() throws Exception {
    prepare(RunKind.REHEARSAL, 1);
    TargetServer.execute(
        url,
        "INSERT INTO godwit.rehearsed_live VALUES ('acme/1', 'e-1', 'LOADED'), ('other/1', 'e-1', 'LOADED')");
    purge(RunKind.REHEARSAL, 1);
    assertThat(TargetServer.query(url, "SELECT run_id FROM godwit.rehearsed_live"))
        .containsExactly("other/1");
  }

  @Test
  void shouldPurgeWithAChangedPackOnlyWhereItsDatabaseKnowsTheRun() throws Exception {
    prepare(RunKind.REHEARSAL, 1);
    contact("staging", "a@x");
    AssessedPacks assessed = new AssessedPacks();
    for (int run : List.of(1, 2)) {
      assessed.onEvent(
          new TargetAssessed(
              new Envelope("e", "acme", 1L, "c", "c", Instant.EPOCH, "by", run, Route.UNKNOWN, -1L),
              List.of(),
              "former",
              List.of(),
              0));
    }
    packs = TestPacks.of(assessed, SampleTarget.pack(url));

    assertThatThrownBy(() -> purge(RunKind.REHEARSAL, 2))
        .isInstanceOf(StageFailedException.class)
        .hasMessageContaining("to know run acme/2")
        .hasMessageContaining("the pack was changed");
    assertThat(TargetServer.query(url, "SELECT count(*) FROM staging.contact"))
        .containsExactly("1");
    purge(RunKind.REHEARSAL, 1);
    assertThat(TargetServer.query(url, "SELECT count(*) FROM staging.contact"))
        .containsExactly("0");
  }

  @Test
  void shouldRefuseToPrepareAndEnableWithAChangedPack() throws Exception {
    AssessedPacks assessed = new AssessedPacks();
    assessed.onEvent(
        new TargetAssessed(
            new Envelope("e", "acme", 1L, "c", "c", Instant.EPOCH, "by", 2, Route.UNKNOWN, -1L),
            List.of(),
            "former",
            List.of(),
            0));
    packs = TestPacks.of(assessed, SampleTarget.pack(url));

    assertThatThrownBy(() -> prepare(RunKind.LIVE, 2))
        .isInstanceOf(StageFailedException.class)
        .hasMessageContaining("the pack was changed");
    assertThatThrownBy(() -> enable(2))
        .isInstanceOf(StageFailedException.class)
        .hasMessageContaining("the pack was changed");
  }

  @Test
  void shouldWaitWhenABatchHoldsTheFence() throws Exception {
    prepare(RunKind.LIVE, 2);
    CompletableFuture<Void> purge;
    try (Connection batch = TargetServer.open(url)) {
      RunFence.share(batch, "acme/2");
      contact(batch, "live", "under@way");
      purge =
          CompletableFuture.runAsync(
              () -> {
                try {
                  purge(RunKind.LIVE, 2);
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      await()
          .until(
              () ->
                  TargetServer.query(
                      url, "SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = 'advisory'"),
              waiting -> !waiting.isEmpty());
      assertThat(purge).isNotDone();
      batch.commit();
    }
    purge.join();

    assertThat(reports.last(PurgeReport.class).getDeleted())
        .contains(new TableCount("contact", 1L));
    assertThat(TargetServer.query(url, "SELECT count(*) FROM live.contact")).containsExactly("0");
  }

  @Test
  void shouldLetNoLaterBatchPassATaskThatWaitsForTheFence() throws Exception {
    prepare(RunKind.LIVE, 2);
    try (Connection first = TargetServer.open(url);
        Connection task = TargetServer.open(url);
        Connection second = TargetServer.open(url)) {
      RunFence.share(first, "acme/2");
      CompletableFuture<Void> locked = runAsync(() -> RunFence.lock(task, "acme/2"));
      awaitWaiting(1);
      CompletableFuture<Void> shared = runAsync(() -> RunFence.share(second, "acme/2"));
      awaitWaiting(2);

      first.commit();
      locked.join();
      awaitWaiting(1);
      assertThat(shared).isNotDone();
      task.commit();
      shared.join();
      second.commit();
    }
  }

  private interface SqlWork {
    void run() throws SQLException;
  }

  /** In a thread of its own: the common pool may have a single one. */
  private static CompletableFuture<Void> runAsync(SqlWork work) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            work.run();
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        },
        command -> Thread.ofPlatform().start(command));
  }

  private void awaitWaiting(int sessions) {
    await()
        .until(
            () ->
                TargetServer.query(
                    url, "SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = 'advisory'"),
            waiting -> waiting.size() == sessions);
  }

  @Test
  void shouldChangeNothingWhenTheTargetIsEnabledTwice() throws Exception {
    prepare(RunKind.LIVE, 2);
    enable(2);
    enable(2);

    reports.last(EnableReport.class);
    assertThat(TargetServer.query(url, "SELECT enabled FROM live.account")).containsExactly("t");
    assertThat(TargetServer.query(url, "SELECT state FROM godwit.run")).containsExactly("ENABLED");
  }

  @Test
  void shouldRefuseToEnableWhenTheRunIsClosed() throws Exception {
    prepare(RunKind.LIVE, 2);
    purge(RunKind.LIVE, 2);

    assertThatThrownBy(() -> enable(2))
        .isInstanceOf(StageFailedException.class)
        .hasMessageContaining("closed for a purge");
    assertThat(TargetServer.query(url, "SELECT count(*) FROM live.account")).containsExactly("0");
  }

  private void prepare(RunKind kind, int run) throws Exception {
    new PrepareTargetTaskHandler(packs).handle(new PrepareTarget(task(kind, run), null), reports);
  }

  private void purge(RunKind kind, int run) throws Exception {
    new PurgeTargetTaskHandler(packs, runs)
        .handle(new PurgeTarget(task(kind, run), "test"), reports);
  }

  private void enable(int run) throws Exception {
    new EnableTargetTaskHandler(packs).handle(new EnableTarget(task(RunKind.LIVE, run)), reports);
  }

  private void contact(String schema, String address) throws SQLException {
    try (Connection connection = TargetServer.open(url)) {
      contact(connection, schema, address);
      connection.commit();
    }
  }

  private static void contact(Connection connection, String schema, String address)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO %s.contact VALUES (gen_random_uuid(), 'acme', '1', '%s', null)"
              .formatted(schema, address));
    }
  }

  private static TaskEnvelope task(RunKind kind, int run) {
    return new TaskEnvelope(
        "task", "acme", SampleTarget.CUSTOMER, run, kind, "legacy", "sample", Instant.EPOCH, "e");
  }
}
