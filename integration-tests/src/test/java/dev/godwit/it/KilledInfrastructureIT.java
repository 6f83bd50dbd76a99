package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.event.v1.Envelope;
import dev.godwit.event.v1.StageRecovered;
import dev.godwit.event.v1.StageWaiting;
import dev.godwit.local.stack.Part;
import dev.godwit.records.Topics;
import dev.godwit.sampledata.SampleSummary;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
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
    survives(Part.BROKER, "broker", customer -> {});
  }

  @Test
  void aDatabaseServerThatIsKilledInTheMiddleOfALiveRunChangesNothingInTheResult() {
    Customer moved =
        survives(
            Part.POSTGRES,
            "postgres",
            customer ->
                Conditions.await(
                    "a stage of " + customer.id() + " says that it waits",
                    () -> said(customer, StageWaiting.class, StageWaiting::getEnvelope) > 0));
    assertThat(said(moved, StageRecovered.class, StageRecovered::getEnvelope)).isPositive();
  }

  /** By the topic: while the database is away there is no read model to ask. */
  private <E extends SpecificRecord> long said(
      Customer customer, Class<E> event, Function<E, Envelope> envelope) {
    return new TopicReader(godwit)
        .all(Topics.EVENTS, event).stream()
            .filter(e -> envelope.apply(e).getMigrationId().equals(customer.id()))
            .count();
  }

  private Customer survives(Part victim, String name, Consumer<Customer> whileItIsDown) {
    Customer customer = godwit.customer("killed-" + name);
    SampleSummary made = customer.create();
    customer.rehearseApproveAndStart();

    customer.awaitEvents("ChunkExtracted", 8);
    godwit.kill(victim);
    whileItIsDown.accept(customer);
    godwit.startAgain(victim);

    new Move(godwit, customer).isCommittedExactly(made);
    return customer;
  }
}
