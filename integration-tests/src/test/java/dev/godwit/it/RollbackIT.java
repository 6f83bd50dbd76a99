package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.godwit.api.RunOutcome;
import dev.godwit.api.VerdictAnswer;
import dev.godwit.local.stack.Part;
import dev.godwit.row.v1.Difference;
import dev.godwit.sampledata.SampleSummary;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedStack.class)
class RollbackIT {
  private final RunningGodwit godwit;

  RollbackIT(RunningGodwit godwit) {
    this.godwit = godwit;
  }

  @Test
  void shouldRollBackWhenACommandAsksForItInALiveRun() {
    Customer customer = godwit.customer("command");
    SampleSummary made = customer.create();
    customer.rehearseApproveAndStart();
    customer.awaitEvents("ChunkExtracted", 5);

    customer.rollBack();

    new MigrationResult(godwit, customer).isRolledBackClean(made);
    assertThat(customer.report().failure().what()).contains(Customer.REQUESTER);
  }

  @Test
  void shouldHoldWhenTheLoadFailsAndRollBackWithTheReasonWhenAskedTo() {
    Customer customer = godwit.customer("load");
    SampleSummary made = customer.create();
    customer.rehearse();
    customer.approve();
    customer.beginLiveRun();
    customer.awaitEvents("SourceFrozen", 1);
    godwit.databases().executeTarget("alter table crm.engagement rename column agent to renamed");
    try {
      customer.awaitOutcome(RunOutcome.HELD);
      customer.rollBack();
      new MigrationResult(godwit, customer).isRolledBackClean(made);
    } finally {
      godwit.databases().executeTarget("alter table crm.engagement rename column renamed to agent");
    }
    assertThat(customer.report().failure().what()).contains("agent");
  }

  @Test
  void shouldHoldAndListTheKeysWhenTargetRowsWereChanged() {
    Customer customer = godwit.customer("verdict");
    SampleSummary made = customer.create();
    customer.rehearse();
    customer.approve();
    godwit.kill(Part.VALIDATOR);
    String changed;
    String missing;
    try {
      customer.beginLiveRun();
      customer.awaitEvents("ReconciliationStarted", 1);
      awaitLoaded(customer);
      changed = oneOf("email", customer);
      missing = oneOf("engagement", customer);
      godwit
          .databases()
          .executeTarget("update crm.email set subject = 'x' where id = ?::uuid", changed);
      godwit.databases().executeTarget("delete from crm.engagement where id = ?::uuid", missing);
      godwit
          .databases()
          .executeTarget(
              """
              insert into crm.contact_tag (contact_id, tag, customer_id)
              select id, 'a stranger', customer_id from crm.contact
              where customer_id = ? order by id limit 1""",
              customer.id());
    } finally {
      godwit.startAgain(Part.VALIDATOR);
    }

    customer.awaitOutcome(RunOutcome.HELD);
    customer.rollBack();
    MigrationResult result = new MigrationResult(godwit, customer);
    result.isRolledBackClean(made);
    VerdictAnswer verdict = customer.report().verdict();
    assertThat(verdict.reconciled()).isFalse();
    assertThat(List.of(verdict.missing(), verdict.unexpected(), verdict.changed()))
        .containsExactly(1L, 1L, 1L);
    List<Difference> differences = new TopicReader(godwit).differences(result.runId());
    assertThat(differences)
        .extracting(Difference::getTable, Difference::getDifference)
        .containsExactlyInAnyOrder(
            tuple("email", "CHANGED"),
            tuple("engagement", "MISSING"),
            tuple("contact_tag", "UNEXPECTED"));
    assertThat(differences)
        .filteredOn(d -> d.getDifference().equals("CHANGED"))
        .allMatch(
            d -> d.getKey().equals("id=" + changed) && d.getFields().equals(List.of("subject")));
    assertThat(differences)
        .filteredOn(d -> d.getDifference().equals("MISSING"))
        .allMatch(d -> d.getKey().equals("id=" + missing));
  }

  /** The loader says itself which cuts it has passed. */
  private void awaitLoaded(Customer customer) {
    Conditions.await(
        "the loader has passed every cut of " + customer.id(),
        () ->
            customer.progress().stages().stream()
                .filter(s -> s.stage().equals("LOAD") && !s.entity().equals("LIVE"))
                .allMatch(s -> s.complete()));
  }

  private String oneOf(String table, Customer customer) {
    return godwit
        .databases()
        .targetRows(
            "select id::text from crm." + table + " where customer_id = ? order by id limit 1",
            customer.id())
        .getFirst()
        .getFirst();
  }
}
