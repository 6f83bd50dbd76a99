package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.ReplayPlanAnswer;
import dev.godwit.api.ReportAnswer;
import dev.godwit.api.VerdictAnswer;
import dev.godwit.sampledata.SampleSummary;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionListing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedStack.class)
class HappyPathIT {
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
    assertThat(customer.report().chunks()).isGreaterThan(50);
    isPlannedAsTheLedgerCounts(customer);
    assertThat(godwit.client().why(customer.id()).headline()).isEqualTo("It waits for nothing.");
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

    customer.rehearseApproveAndStart();

    customer.awaitOutcome(dev.godwit.api.RunOutcome.COMMITTED);
    assertThat(new MigrationResult(godwit, customer).live().enabled()).isTrue();
    assertThat(made.contacts()).isZero();
  }
}
