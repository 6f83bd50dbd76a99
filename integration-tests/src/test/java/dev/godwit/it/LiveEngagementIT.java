package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.answer.RunOutcome;
import dev.godwit.local.stack.Part;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Opens and clicks go on, from before the freeze until after the end, whatever dies meanwhile. */
@ExtendWith(SharedStack.class)
class LiveEngagementIT {
  private static final long CHUNKS_BEFORE_THE_KILL = 8;

  private final RunningGodwit godwit;

  LiveEngagementIT(RunningGodwit godwit) {
    this.godwit = godwit;
  }

  @Test
  void aRunCommitsWhileEventsArriveAndTheStreamGoesOn() {
    Customer customer = godwit.customer("live");
    customer.create();
    customer.rehearse();
    customer.approve();
    LiveTraffic traffic = new LiveTraffic(godwit, customer);
    try (traffic) {
      customer.beginLiveRun();
      customer.awaitOutcome(RunOutcome.COMMITTED);
      assertThat(customer.events("LiveReturned")).isZero();
    }
    new LiveResult(godwit, customer, traffic).isAllInTheNewSystemOnce();
  }

  @ParameterizedTest
  @EnumSource(
      value = Part.class,
      names = {"EXTRACTOR", "TRANSFORMER", "LOADER", "VALIDATOR", "BROKER"})
  void whoeverIsKilledBeforeDuringAndAfterACutChangesNothing(Part victim) {
    Customer customer = godwit.customer("live-" + victim.label());
    customer.create();
    customer.rehearse();
    customer.approve();
    LiveTraffic traffic = new LiveTraffic(godwit, customer);
    try (traffic) {
      customer.beginLiveRun();
      customer.awaitEvents("ChunkExtracted", CHUNKS_BEFORE_THE_KILL);
      killAndStart(victim);
      customer.awaitEvents("CutStarted", 5);
      killAndStart(victim);
      customer.awaitEvents("CommitStarted", 1);
      killAndStart(victim);
      customer.awaitOutcome(RunOutcome.COMMITTED);
      killAndStart(victim);
    }
    new LiveResult(godwit, customer, traffic).isAllInTheNewSystemOnce();
  }

  @ParameterizedTest
  @EnumSource(
      value = Part.class,
      names = {"EXTRACTOR", "LOADER", "BROKER"})
  void aRunThatGoesBackReturnsWhatTheOldSystemDidNotSeeWhoeverIsKilled(Part victim) {
    Customer customer = godwit.customer("back-" + victim.label());
    customer.create();
    customer.rehearse();
    customer.approve();
    LiveTraffic traffic = new LiveTraffic(godwit, customer);
    try (traffic) {
      customer.beginLiveRun();
      customer.awaitEvents("ChunkExtracted", CHUNKS_BEFORE_THE_KILL);
      customer.rollBack();
      killAndStart(victim);
      customer.awaitEvents("ReturnStarted", 1);
      killAndStart(victim);
      customer.awaitOutcome(RunOutcome.ROLLED_BACK);
    }
    new LiveResult(godwit, customer, traffic).isAllInTheOldSystemOnce();
    assertThat(new NewRows(godwit.systems(), NewRows.LIVE, customer.id()).all()).isZero();
    assertThat(new Move(godwit, customer).frozen()).isFalse();
  }

  private void killAndStart(Part victim) {
    godwit.kill(victim);
    godwit.startAgain(victim);
  }
}
