package dev.godwit.it;

import dev.godwit.local.stack.Part;
import dev.godwit.sampledata.SampleSummary;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedStack.class)
class KilledInfrastructureIT {
  private final RunningGodwit godwit;

  KilledInfrastructureIT(RunningGodwit godwit) {
    this.godwit = godwit;
  }

  @BeforeEach
  void partsAreOurs() {
    Assumptions.assumeTrue(
        godwit.embedded(), "Skipped: broker and database run in containers, nobody may kill them");
  }

  @Test
  void aBrokerThatIsKilledInTheMiddleOfALiveRunChangesNothingInTheResult() {
    survives(Part.BROKER, "broker");
  }

  @Test
  void aDatabaseServerThatIsKilledInTheMiddleOfALiveRunChangesNothingInTheResult() {
    survives(Part.POSTGRES, "postgres");
  }

  private void survives(Part victim, String name) {
    Customer customer = godwit.customer("killed-" + name);
    SampleSummary made = customer.create();
    customer.rehearseApproveAndStart();

    customer.awaitEvents("ChunkExtracted", 8);
    godwit.kill(victim);
    godwit.startAgain(victim);

    new Move(godwit, customer).isCommittedExactly(made);
  }
}
