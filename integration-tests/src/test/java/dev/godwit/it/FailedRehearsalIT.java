package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.RunOutcome;
import dev.godwit.sampledata.SampleSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedStack.class)
class FailedRehearsalIT {
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
}
