package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.ProgressAnswer;
import dev.godwit.api.RunOutcome;
import dev.godwit.api.VerdictAnswer;
import dev.godwit.sampledata.SampleSummary;

/** Compares the result of a migration with the source, value by value. */
final class MigrationResult {
  private final RunningGodwit godwit;
  private final Customer customer;

  MigrationResult(RunningGodwit godwit, Customer customer) {
    this.godwit = godwit;
    this.customer = customer;
  }

  String runId() {
    return customer.id() + "/" + customer.progress().run();
  }

  TargetRows live() {
    return new TargetRows(godwit.databases(), TargetRows.LIVE, customer.id());
  }

  TargetRows staging() {
    return new TargetRows(godwit.databases(), TargetRows.STAGING, customer.id());
  }

  boolean frozen() {
    return godwit
            .databases()
            .countSource(
                "select count(*) from customer where id = ? and status = 'frozen'", customer.id())
        == 1;
  }

  /** Waits for the commit; then no row is lost, doubled or changed. */
  void isCommittedExactly(SampleSummary made) {
    customer.awaitOutcome(RunOutcome.COMMITTED);
    QuarantinedRecords quarantine = new TopicReader(godwit).quarantine(runId());
    ExpectedRows expected = new ExpectedRows(godwit.databases(), customer.id(), quarantine);

    made.quarantined()
        .forEach(
            (what, count) ->
                assertThat(quarantine.counts())
                    .containsEntry(what.entity() + " " + what.reason(), count));
    assertThat(quarantine.counts()).hasSize(made.quarantined().size());
    assertThat(expected.mergedAway()).isEqualTo(made.mergedAway());
    assertThat(live().contacts()).isEqualTo(expected.contacts());
    assertThat(live().emails()).isEqualTo(expected.emails());
    assertThat(live().engagements()).isEqualTo(expected.engagements());
    assertThat(live().count("contact"))
        .isEqualTo(made.contacts() - made.mergedAway() - made.quarantined("CONTACTS"));
    verdictIsReconciled();
    assertThat(frozen()).isTrue();
    assertThat(live().enabled()).isTrue();
    assertThat(staging().all()).isZero();
  }

  private void verdictIsReconciled() {
    assertThat(customer.report().verdict().reconciled()).isTrue();
    assertThat(customer.report().verdict().checks())
        .hasSizeGreaterThan(30)
        .allMatch(VerdictAnswer.Check::passed);
  }

  /** Waits until every stage has a lag of 0. */
  void isDrained() {
    Conditions.await(
        "every stage of " + customer.id() + " is drained",
        () -> customer.progress().stages().stream().allMatch(MigrationResult::isDrained));
  }

  private static boolean isDrained(ProgressAnswer.Stage stage) {
    return stage.lagRecords() == 0 && stage.lagSeconds() == 0;
  }

  /** Waits for the rollback; then the target is empty, and the source is complete and open. */
  void isRolledBackClean(SampleSummary made) {
    customer.awaitOutcome(RunOutcome.ROLLED_BACK);
    assertThat(live().all()).isZero();
    assertThat(staging().all()).isZero();
    assertThat(frozen()).isFalse();
    assertThat(customer.report().purge().empty()).isTrue();
    assertThat(sourceRows("contact")).isEqualTo(made.contacts());
    assertThat(sourceRows("email")).isEqualTo(made.emails());
    assertThat(sourceRows("engagement")).isEqualTo(made.engagements());
  }

  private long sourceRows(String table) {
    return godwit
        .databases()
        .countSource("select count(*) from " + table + " where customer_id = ?", customer.id());
  }
}
