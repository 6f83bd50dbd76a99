package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.event.v1.StageWaiting;
import dev.godwit.local.stack.Part;
import dev.godwit.records.Topics;
import dev.godwit.sampledata.SampleSummary;
import java.util.function.Consumer;
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
  void assumeEmbeddedInfrastructure() {
    godwit.assumeInfrastructureCanBeKilled();
  }

  @Test
  void shouldCommitTheSameWhenTheBrokerIsKilledInALiveRun() {
    survives(Part.BROKER, "broker", customer -> {});
  }

  @Test
  void shouldCommitTheSameWhenTheDatabaseServerIsKilledInALiveRun() {
    Customer moved =
        survives(
            Part.POSTGRES,
            "postgres",
            customer ->
                Conditions.await(
                    "a stage of " + customer.id() + " says that it waits",
                    () -> waitsSaid(customer) > 0));
    assertThat(moved.progress().waiting()).as("what is waited for in the end").isEmpty();
  }

  /** By the topic: while the database is away there is no read model to ask. */
  private long waitsSaid(Customer customer) {
    return new TopicReader(godwit)
        .all(Topics.EVENTS, StageWaiting.class).stream()
            .filter(e -> e.getEnvelope().getMigrationId().equals(customer.id()))
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

    new MigrationResult(godwit, customer).isCommittedExactly(made);
    return customer;
  }
}
