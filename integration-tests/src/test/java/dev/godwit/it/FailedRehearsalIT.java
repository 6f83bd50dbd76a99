package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.RunOutcome;
import dev.godwit.sampledata.SampleSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedStack.class)
class FailedRehearsalIT {
  /** A load and a purge fail with a lack of rights, which no repetition mends. */
  private static final String REFUSE_IN_STAGING =
      """
      create function crm_staging.refuse() returns trigger language plpgsql as $$
      begin
        if coalesce(new.customer_id, old.customer_id) = '{customer}' then
          raise exception 'refused by the test' using errcode = '42501';
        end if;
        return coalesce(new, old);
      end $$;
      create trigger refuse_insert before insert on crm_staging.engagement
        for each row execute function crm_staging.refuse();
      create trigger refuse_delete before delete on crm_staging.contact
        for each row execute function crm_staging.refuse()""";

  private static final String ALLOW_IN_STAGING = "drop function crm_staging.refuse cascade";

  private final RunningGodwit godwit;

  FailedRehearsalIT(RunningGodwit godwit) {
    this.godwit = godwit;
  }

  @Test
  void aRehearsalThatCannotLoadFailsLeavesNothingAndPassesOnceItIsMended() {
    Customer customer = godwit.customer("rehearsal");
    SampleSummary made = customer.create();
    Move move = new Move(godwit, customer);
    godwit
        .systems()
        .executeCrm("alter table crm_staging.engagement rename column agent to agent_renamed");
    try {
      customer.beginRehearsal();
      customer.awaitOutcome(RunOutcome.FAILED);
    } finally {
      godwit
          .systems()
          .executeCrm("alter table crm_staging.engagement rename column agent_renamed to agent");
    }

    assertThat(customer.report().failure()).isNotNull();
    assertThat(customer.report().failure().what()).contains("agent");
    assertThat(move.staging().all()).isZero();
    assertThat(move.live().all()).isZero();
    assertThat(move.frozen()).isFalse();
    assertThat(made.contacts()).isPositive();

    customer.rehearse();
    assertThat(move.staging().all()).isZero();
  }

  /**
   * The rows of the failed rehearsal stay in staging, and its fence stays open in the target. Its
   * records are still in the topics, in front of the other customer's.
   */
  @Test
  void shouldPassAnotherRehearsalWhenAFailedOneCannotBePurged() {
    Customer failing = godwit.customer("unpurged");
    failing.create();
    Customer other = godwit.customer("behind-unpurged");
    other.create();
    Move move = new Move(godwit, failing);
    godwit.systems().executeCrm(REFUSE_IN_STAGING.replace("{customer}", failing.id()));
    try {
      failing.beginRehearsal();
      failing.awaitOutcome(RunOutcome.FAILED);
      assertThat(failing.report().failure().what()).contains("refused by the test");
      assertThat(move.staging().count("contact")).as("rows that the purge left").isPositive();

      other.rehearse();

      assertThat(move.staging().count("contact")).as("rows that the purge left").isPositive();
      assertThat(new Move(godwit, other).staging().all()).isZero();
    } finally {
      godwit.systems().executeCrm(ALLOW_IN_STAGING);
    }

    failing.rehearse();
    assertThat(move.staging().all()).isZero();
  }
}
