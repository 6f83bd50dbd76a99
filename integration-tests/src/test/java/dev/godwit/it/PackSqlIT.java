package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.ReportAnswer;
import dev.godwit.api.RunOutcome;
import dev.godwit.local.stack.Part;
import dev.godwit.pack.Packs;
import dev.godwit.pack.install.Installer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** SQL that a target pack runs at points of a run, and what it needs in the target for that. */
@ExtendWith(SharedStack.class)
class PackSqlIT {
  private static final String GATE = "crm.totals_gate";

  /** Of the reference target, with totals of each customer that only the pack knows. */
  private static final String POINTS =
      """

      before-load: insert into {schema}.customer_total (customer_id) values (:customer) on conflict do nothing
      after-load:
        - name: gate
          sql: insert into {schema}.totals_gate (customer_id) values (:customer) on conflict do nothing
        - name: contacts of the customer
          sql: |
            update {schema}.customer_total set contacts = (
              select count(*) from {schema}.contact where customer_id = :customer)
            where customer_id = :customer;
            analyze {schema}.contact
        %s
      before-enable: update {schema}.customer_total set opened = true where customer_id = :customer
      install: |
        create table {schema}.customer_total (
          customer_id text primary key, contacts integer not null default 0, opened boolean);
        create table {schema}.totals_gate (customer_id text primary key)
      installed: select to_regclass('{schema}.totals_gate') is not null
      uninstall: drop table if exists {schema}.customer_total, {schema}.totals_gate
      """;

  private final RunningGodwit godwit;

  PackSqlIT(RunningGodwit godwit) {
    this.godwit = godwit;
  }

  @Test
  void shouldRunSqlAtAllPointsThoughTheLoaderIsKilledInTheMiddle() throws Exception {
    addPack("totals-crm", "");
    Customer customer = godwit.customer("totals");
    customer.create(200, 300, 400);
    remove("totals-crm");
    customer.send("RehearseMigration", Customer.REQUESTER, Map.of("targetPack", "totals-crm"));
    customer.awaitOutcome(RunOutcome.FAILED);
    assertThat(customer.events().getLast().text())
        .contains("install has not run in schema crm", "run ./godwit packs install", "totals-crm");

    install("totals-crm");
    customer.send("RehearseMigration", Customer.REQUESTER, Map.of("targetPack", "totals-crm"));
    customer.awaitOutcome(RunOutcome.PASSED);
    assertThat(customer.events("StatementRun")).isEqualTo(5);
    assertThat(count("crm.customer_total", customer)).as("the live schema").isZero();
    assertThat(count("crm_staging.customer_total", customer)).as("purged").isZero();

    customer.approve();
    try (TableLock gate = TableLock.table(godwit.databases(), GATE)) {
      customer.beginLiveRun();
      Conditions.await("the SQL after the load waits", () -> gate.isAwaited(GATE));
      assertThat(customer.events("ReconciliationStarted")).isZero();
      godwit.kill(Part.LOADER);
    }
    godwit.startAgain(Part.LOADER);
    customer.awaitOutcome(RunOutcome.COMMITTED);

    long contacts = count("crm.contact", customer);
    assertThat(contacts).isPositive();
    assertThat(text("select contacts || ' ' || opened from crm.customer_total", customer))
        .isEqualTo(contacts + " true");
    assertThat(customer.report().statements())
        .extracting(ReportAnswer.Statement::point, ReportAnswer.Statement::statement)
        .extracting(Object::toString)
        .containsExactly(
            "(\"before-load\", \"before-load 1\")",
            "(\"after-load\", \"gate\")",
            "(\"after-load\", \"contacts of the customer (1)\")",
            "(\"after-load\", \"contacts of the customer (2)\")",
            "(\"before-enable\", \"before-enable 1\")");
    assertThat(customer.report().statements())
        .extracting(ReportAnswer.Statement::rows)
        .containsExactly(1L, 1L, 1L, 0L, 1L);
    assertThat(customer.events())
        .extracting(line -> line.text())
        .anyMatch(text -> text.startsWith("after-load of pack totals-crm: ran gate, 1 row in"));
  }

  @Test
  void shouldHoldTheLiveRunWithTheReasonWhenAStatementFailsAndRollBack() throws Exception {
    addPack(
        "refused-crm",
        "- {name: only in live, sql: \"select 1 / (case when '{schema}' = 'crm' then 0 else 1 end)\"}");
    install("refused-crm");
    Customer customer = godwit.customer("refused");
    customer.create(100, 100, 100);
    customer.send("RehearseMigration", Customer.REQUESTER, Map.of("targetPack", "refused-crm"));
    customer.awaitOutcome(RunOutcome.PASSED);
    customer.approve();
    customer.beginLiveRun();
    customer.awaitOutcome(RunOutcome.HELD);

    assertThat(customer.migration().hold().stage()).isEqualTo("LOAD");
    assertThat(customer.migration().hold().subject()).isEqualTo("after-load: only in live");
    assertThat(customer.migration().hold().reason())
        .contains("'only in live' of 'after-load' at ")
        .contains("refused-crm/pack.yaml:")
        .contains("22012 division by zero");
    assertThat(customer.report().failure().next()).startsWith("Mend the statement in the pack");
    assertThat(text("select contacts::text from crm.customer_total", customer))
        .as("all SQL of the point was taken back")
        .isEqualTo("0");

    customer.rollBack();
    customer.awaitOutcome(RunOutcome.ROLLED_BACK);
    assertThat(count("crm.contact", customer)).isZero();
    assertThat(count("crm.customer_total", customer)).isZero();
    assertThat(text("select status from customer", "id", customer)).isEqualTo("active");
  }

  private void addPack(String name, String more) throws IOException {
    String reference =
        Files.readString(folder("reference-crm").resolve("pack.yaml"))
            .replace("pack: reference-crm", "pack: " + name)
            .replace(
                "purge:\n",
                """
                purge:
                  - delete from {schema}.customer_total where customer_id = :customer
                  - delete from {schema}.totals_gate where customer_id = :customer
                """);
    godwit.addPack(name, reference + POINTS.formatted(more));
  }

  private Path folder(String pack) {
    return godwit.stack().settings().dir().resolve("packs").resolve(pack);
  }

  private void install(String name) throws Exception {
    Installer installer = installer(name);
    try (Connection connection = installer.database().open()) {
      installer.run(connection, installer.missing(connection), false);
    }
  }

  private void remove(String name) throws Exception {
    Installer installer = installer(name);
    try (Connection connection = installer.database().open()) {
      installer.run(connection, installer.places(), true);
    }
  }

  private Installer installer(String name) {
    return new Installer(
        Packs.load(folder(name), godwit.stack().settings().serviceEnvironment()::get).target(name));
  }

  private long count(String table, Customer customer) throws SQLException {
    return Long.parseLong(text("select count(*) from " + table, customer));
  }

  private String text(String select, Customer customer) throws SQLException {
    return text(godwit.databases().openTarget(), select, "customer_id", customer);
  }

  private String text(String select, String column, Customer customer) throws SQLException {
    return text(godwit.databases().openSource(), select, column, customer);
  }

  private static String text(Connection opened, String select, String column, Customer customer)
      throws SQLException {
    try (Connection connection = opened;
        Statement statement = connection.createStatement();
        var row =
            statement.executeQuery("%s where %s = '%s'".formatted(select, column, customer.id()))) {
      return row.next() ? row.getString(1) : "";
    }
  }
}
