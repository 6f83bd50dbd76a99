package dev.godwit.loader.statements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.godwit.common.v1.EntityCount;
import dev.godwit.common.v1.RunKind;
import dev.godwit.common.v1.SqlPoint;
import dev.godwit.common.v1.Stage;
import dev.godwit.common.v1.StatementResult;
import dev.godwit.loader.PlainBytes;
import dev.godwit.loader.SampleTarget;
import dev.godwit.loader.TargetServer;
import dev.godwit.loader.progress.CutStore;
import dev.godwit.loader.progress.CutStore.PassedCut;
import dev.godwit.loader.progress.FenceState;
import dev.godwit.loader.progress.FencedRun;
import dev.godwit.loader.progress.PackSqlStore;
import dev.godwit.loader.progress.PackSqlStore.Due;
import dev.godwit.loader.progress.ProgressSchema;
import dev.godwit.loader.progress.RunFence;
import dev.godwit.loader.statements.RunOfSql.Outcome;
import dev.godwit.pack.Install;
import dev.godwit.pack.PackStatement;
import dev.godwit.pack.PointSql;
import dev.godwit.pack.Probes;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetPack;
import dev.godwit.records.Entity;
import dev.godwit.report.v1.ReportEnvelope;
import dev.godwit.report.v1.StatementsReport;
import dev.godwit.task.v1.RunStatements;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.worker.failure.StageFailedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunOfSqlIT {
  private static final String RUN = SampleTarget.CUSTOMER + "/1";
  private static final String COUNT =
      """
      update {schema}.account set contacts = (
        select count(*) from {schema}.contact where customer = :customer)
      where customer = :customer""";

  private String url;

  @BeforeEach
  void makeTarget() throws SQLException {
    url = TargetServer.newDatabase();
    SampleTarget.create(url);
    for (String schema : List.of("live", "staging")) {
      TargetServer.execute(
          url,
          """
          alter table %1$s.account add contacts integer;
          insert into %1$s.account values ('acme', false), ('other', false);
          insert into %1$s.contact values (gen_random_uuid(), 'acme', '1', 'a@x');
          """
              .formatted(schema));
    }
    try (Connection connection = TargetServer.open(url)) {
      ProgressSchema.create(connection);
    }
  }

  @Test
  void shouldRunInTheSchemaOfTheRunAndStoreTheReportWithIt() throws Exception {
    open(RunKind.REHEARSAL);
    Due due = accept(SqlPoint.BEFORE_LOAD, 0, "task", List.of(), RunKind.REHEARSAL);
    assertThat(attempt(due, COUNT)).isEqualTo(Outcome.RUN);
    assertThat(contacts("staging")).containsExactly("acme|1", "other|null");
    assertThat(contacts("live")).containsExactly("acme|null", "other|null");
    StatementsReport report = report(due);
    assertThat(report.getPoint()).isEqualTo(SqlPoint.BEFORE_LOAD);
    assertThat(report.getStatements())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.getStatement()).isEqualTo("mine");
              assertThat(one.getRows()).isEqualTo(1);
              assertThat(one.getDurationMillis()).isNotNegative();
            });
  }

  @Test
  void shouldNotRunAgainWhatWasCommittedAndNotReported() throws Exception {
    open(RunKind.LIVE);
    Due due = accept(SqlPoint.BEFORE_ENABLE, 1, "task", List.of(), RunKind.LIVE);
    String adds =
        "update {schema}.account set contacts = coalesce(contacts, 0) + 1"
            + " where customer = :customer";
    assertThat(attempt(due, adds)).isEqualTo(Outcome.RUN);
    assertThat(attempt(due, adds)).isEqualTo(Outcome.RUN);
    accept(SqlPoint.BEFORE_ENABLE, 1, "task", List.of(), RunKind.LIVE);
    assertThat(attempt(due, adds)).isEqualTo(Outcome.RUN);
    assertThat(contacts("live")).containsExactly("acme|1", "other|null");

    Due again = accept(SqlPoint.BEFORE_ENABLE, 1, "task/resume-1", List.of(), RunKind.LIVE);
    assertThat(attempt(due, adds)).as("another task took its place").isEqualTo(Outcome.NOT_WANTED);
    assertThat(attempt(again, adds)).isEqualTo(Outcome.RUN);
    assertThat(contacts("live")).containsExactly("acme|2", "other|null");
  }

  @Test
  void shouldWaitUntilAllEntitiesAreLoadedInAllPartitions() throws Exception {
    open(RunKind.LIVE);
    List<EntityCount> entities =
        List.of(
            new EntityCount(Entity.CONTACTS.symbol(), 1L, null),
            new EntityCount(
                Entity.valueOf("companies").symbol(),
                0L,
                Entity.valueOf("companies").declaredName()));
    Due due = accept(SqlPoint.AFTER_LOAD, 1, "task", entities, RunKind.LIVE);
    assertThat(attempt(due, COUNT)).isEqualTo(Outcome.NOT_YET);
    pass(Entity.CONTACTS, 0);
    pass(Entity.CONTACTS, 1);
    pass(Entity.valueOf("companies"), 1);
    assertThat(attempt(due, COUNT)).isEqualTo(Outcome.NOT_YET);
    assertThat(contacts("live")).containsExactly("acme|null", "other|null");
    pass(Entity.valueOf("companies"), 0);
    assertThat(attempt(due, COUNT)).isEqualTo(Outcome.RUN);
    assertThat(contacts("live")).containsExactly("acme|1", "other|null");
  }

  @Test
  void shouldLeaveItToTheProcessThatHoldsIt() throws Exception {
    open(RunKind.LIVE);
    Due due = accept(SqlPoint.BEFORE_LOAD, 0, "task", List.of(), RunKind.LIVE);
    try (Connection other = TargetServer.open(url)) {
      assertThat(PackSqlStore.tryHold(other, due)).isTrue();
      assertThat(attempt(due, COUNT)).isEqualTo(Outcome.NOT_YET);
    }
    assertThat(attempt(due, COUNT)).isEqualTo(Outcome.RUN);
  }

  @Test
  void shouldRunNothingOnceTheRunIsClosedForAPurge() throws Exception {
    open(RunKind.LIVE);
    Due due = accept(SqlPoint.BEFORE_LOAD, 0, "task", List.of(), RunKind.LIVE);
    try (Connection connection = TargetServer.open(url)) {
      RunFence.end(connection, run(RunKind.LIVE), FenceState.CLOSED);
      connection.commit();
    }
    assertThat(attempt(due, COUNT)).isEqualTo(Outcome.NOT_WANTED);
    assertThat(contacts("live")).containsExactly("acme|null", "other|null");
    assertThat(attempt(due, COUNT)).isEqualTo(Outcome.NOT_WANTED);
  }

  @Test
  void shouldNameStatementPlaceAndMessageAndChangeNothingWhenOneIsRefused() throws Exception {
    open(RunKind.LIVE);
    Due due = accept(SqlPoint.AFTER_LOAD, 1, "task", List.of(), RunKind.LIVE);
    StageFailedException failed =
        catchThrowableOfType(
            StageFailedException.class, () -> attempt(due, COUNT + ";\n\nselect nothing"));
    assertThat(failed.subject()).isEqualTo("after-load: mine (2)");
    assertThat(failed.getMessage())
        .contains("'mine (2)' of 'after-load' at points.sql:5:8 of pack sample")
        .contains("42703 column \"nothing\" does not exist");
    assertThat(failed.action()).startsWith("Mend the statement");
    assertThat(contacts("live")).containsExactly("acme|null", "other|null");
    assertThat(TargetServer.query(url, "select report is null from godwit.pack_sql"))
        .containsExactly("t");
  }

  @Test
  void shouldRefuseARehearsalThatWritesToTheLiveSchema() throws Exception {
    TargetServer.execute(
        url,
        """
        create function staging.leak() returns trigger language plpgsql as
          'begin update live.account set contacts = 7; return new; end';
        create trigger leak before update on staging.account
          for each row execute function staging.leak();
        """);
    open(RunKind.REHEARSAL);
    Due due = accept(SqlPoint.BEFORE_LOAD, 0, "task", List.of(), RunKind.REHEARSAL);
    assertThatThrownBy(() -> attempt(due, COUNT))
        .isInstanceOf(StageFailedException.class)
        .hasMessageContaining("into schema staging alone")
        .hasMessageContaining("it wrote to account of the live schema");
    assertThat(contacts("live")).containsExactly("acme|null", "other|null");
    assertThat(attempt(due, "select count(*) from live.account"))
        .as("reading is no harm")
        .isEqualTo(Outcome.RUN);
  }

  private Outcome attempt(Due due, String sql) throws Exception {
    PackStatement statement = new PackStatement("mine", new Sql(sql, "points.sql", 1));
    TargetPack pack = withPoints(SampleTarget.pack(url), List.of(statement));
    RunStatements task = (RunStatements) PlainBytes.decode("", due.task());
    try (Connection connection = pack.database().open()) {
      return new RunOfSql(due, task, results -> PlainBytes.encode("", report(task, results)))
          .attempt(connection, pack);
    }
  }

  private static StatementsReport report(RunStatements task, List<StatementResult> results) {
    return new StatementsReport(
        new ReportEnvelope(
            "report",
            task.getEnvelope().getTaskId(),
            SampleTarget.CUSTOMER,
            1,
            Stage.LOAD,
            "loader-1",
            Instant.EPOCH),
        task.getPoint(),
        task.getCut(),
        results);
  }

  private StatementsReport report(Due due) throws Exception {
    try (Connection connection = TargetServer.open(url)) {
      Due now = PackSqlStore.find(connection, due).orElseThrow();
      return (StatementsReport) PlainBytes.decode("", now.report());
    }
  }

  private static TargetPack withPoints(TargetPack pack, List<PackStatement> statements) {
    return new TargetPack(
        pack.name(),
        pack.fingerprint(),
        pack.database(),
        pack.liveSchema(),
        pack.stagingSchema(),
        pack.prepare(),
        pack.enable(),
        pack.disable(),
        pack.isEnabled(),
        pack.purge(),
        pack.tables(),
        pack.ids(),
        pack.fields(),
        pack.contactRules(),
        pack.account(),
        pack.sequences(),
        new PointSql(statements, statements, statements),
        Install.NONE,
        Probes.NONE,
        pack.foreignKeys());
  }

  private Due accept(
      SqlPoint point, int cut, String taskId, List<EntityCount> entities, RunKind kind)
      throws SQLException {
    TaskEnvelope envelope =
        new TaskEnvelope(
            taskId,
            SampleTarget.CUSTOMER,
            SampleTarget.CUSTOMER,
            1,
            kind,
            "legacy",
            "sample",
            Instant.EPOCH,
            "event");
    byte[] task = PlainBytes.encode("", new RunStatements(envelope, point, cut, entities));
    try (Connection connection = TargetServer.open(url)) {
      PackSqlStore.accept(connection, RUN, point.name(), cut, taskId, task);
      connection.commit();
      return PackSqlStore.due(connection).getFirst();
    }
  }

  private static FencedRun run(RunKind kind) {
    return new FencedRun(RUN, SampleTarget.CUSTOMER, 1, kind, "sample", FenceState.OPEN);
  }

  private void open(RunKind kind) throws SQLException {
    try (Connection connection = TargetServer.open(url)) {
      RunFence.open(connection, run(kind));
      connection.commit();
    }
  }

  private void pass(Entity entity, int partition) throws SQLException {
    try (Connection connection = TargetServer.open(url)) {
      CutStore.add(connection, RUN, List.of(new PassedCut(entity, partition, 1, 2)));
      connection.commit();
    }
  }

  private List<String> contacts(String schema) throws SQLException {
    return TargetServer.query(
        url,
        "select customer, contacts from %s.account where customer in ('acme', 'other') order by 1"
            .formatted(schema));
  }
}
