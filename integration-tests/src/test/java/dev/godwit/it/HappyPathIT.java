package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.ProbesAnswer.Outcome;
import dev.godwit.api.ReplayPlanAnswer;
import dev.godwit.api.ReportAnswer;
import dev.godwit.api.StoryLine;
import dev.godwit.api.VerdictAnswer;
import dev.godwit.local.stack.Part;
import dev.godwit.local.stack.PrometheusServer;
import dev.godwit.sampledata.SampleSummary;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionListing;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedStack.class)
class HappyPathIT {
  private static final Set<String> AT_REST = Set.of("drained", "idle");

  private static String migrated;

  private final RunningGodwit godwit;

  HappyPathIT(RunningGodwit godwit) {
    this.godwit = godwit;
  }

  @Test
  void shouldCommitACustomerWithEveryValueInPlace() {
    Customer customer = godwit.customer("happy");
    SampleSummary made = customer.create();
    MigrationResult result = new MigrationResult(godwit, customer);

    customer.rehearse();

    assertThat(result.staging().all()).isZero();
    assertThat(result.live().all()).isZero();
    assertThat(result.frozen()).isFalse();
    ReportAnswer.Purge purge = customer.report().purge();
    assertThat(purge.empty()).isTrue();
    assertThat(purge.tables()).isNotEmpty();
    measuredEachPage(customer.report());

    customer.approve();
    customer.beginLiveRun();

    result.isCommittedExactly(made);
    result.isDrained();
    for (VerdictAnswer.LedgerLine line : customer.report().verdict().ledger()) {
      assertThat(line.extracted()).isEqualTo(line.sourceRows());
      assertThat(line.transformed() + line.mergedAway() + line.quarantinedByTransformer())
          .isEqualTo(line.extracted());
      assertThat(line.loaded() + line.quarantinedByLoader()).isEqualTo(line.transformed());
      assertThat(line.targetRows()).isEqualTo(line.loaded());
    }
    assertThat(customer.report().chunks()).isGreaterThan(25);
    measuredEachPage(customer.report());
    isPlannedAsTheLedgerCounts(customer);
    assertThat(godwit.client().why(customer.id()).headline()).isEqualTo("It waits for nothing.");
  }

  /** The pages of the reference target are measured with the customer's own rows. */
  private static void measuredEachPage(ReportAnswer report) {
    assertThat(report.probes().measure()).isEqualTo("languages");
    assertThat(report.probes().amount()).isPositive();
    assertThat(report.probes().problem()).isEmpty();
    assertThat(report.probes().probes())
        .hasSize(6)
        .allSatisfy(
            page -> {
              assertThat(page.outcome()).as(page.problem()).isEqualTo(Outcome.MEASURED);
              assertThat(page.cold().runs()).isPositive();
              assertThat(page.warm().p95Micros()).isPositive();
              assertThat(page.costly()).isNotNull();
            });
  }

  /** The plan of a replay counts what the ledger counts, in what the topics still hold. */
  private void isPlannedAsTheLedgerCounts(Customer customer) {
    long transformed =
        customer.report().verdict().ledger().stream()
            .mapToLong(VerdictAnswer.LedgerLine::transformed)
            .sum();
    ReplayPlanAnswer plan = plan(customer, Map.of("stage", "load"));
    assertThat(plan.refusal()).isNull();
    assertThat(plan.records()).isEqualTo(transformed);
    assertThat(plan.estimateSeconds()).isPositive();
    assertThat(plan.ranges())
        .isNotEmpty()
        .allSatisfy(range -> assertThat(range.from()).isLessThan(range.to()));

    ReplayPlanAnswer later =
        plan(customer, Map.of("stage", "validate", "fromTime", Instant.now().plusSeconds(60)));
    assertThat(later.refusal()).isNull();
    assertThat(later.records()).isZero();
    assertThat(plan(customer, Map.of("stage", "transform")).refusal().found())
        .contains("committed");
  }

  private ReplayPlanAnswer plan(Customer customer, Map<String, Object> query) {
    return godwit.client().replayPlan(customer.id(), query);
  }

  @Test
  void shouldExportExactlyTheDocumentedMetrics() {
    migrated();
    Map<String, Metrics.Documented> documented = Metrics.documented();
    List<Metrics.Series> exported = new Metrics(godwit).exported();

    assertThat(documented).hasSizeGreaterThan(30);
    assertThat(exported)
        .allSatisfy(
            series -> {
              assertThat(documented).containsKey(series.metric());
              assertThat(series.labels().keySet())
                  .as(series.metric())
                  .isEqualTo(documented.get(series.metric()).labels());
              assertThat(series.value()).as(series.metric()).isNotEqualTo("NaN");
            });
    Conditions.await(
        "every metric is exported that the reference promises, and the customer is drained",
        () -> promisesAreKept(documented, new Metrics(godwit).exported()));
  }

