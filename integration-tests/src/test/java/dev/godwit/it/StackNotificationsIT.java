package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.RunOutcome;
import dev.godwit.local.stack.Part;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Notifications of the running orchestrator, as an endpoint receives them. */
@ExtendWith(SharedStack.class)
class StackNotificationsIT {
  private final RunningGodwit godwit;

  StackNotificationsIT(RunningGodwit godwit) {
    this.godwit = godwit;
  }

  @Test
  void shouldNotifyOfEachEventOnceWhenTheOrchestratorIsKilledInBetween() {
    Customer first = godwit.customer("notified");
    first.create(40, 40, 40);
    int repeated = godwit.notifications().repeated();
    first.rehearse();
    Conditions.await(
        "a notice of the approval that is awaited",
        () -> godwit.notifications().kinds(first.id()).contains("WAITING"));

    godwit.kill(Part.ORCHESTRATOR);
    godwit.startAgain(Part.ORCHESTRATOR);
    first.approve();
    first.beginLiveRun();
    first.awaitOutcome(RunOutcome.COMMITTED);
    Customer second = godwit.customer("notified-later");
    second.create(40, 40, 40);
    second.rehearse();
    Conditions.await(
        "a notice of the second customer",
        () -> godwit.notifications().kinds(second.id()).contains("WAITING"));

    assertThat(godwit.notifications().kinds(first.id())).containsExactly("WAITING", "COMMITTED");
    assertThat(godwit.notifications().kinds(second.id())).containsExactly("WAITING");
    assertThat(godwit.notifications().repeated() - repeated)
        .as("only the message that the kill met between send and mark may come again")
        .isLessThanOrEqualTo(1);
  }
}
