package dev.godwit.loader.targetdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.common.v1.RunKind;
import dev.godwit.common.v1.TableCount;
import dev.godwit.loader.TargetServer;
import dev.godwit.pack.PackCheck;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.read.PackReader;
import dev.godwit.report.v1.PrepareReport;
import dev.godwit.report.v1.TargetAssessmentReport;
import dev.godwit.report.v1.TargetNotEmptyReport;
import dev.godwit.task.v1.AssessTarget;
import dev.godwit.task.v1.PrepareTarget;
import dev.godwit.task.v1.PurgeTarget;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.worker.failure.StageFailedException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Accounts that the pack or the command gives, from the assessment to the purge. */
class GivenAccountIT {
  private static final String TABLES =
      """
      CREATE SCHEMA %1$s;
      CREATE TABLE %1$s.account (id bigserial PRIMARY KEY, slug text UNIQUE, enabled boolean NOT NULL DEFAULT false);
      CREATE TABLE %1$s.person (id text PRIMARY KEY, account_id bigint NOT NULL REFERENCES %1$s.account, email text);
      CREATE TABLE %1$s.mail (id text PRIMARY KEY, account_id bigint NOT NULL, person_id text NOT NULL);
      CREATE TABLE %1$s.opened (id text PRIMARY KEY, account_id bigint NOT NULL, mail_id text);
      INSERT INTO %1$s.account (slug) VALUES ('one'), ('two'), ('three');
      """;

  private final TaskReports reports = new TaskReports();
  private String url;
  private String packName;
  private TargetPacks packs;

  @BeforeEach
  void makeTarget() throws Exception {
    url = TargetServer.newDatabase();
    TargetServer.execute(url, TABLES.formatted("live"));
    TargetServer.execute(url, TABLES.formatted("staging"));
    packs = TestPacks.of(pack("given-account"));
  }

  @Test
  void shouldWriteAndPurgeByTheAccountOfTheCommand() throws Exception {
    assess(RunKind.REHEARSAL, "acme", "2");
    assertThat(reports.last(TargetAssessmentReport.class).getRows())
        .allMatch(count -> count.getRows() == 0);
    prepare(RunKind.LIVE, "acme", "2");
    reports.last(PrepareReport.class);
    person("live", "1", 1);
    person("live", "2", 2);
    new PurgeTargetTaskHandler(packs, KnownRuns.none())
        .handle(new PurgeTarget(task(RunKind.LIVE, "acme"), "test"), reports);

    assertThat(TargetServer.query(url, "SELECT id FROM live.person")).containsExactly("1");
    assertThat(TargetServer.query(url, "SELECT account FROM godwit.account")).isEmpty();
  }

  @Test
  void shouldRefuseTheAccountOfTheCommandThatHoldsRows() throws Exception {
    person("live", "1", 2);
    prepare(RunKind.LIVE, "acme", "2");
    assertThat(reports.last(TargetNotEmptyReport.class).getRows())
        .containsExactly(new TableCount("person", 1L));
  }

  @Test
  void shouldTakeTheAccountOfThePackWithOrWithoutTheSameInTheCommand() throws Exception {
    assess(RunKind.REHEARSAL, "globe", null);
    assess(RunKind.REHEARSAL, "globe", "3");
    refused(
        () -> assess(RunKind.REHEARSAL, "globe", "2"),
        "Expected account 3 of customer globe, which the pack given-account gives, found account 2 in the command.");
  }

  @Test
  void shouldNameBothWaysToGiveAnAccountWhenThereIsNone() {
    refused(
        () -> assess(RunKind.REHEARSAL, "acme", null),
        "Expected an account of customer acme under 'account: {given: …}' of the pack given-account or in the command, found none. Add 'acme: ACCOUNT' to the pack and rehearse again, or rehearse with: godwit rehearse acme --account ACCOUNT.");
  }

  @Test
  void shouldRefuseAnAccountOfAnotherCustomer() throws Exception {
    refused(
        () -> assess(RunKind.REHEARSAL, "acme", "3"),
        "found account 3 in the command, which the pack given-account gives to customer globe.");
    prepare(RunKind.LIVE, "other", "2");
    refused(
        () -> assess(RunKind.REHEARSAL, "acme", "2"),
        "Expected an account of customer acme alone, found account 2, which is that of customer other too.");
  }

  @Test
  void shouldRefuseAnAccountThatItsColumnsCannotHold() {
    refused(
        () -> assess(RunKind.REHEARSAL, "acme", "two"),
        "Expected an account of customer acme that the column account_id of person can hold (long), found two.");
  }

  @Test
  void shouldRefuseAnotherAccountThanThatOfRowsThatAreStillThere() throws Exception {
    prepare(RunKind.LIVE, "acme", "1");
    person("live", "1", 1);
    String expected =
        "Expected account 1, with which an earlier run wrote rows of customer acme that are still in the schema live (person: 1), found account 2.";
    refused(() -> assess(RunKind.REHEARSAL, "acme", "2"), expected);
    refused(
        () ->
            new PrepareTargetTaskHandler(packs)
                .handle(new PrepareTarget(task(RunKind.LIVE, "acme", 7), "2"), reports),
        expected);

    TargetServer.execute(url, "DELETE FROM live.person");
    assess(RunKind.REHEARSAL, "acme", "2");
  }

  @Test
  void shouldRefuseAnAccountInTheCommandWhenThePackTakesNone() throws Exception {
    packs = TestPacks.of(pack("asked-account"));
    refused(
        () -> assess(RunKind.REHEARSAL, "acme", "2"),
        "Expected no account in the command, since the pack asked-account asks the target for it by its 'account' query, found account 2.");
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(StageFailedException.class).hasMessageContaining(message);
  }

  private void assess(RunKind kind, String customer, String account) throws Exception {
    new AssessTargetTaskHandler(packs)
        .handle(new AssessTarget(task(kind, customer), account), reports);
  }

  private void prepare(RunKind kind, String customer, String account) throws Exception {
    new PrepareTargetTaskHandler(packs)
        .handle(new PrepareTarget(task(kind, customer), account), reports);
  }

  private void person(String schema, String id, int account) throws SQLException {
    TargetServer.execute(
        url, "INSERT INTO %s.person VALUES ('%s', %d, 'x@y')".formatted(schema, id, account));
  }

  private TargetPack pack(String name) throws SQLException {
    packName = name;
    TargetPack read =
        new PackReader(variable -> variable.equals("DESK_URL") ? url : null)
            .read(Path.of("src/test/resources", name))
            .getFirst()
            .target();
    try (Connection connection = TargetServer.open(url)) {
      connection.setAutoCommit(true);
      return PackCheck.againstCatalogue(read, connection);
    }
  }

  private TaskEnvelope task(RunKind kind, String customer) {
    return task(kind, customer, 2);
  }

  private TaskEnvelope task(RunKind kind, String customer, int run) {
    return new TaskEnvelope(
        "task", customer, customer, run, kind, "legacy", packName, Instant.EPOCH, "e");
  }
}
