package dev.godwit.orchestrator.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.decide.OnFailure;
import dev.godwit.orchestrator.domain.decide.Settings;
import dev.godwit.orchestrator.domain.event.RequestEvent.CommandRejected;
import dev.godwit.orchestrator.domain.state.ForwardState.Held;
import dev.godwit.orchestrator.domain.state.IdleState.Approved;
import dev.godwit.orchestrator.domain.state.IdleState.Committed;
import dev.godwit.orchestrator.domain.state.IdleState.Rehearsed;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A person must not approve a request of their own. */
class FourEyesTest {
  private static final String ACME = "acme";

  private Simulation world = new Simulation();

  private void rehearsed(String by) {
    world.send(Commands.rehearse(ACME, by));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Rehearsed.class);
  }

  private void held(String starter) {
    world.send(Commands.approve(ACME, "cleo"));
    world.systems.conditions.quarantine =
        List.of(new QuarantineCount(Entity.CONTACTS, Stage.TRANSFORM, "BAD_ADDRESS", 7));
    world.send(Commands.start(ACME, starter));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Held.class);
  }

  private CommandRejected waiverRefused(String by) {
    return world.refused(Commands.waive(ACME, by, Entity.CONTACTS, "BAD_ADDRESS", 7));
  }

  @Test
  void shouldRejectAnApprovalWhenItIsByTheAuthorOfTheRehearsal() {
    rehearsed("ann");
    rehearsed("ben");
    CommandRejected rejected = world.refused(Commands.approve(ACME, "Ben"));
    assertThat(rejected.found()).contains("Ben", "rehearsal, run 2");
    assertThat(world.refused(Commands.approve(ACME, "ann")).found()).contains("requested");
    assertThat(world.refused(Commands.start(ACME, "ann")).action()).contains("ann and ben");
    world.send(Commands.approve(ACME, "cleo"));
    assertThat(world.state(ACME)).isInstanceOf(Approved.class);
  }

  /** Names that are read as the requester's are the requester's. */
  @Test
  void shouldRejectAnApprovalByTheRequesterWithWhatNobodySeesInTheName() {
    rehearsed("ann");
    for (String name :
        List.of("ANN", " ann ", "a\u200Bnn", "ann\uFEFF", "\u2066ann\u2069", "an\u00ADn")) {
      assertThat(world.refused(Commands.approve(ACME, name)).found()).contains("requested");
    }
  }

  @Test
  void shouldKeepTheAuthorWhenARehearsalBeginsAgain() {
    rehearsed("ann");
    world.systems.conditions.snapshotsToLose = 1;
    rehearsed("ben");
    assertThat(world.story(ACME)).contains("RunAbandoned");
    assertThat(world.refused(Commands.approve(ACME, "ben")).found()).contains("ben");
    world.checkRebuild();
  }

  @Test
  void shouldRejectAWaiverByAnAuthorBeyondTheApproval() {
    rehearsed("ann");
    rehearsed("ben");
    held("dora");
    assertThat(waiverRefused("ann").expected()).contains("somebody other");
    assertThat(waiverRefused("ben ").found()).contains("ben");
    assertThat(waiverRefused("DORA").action()).contains("GODWIT_APPROVAL_BY_ANOTHER");
    world.send(Commands.waive(ACME, "cleo", Entity.CONTACTS, "BAD_ADDRESS", 7));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
    world.checkRebuild();
  }

  @Test
  void shouldAcceptAWaiverByTheApproverWhenTheyBeganTheRun() {
    rehearsed("ann");
    held("Cleo");
    world.send(Commands.waive(ACME, "cleo", Entity.CONTACTS, "BAD_ADDRESS", 7));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
    world.checkRebuild();
  }

  @Test
  void shouldRejectAWaiverByAnAuthorBeforeTheStart() {
    rehearsed("ann");
    world.send(Commands.approve(ACME, "cleo"));
    waiverRefused("ann");
    world.send(Commands.waive(ACME, "cleo", Entity.CONTACTS, "BAD_ADDRESS", 7));
    assertThat(((Approved) world.state(ACME)).permit().approval().waivers()).hasSize(1);
  }

  @Test
  void shouldRejectMoreWaiversThanARecordHolds() {
    rehearsed("ann");
    world.send(Commands.approve(ACME, "cleo"));
    for (int i = 0; i < 500; i++) {
      world.send(Commands.waive(ACME, "cleo", Entity.CONTACTS, "REASON_" + i, 1));
      world.send(Commands.waive(ACME, "cleo", Entity.CONTACTS, "REASON_" + i, 3));
      world.send(Commands.waive(ACME, "cleo", Entity.CONTACTS, "REASON_" + i, 2));
    }
    assertThat(((Approved) world.state(ACME)).permit().approval().waivers())
        .hasSize(500)
        .allMatch(waiver -> waiver.upTo() == 3);
    CommandRejected rejected =
        world.refused(Commands.waive(ACME, "cleo", Entity.EMAILS, "ONE_MORE", 1));
    assertThat(rejected.expected()).contains("at most 500");
  }

  @Test
  void shouldLetOnePersonDoItAllWhenTheSettingAllowsIt() {
    world =
        new Simulation(
            new Settings(
                false,
                1,
                "s",
                "t",
                16,
                5,
                1000,
                20,
                Duration.ofHours(1),
                OnFailure.ROLL_BACK,
                Duration.ZERO,
                0.9));
    rehearsed("ann");
    world.send(Commands.approve(ACME, "ann"));
    world.systems.conditions.quarantine =
        List.of(new QuarantineCount(Entity.CONTACTS, Stage.TRANSFORM, "BAD_ADDRESS", 7));
    world.send(Commands.start(ACME, "ann"));
    world.workAll();
    world.send(Commands.waive(ACME, "ann", Entity.CONTACTS, "BAD_ADDRESS", 7));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }
}
