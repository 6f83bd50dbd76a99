package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.RunOutcome;
import dev.godwit.sampledata.SampleSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedStack.class)
class FailedRehearsalIT {
  /** A load, and a purge up to its fence, fail with a lack of rights that no repetition mends. */
  private static final String REFUSE_WRITES =
      """
      create function crm_staging.refuse() returns trigger language plpgsql as $$
      begin
        raise exception 'refused by the test' using errcode = '42501';
      end $$;
      create function crm_staging.takes(customer text) returns boolean language plpgsql as $$
      begin
        if customer = '{customer}' then
          raise exception 'refused by the test' using errcode = '42501';
        end if;
        return true;
      end $$;
      alter table crm_staging.engagement add constraint takes_customer
        check (crm_staging.takes(customer_id)) not valid;
      create trigger refuse before update on godwit.run for each row
        when (new.customer = '{customer}') execute function crm_staging.refuse()""";

  private static final String ALLOW_WRITES =
      "drop function crm_staging.refuse cascade; drop function crm_staging.takes cascade";

  private final RunningGodwit godwit;

  FailedRehearsalIT(RunningGodwit godwit) {
    this.godwit = godwit;
  }

  @Test
  void shouldLeaveNothingWhenARehearsalCannotLoadAndPassOnceTheTargetIsMended() {
    Customer customer = godwit.customer("rehearsal");
    SampleSummary made = customer.create();
    MigrationResult result = new MigrationResult(godwit, customer);
    godwit
        .databases()
        .executeTarget("alter table crm_staging.engagement rename column agent to agent_renamed");
    try {
      customer.beginRehearsal();
      customer.awaitOutcome(RunOutcome.FAILED);
    } finally {
      godwit
          .databases()
          .executeTarget("alter table crm_staging.engagement rename column agent_renamed to agent");
    }

    assertThat(customer.report().failure()).isNotNull();
    assertThat(customer.report().failure().what()).contains("agent");
    assertThat(result.staging().all()).isZero();
    assertThat(result.live().all()).isZero();
    assertThat(result.frozen()).isFalse();
    assertThat(made.contacts()).isPositive();

    customer.rehearse();
    assertThat(result.staging().all()).isZero();
  }

  /**
   * The fence of the failed run stays open in the target, and its records are still in the topics,
   * in front of the other customer's.
   */
  @Test
  void shouldPassAnotherRehearsalWhenAFailedOneCannotBePurged() {
    Customer failing = godwit.customer("unpurged");
    failing.create();
    failing.rehearse();
    Customer other = godwit.customer("behind-unpurged");
    other.create();
    MigrationResult result = new MigrationResult(godwit, failing);
    godwit.databases().executeTarget(REFUSE_WRITES.replace("{customer}", failing.id()));
    try {
      failing.beginRehearsal();
      failing.awaitOutcome(RunOutcome.FAILED);
      assertThat(failing.report().failure().what()).contains("refused by the test");
      assertThat(fence(result.runId())).isEqualTo("OPEN");
      assertThat(result.staging().count("contact")).as("rows without a purge").isPositive();

      other.beginRehearsal();
      other.awaitOutcome(RunOutcome.UNDECIDED);
      assertThat(other.events())
          .as("the constraint that only staging has is a finding")
          .anyMatch(
              one ->
                  one.event().equals("RehearsalPassed") && one.text().contains("STAGING_DIFFERS"));

      assertThat(fence(result.runId())).isEqualTo("OPEN");
      assertThat(new MigrationResult(godwit, other).staging().all()).isZero();
    } finally {
      godwit.databases().executeTarget(ALLOW_WRITES);
    }

    failing.rehearse();
    assertThat(result.staging().all()).isZero();
  }

  private String fence(String runId) {
    return godwit
        .databases()
        .targetRows("select state from godwit.run where run_id = ?", runId)
        .getFirst()
        .getFirst();
  }
}
