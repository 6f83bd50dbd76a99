package dev.godwit.it;

import dev.godwit.api.ProgressAnswer;
import dev.godwit.api.VerdictAnswer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.RunOutcome;
import dev.godwit.sampledata.SampleSummary;

/** Holds the result of a move against the old CRM, value by value. */
final class Move {
  private final RunningGodwit godwit;
  private final Customer customer;

  Move(RunningGodwit godwit, Customer customer) {
    this.godwit = godwit;
    this.customer = customer;
  }

  String runId() {
    return customer.id() + "/" + customer.progress().run();
  }

  NewRows live() {
    return new NewRows(godwit.systems(), NewRows.LIVE, customer.id());
  }

  NewRows staging() {
    return new NewRows(godwit.systems(), NewRows.STAGING, customer.id());
  }

  boolean frozen() {
    return godwit
            .systems()
            .countOld(
                "select count(*) from customer where id = ? and status = 'frozen'", customer.id())
        == 1;
  }

  /** Waits for the commit; then nothing is lost, nothing is twice, nothing has another value. */
  void isCommittedExactly(SampleSummary made) {
    customer.awaitOutcome(RunOutcome.COMMITTED);
    Quarantine quarantine = new TopicReader(godwit).quarantine(runId());
    OldRows old = new OldRows(godwit.systems(), customer.id(), quarantine);

    made.quarantined()
        .forEach(
            (what, count) ->
                assertThat(quarantine.counts())
                    .containsEntry(what.entity() + " " + what.reason(), count));
    assertThat(quarantine.counts()).hasSize(made.quarantined().size());
    assertThat(old.mergedAway()).isEqualTo(made.mergedAway());
    assertThat(live().contacts()).isEqualTo(old.contacts());
    assertThat(live().emails()).isEqualTo(old.emails());
    assertThat(live().engagements()).isEqualTo(old.engagements());
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

  /** Every stage is through and its lag is exactly 0. */
  void isDrained() {
    Conditions.await(
        "every stage of " + customer.id() + " is drained",
        () -> customer.progress().stages().stream().allMatch(Move::drained));
  }

  private static boolean drained(ProgressAnswer.Stage stage) {
    return stage.lagRecords() == 0 && stage.lagSeconds() == 0;
  }

  /** Waits for the way back; then the new CRM holds nothing and the old one works. */
  void isRolledBackClean(SampleSummary made) {
    customer.awaitOutcome(RunOutcome.ROLLED_BACK);
    assertThat(live().all()).isZero();
    assertThat(staging().all()).isZero();
    assertThat(frozen()).isFalse();
    assertThat(customer.report().purge().empty()).isTrue();
    assertThat(oldRows("contact")).isEqualTo(made.contacts());
    assertThat(oldRows("email")).isEqualTo(made.emails());
    assertThat(oldRows("engagement")).isEqualTo(made.engagements());
  }

  private long oldRows(String table) {
    return godwit
        .systems()
        .countOld("select count(*) from " + table + " where customer_id = ?", customer.id());
  }
}
