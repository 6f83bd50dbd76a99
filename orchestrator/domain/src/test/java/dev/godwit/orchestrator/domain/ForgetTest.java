package dev.godwit.orchestrator.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.event.EndingEvent.CustomerForgotten;
import dev.godwit.orchestrator.domain.state.IdleState.RolledBack;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.task.Task.FreezeSource;
import org.junit.jupiter.api.Test;

/** Records may go only once no run, verdict or replay needs them. */
class ForgetTest extends OneMigration {
  @Test
  void shouldForgetACommittedCustomerAsOftenAsAsked() {
    committed();
    Migration before = world.migration(ACME);
    for (int i = 0; i < 2; i++) {
      assertThat(world.send(Commands.forget(ACME)))
          .containsExactly(new CustomerForgotten("they asked us to"));
    }
    assertThat(world.migration(ACME).state()).isEqualTo(before.state());
    assertThat(world.migration(ACME).mayCut()).isTrue();
  }

  @Test
  void shouldKeepTheRecordsOfARunThatIsOn() {
    started();
    world.workUntil(FreezeSource.class);
    assertThat(world.refused(Commands.forget(ACME)).action()).contains("Wait for its end");
    world.workAll();
  }

  @Test
  void shouldKeepTheRecordsThatAVerdictOrAReplayAfterTheCommitReads() {
    committed();
    world.send(Commands.cut(ACME));
    assertThat(world.refused(Commands.forget(ACME)).found()).contains("with cut");
    world.workAll();
    world.send(Commands.replay(ACME, Stage.LOAD, "*"));
    assertThat(world.refused(Commands.forget(ACME)).found()).contains("replay 1");
    world.workAll();
    assertThat(world.send(Commands.forget(ACME))).hasSize(1);
  }

  @Test
  void shouldKeepTheRecordsOfACommittedCustomerWithAnAlarm() {
    committed();
    world.systems.conditions.differences = true;
    world.send(Commands.cut(ACME));
    world.workAll();
    assertThat(world.refused(Commands.forget(ACME)).found()).contains("with an alarm");
  }

  @Test
  void shouldKeepWhatTheLiveRunOfARehearsedCustomerIsDecidedBy() {
    approved();
    assertThat(world.refused(Commands.forget(ACME)).action()).contains("CancelMigration");
    world.send(Commands.cancel(ACME));
    assertThat(world.send(Commands.forget(ACME))).hasSize(1);
  }

  @Test
  void shouldForgetACustomerThatWasRolledBack() {
    started();
    world.workUntil(FreezeSource.class);
    world.work(FreezeSource.class);
    world.send(Commands.rollBack(ACME));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(RolledBack.class);
    assertThat(world.send(Commands.forget(ACME))).hasSize(1);
  }

  @Test
  void shouldSayThatNothingIsHeldOfAnUnknownCustomer() {
    assertThat(world.refused(Commands.forget("globex")).action()).contains("holds nothing");
  }
}