  private static boolean promisesAreKept(
      Map<String, Metrics.Documented> documented, List<Metrics.Series> now) {
    Set<String> names = now.stream().map(Metrics.Series::metric).collect(Collectors.toSet());
    return documented.entrySet().stream()
            .allMatch(row -> !row.getValue().always() || names.contains(row.getKey()))
        && now.stream()
            .filter(series -> series.metric().equals("godwit_stage_verdict"))
            .filter(series -> series.labels().get("customer").equals(migrated))
            .allMatch(series -> AT_REST.contains(series.labels().get("verdict")));
  }

  @Test
  void shouldFeedEveryDashboardAndAlertOfPrometheus() {
    PrometheusServer server = new PrometheusServer(godwit.stack().settings());
    if (PrometheusServer.program("prometheus").isEmpty()) {
      assertThat(server.start()).contains("apt-get install prometheus");
      Assumptions.abort("Skipped: no program prometheus is installed. " + server.start());
    }
    migrated();
    assertThat(server.start()).contains(server.url());
    try {
      PrometheusQueries queries = new PrometheusQueries(server.url());
      Conditions.await(
          "Prometheus has scraped every process of the stack",
          () -> queries.values("up{job=\"godwit\"} == 1").size() == Part.SERVICES.size());
      for (PrometheusQueries.Query query : PrometheusQueries.ofDashboards(migrated)) {
        Conditions.await(
            query.dashboard() + ", " + query.panel() + ": " + query.expression(),
            () -> !queries.values(query.expression()).isEmpty() || query.mayBeEmpty());
      }
      assertThat(queries.unhealthyRules()).isEmpty();
      assertThat(queries.rules()).hasSizeGreaterThan(10);
    } finally {
      server.stop();
    }
  }

  @Test
  void shouldShowTheSameAfterARebuildThatIsKilledInTheMiddle() {
    migrated();
    Customer customer = godwit.known(migrated);
    ReportAnswer before = customer.report();
    // The clock may take further cuts meanwhile.
    StoryLine[] story = customer.events().toArray(StoryLine[]::new);

    godwit.client().rebuild(true, true);
    godwit.kill(Part.ORCHESTRATOR);
    godwit.startAgain(Part.ORCHESTRATOR);
    Conditions.await(
        "the read model is complete again",
        () ->
            !godwit.client().rebuild().underWay()
                && godwit.client().view().state().equals("READY"));
    assertThat(customer.events()).startsWith(story);
    assertThat(customer.report().verdict().reconciled()).isTrue();
    assertThat(customer.report().quarantine()).isEqualTo(before.quarantine());

    godwit.client().rebuild(true, true);
    Conditions.await(
        "both are built again while all runs",
        () ->
            godwit.client().rebuild().stores().equals("DONE")
                && !godwit.client().rebuild().underWay());
    assertThat(godwit.client().rebuild().storesDetail()).contains("different before: 0.");
    assertThat(customer.events()).startsWith(story);
    new MigrationResult(godwit, customer).isDrained();
  }

  /** A small customer that was committed, once for all tests of the class. */
  private void migrated() {
    if (migrated == null) {
      Customer customer = godwit.customer("watched");
      customer.create(40, 80, 160);
      customer.rehearseApproveAndStart();
      customer.awaitOutcome(dev.godwit.api.RunOutcome.COMMITTED);
      migrated = customer.id();
    }
    new MigrationResult(godwit, godwit.known(migrated)).isDrained();
  }

  /** Exactly once is a setting: a name that is written wrongly would turn it off without a word. */
  @Test
  void shouldWriteControlPlaneAndLedgersInTransactions() throws Exception {
    try (Admin admin =
        Admin.create(
            Map.of(
                "bootstrap.servers",
                godwit.stack().settings().serviceEnvironment().get("GODWIT_KAFKA")))) {
      assertThat(admin.listTransactions().all().get())
          .extracting(TransactionListing::transactionalId)
          .anyMatch(id -> id.startsWith("godwit-orchestrator-"))
          .anyMatch(id -> id.startsWith("godwit-validator-ledgers-"));
    }
  }

  @Test
  void shouldCommitACustomerWhenItHasNoRows() {
    Customer customer = godwit.customer("empty");
    SampleSummary made = customer.create(0, 0, 0);

    customer.beginRehearsal();
    customer.awaitOutcome(dev.godwit.api.RunOutcome.UNDECIDED);
    assertThat(customer.send("ApproveMigration", Customer.APPROVER, Map.of()).problem().found())
        .contains("EMPTY_CUSTOMER");
    customer.approve(Map.of("entity", "CONTACTS", "reason", "EMPTY_CUSTOMER", "upTo", 1));
    customer.beginLiveRun();

    customer.awaitOutcome(dev.godwit.api.RunOutcome.COMMITTED);
    assertThat(new MigrationResult(godwit, customer).live().enabled()).isTrue();
    assertThat(made.contacts()).isZero();
  }
}
