package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.local.stack.Part;
import dev.godwit.sampledata.SampleSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedStack.class)
class KilledServiceIT {
  private static final long CHUNKS_BEFORE_THE_KILL = 8;

  private final RunningGodwit godwit;

  KilledServiceIT(RunningGodwit godwit) {
    this.godwit = godwit;
  }

  @Test
  void shouldCommitTheSameWhenTheExtractorIsKilledInALiveRun() {
    Part victim = Part.EXTRACTOR;
    Customer customer = godwit.customer("killed-" + victim.label());
    SampleSummary made = customer.create();
    customer.rehearseApproveAndStart();

    customer.awaitEvents("ChunkExtracted", CHUNKS_BEFORE_THE_KILL);
    long reconciliations = customer.events("ReconciliationStarted");
    godwit.kill(victim);
    godwit.startAgain(victim);

    assertThat(reconciliations).as("the run was in its middle").isZero();
    new MigrationResult(godwit, customer).isCommittedExactly(made);
  }
}
