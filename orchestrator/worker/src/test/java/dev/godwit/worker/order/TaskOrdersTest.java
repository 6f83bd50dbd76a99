package dev.godwit.worker.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.RunKind;
import dev.godwit.event.v1.MigrationCommitted;
import dev.godwit.event.v1.SourceFrozen;
import dev.godwit.orchestrator.codec.ControlPlaneCodec;
import dev.godwit.orchestrator.domain.ControlPlane;
import dev.godwit.orchestrator.domain.Handled;
import dev.godwit.orchestrator.domain.Meta;
import dev.godwit.orchestrator.domain.command.Command.RehearseMigration;
import dev.godwit.orchestrator.domain.decide.OnFailure;
import dev.godwit.orchestrator.domain.decide.Settings;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.Programme;
import dev.godwit.task.v1.AssessSource;
import dev.godwit.task.v1.AssessTarget;
import dev.godwit.task.v1.FreezeSource;
import dev.godwit.task.v1.PurgeTarget;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.task.v1.ThawSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class TaskOrdersTest {
  private final ControlPlaneCodec codec = new ControlPlaneCodec();
  private final List<SpecificRecord> late = new ArrayList<>();
  private int waits;
  private final TaskOrders orders =
      new TaskOrders(
          limit -> {
            waits++;
            consume(late);
          });

  @Test
  void shouldGiveTheTaskThatAnEventOrders() throws Exception {
    Handled rehearsal = rehearsal();
    consume(events(rehearsal));
    for (SpecificRecord task : tasks(rehearsal)) {
      assertThat(orders.await(task)).contains(task);
    }
    assertThat(waits).isZero();
  }

  @Test
  void shouldWaitForTheEventOfATaskThatIsVisibleBeforeIt() throws Exception {
    Handled rehearsal = rehearsal();
    late.addAll(events(rehearsal));
    SpecificRecord task = tasks(rehearsal).getFirst();
    assertThat(orders.await(task)).contains(task);
  }

  @Test
  void shouldRefuseATaskThatNoEventOrdersAfterOneWait() throws Exception {
    consume(events(rehearsal()));
    for (int run = 0; run < 3; run++) {
      TaskEnvelope of = forged("acme", run, "acme/" + run + "/purge/1");
      assertThat(orders.await(new PurgeTarget(of, "why"))).isEmpty();
      assertThat(orders.await(new ThawSource(of))).isEmpty();
    }
    assertThat(orders.await(new FreezeSource(forged("nobody", 1, "nobody/1/freeze")))).isEmpty();
    assertThat(waits).isEqualTo(7);
  }

  @Test
  void shouldDoWhatTheEventsOrderWhenTheMessageSaysSomethingElse() throws Exception {
    Handled rehearsal = rehearsal();
    consume(events(rehearsal));
    AssessTarget honest =
        (AssessTarget)
            tasks(rehearsal).stream()
                .filter(AssessTarget.class::isInstance)
                .findFirst()
                .orElseThrow();
    TaskEnvelope other = TaskEnvelope.newBuilder(honest.getEnvelope()).build();
    other.setCustomer("globex");
    other.setTargetPack("other");
    assertThat(orders.await(new AssessTarget(other, "7"))).contains(honest);
    assertThat(orders.await(new PurgeTarget(honest.getEnvelope(), "why")))
        .as("another type under the id of an order")
        .isEmpty();
  }

  @Test
  void shouldKeepTheOrdersWhenAForeignEventCannotFollow() throws Exception {
    Handled rehearsal = rehearsal();
    List<SpecificRecord> events = events(rehearsal);
    consume(events);
    consume(
        List.of(
            new MigrationCommitted(envelope(events.size() + 1L), 1),
            new SourceFrozen(envelope(events.size() + 1L), true),
            new SourceFrozen(envelope(events.size() + 2L), true)));
    SpecificRecord task = tasks(rehearsal).getFirst();
    assertThat(task).isInstanceOf(AssessSource.class);
    assertThat(orders.await(task)).contains(task);
  }

  private void consume(List<SpecificRecord> events) {
    events.forEach(orders::onEvent);
  }

  private static Handled rehearsal() {
    Settings settings =
        new Settings(
            true,
            1,
            "legacy",
            "crm",
            16,
            5,
            30_000,
            20,
            Duration.ofSeconds(20),
            OnFailure.HOLD,
            Duration.ZERO,
            0.9);
    return new ControlPlane(settings)
        .handle(
            Migration.unrequested("acme", false),
            Programme.begun(),
            new RehearseMigration(null, "acme", "ann", "", "", "", null),
            new Meta("command", Instant.ofEpochSecond(7), 0));
  }

  private List<SpecificRecord> events(Handled handled) {
    return handled.events().stream().map(codec::toAvro).toList();
  }

  private List<SpecificRecord> tasks(Handled handled) {
    return handled.tasks().stream().map(codec::toAvro).toList();
  }

  private static TaskEnvelope forged(String customer, int run, String id) {
    return new TaskEnvelope(
        id, customer, customer, run, RunKind.LIVE, "legacy", "crm", Instant.EPOCH, "cause");
  }

  private static dev.godwit.event.v1.Envelope envelope(long sequence) {
    return new dev.godwit.event.v1.Envelope(
        "e",
        "acme",
        sequence,
        "c",
        "c",
        Instant.EPOCH,
        "mallory",
        1,
        dev.godwit.common.v1.Route.UNKNOWN,
        -1L);
  }
}
