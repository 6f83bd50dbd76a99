package dev.godwit.orchestrator.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.orchestrator.domain.command.Command.WaiveFindings;
import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.EntityPlan;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.common.Waiver;
import dev.godwit.orchestrator.domain.decide.OnFailure;
import dev.godwit.orchestrator.domain.decide.Settings;
import dev.godwit.orchestrator.domain.event.EndingEvent.RehearsalFailed;
import dev.godwit.orchestrator.domain.event.EndingEvent.RehearsalPassed;
import dev.godwit.orchestrator.domain.event.EndingEvent.RunRefused;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.RequestEvent.CommandRejected;
import dev.godwit.orchestrator.domain.event.RequestEvent.MigrationApproved;
import dev.godwit.orchestrator.domain.event.RunEvent.CommitHeld;
import dev.godwit.orchestrator.domain.event.RunEvent.RecheckStarted;
import dev.godwit.orchestrator.domain.state.ForwardState.Held;
import dev.godwit.orchestrator.domain.state.IdleState.Approved;
import dev.godwit.orchestrator.domain.state.IdleState.Committed;
import dev.godwit.orchestrator.domain.state.IdleState.Rehearsed;
import dev.godwit.orchestrator.domain.state.IdleState.RolledBack;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The conditions for a run to start or commit; without them nothing goes on. */
class GatesTest extends OneMigration {
  @Test
  void shouldRejectAnApprovalWhenItIsByTheRequester() {
    rehearsed();
    CommandRejected rejected = world.refused(Commands.approve(ACME, "Ann "));
    assertThat(rejected.expected()).contains("somebody other than the requester");
    assertThat(rejected.found()).contains("Ann", "requested");
  }

  @Test
  void shouldAcceptAnApprovalByTheRequesterWhenTheSettingAllowsIt() {
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
    rehearsed();
    world.send(Commands.approve(ACME, "ann"));
    assertThat(world.state(ACME)).isInstanceOf(Approved.class);
  }

  @Test
  void shouldRejectAnApprovalWhenNoRehearsalPassed() {
    assertThat(world.refused(Commands.approve(ACME, "bob")).action()).contains("RehearseMigration");
  }

  @Test
  void shouldRejectAStartWhenRehearsalOrApprovalIsMissing() {
    assertThat(world.refused(Commands.start(ACME, "ann")).found()).contains("no migration of");
    rehearsed();
    assertThat(world.refused(Commands.start(ACME, "ann")).action())
        .contains("somebody other than ann");
  }

  @Test
  void shouldRejectASecondLiveRunAndNameTheFirst() {
    started();
    world.send(Commands.rehearse("globex", "ann"));
    world.pending.sort(Comparator.comparing(one -> one.envelope().customer().equals(ACME)));
    while (world.pending.getFirst().envelope().customer().equals("globex")) {
      world.work(0);
      world.pending.sort(Comparator.comparing(one -> one.envelope().customer().equals(ACME)));
    }
    world.send(Commands.approve("globex", "bob"));
    assertThat(world.refused(Commands.start("globex", "ann")).found()).contains("acme");
    world.workAll();
    world.send(Commands.start("globex", "ann"));
    world.workAll();
    assertThat(world.state("globex")).isInstanceOf(Committed.class);
  }

  @Test
  void shouldEndTheRehearsalWithSimilarIdsWhenTheCustomerIsUnknown() {
    world.systems.conditions.unknownCustomer = ACME;
    world.send(Commands.rehearse(ACME, "ann"));
    world.workAll();
    RehearsalFailed failed = (RehearsalFailed) last();
    assertThat(failed.reasons()).singleElement().asString().contains("acme2");
  }

  @Test
  void shouldRefuseLeftoversBeforeTheFreezeAndNotPurgeThem() {
    approved();
    world.systems.conditions.leftovers.put(ACME, 12L);
    world.send(Commands.start(ACME, "ann"));
    world.workAll();
    RunRefused refused = (RunRefused) last();
    assertThat(refused.reasons()).singleElement().asString().contains("12 rows in contacts");
    assertThat(world.state(ACME)).isInstanceOf(Approved.class);
    assertThat(world.systems.isSourceEnabled(ACME)).isTrue();
    assertThat(world.programme().live()).isEmpty();
    assertThat(world.story(ACME)).doesNotContain("FreezeStarted");
  }

  @Test
  void shouldRefuseLeftoversWhenTheyAppearAfterTheAssessment() {
    approved();
    world.systems.conditions.notEmpty.put(ACME, 3L);
    world.send(Commands.start(ACME, "ann"));
    world.workAll();
    assertThat(last()).isInstanceOf(RunRefused.class);
    assertThat(world.story(ACME)).doesNotContain("FreezeStarted", "RollbackStarted");
  }

  @Test
  void shouldFailARehearsalWhenTheTargetIsNotEmpty() {
    world.systems.conditions.leftovers.put(ACME, 1L);
    world.send(Commands.rehearse(ACME, "ann"));
    world.workAll();
    assertThat(((RehearsalFailed) last()).reasons().getFirst()).contains("1 row in contacts");
  }

  @Test
  void shouldRefuseALiveRunWhenItsPacksWereNotRehearsed() {
    approved();
    world.systems.conditions.targetFingerprint = "target-2";
    world.send(Commands.start(ACME, "ann"));
    world.workAll();
    assertThat(((RunRefused) last()).reasons().getFirst()).contains("target pack reference-crm");
  }

  @Test
  void shouldCommitWhenTheApprovalWaivesTheQuarantine() {
    world.systems.conditions.quarantine = findings(7);
    started();
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }

  private static List<QuarantineCount> findings(long count) {
    return List.of(new QuarantineCount(Entity.CONTACTS, Stage.TRANSFORM, "BAD_ADDRESS", count));
  }

  @Test
  void shouldListFindingsWhenARehearsalPassed() {
    world.systems.conditions.quarantine = findings(7);
    rehearsed();
    assertThat(((RehearsalPassed) last()).findings()).isEqualTo(findings(7));
  }

  @Test
  void shouldRejectAnApprovalWhenItDoesNotCoverEveryFinding() {
    world.systems.conditions.quarantine = findings(7);
    rehearsed();
    CommandRejected rejected = world.refused(Commands.approve(ACME, "bob"));
    assertThat(rejected.found()).contains("CONTACTS BAD_ADDRESS: 7 quarantined, 0 waived.");
    assertThat(rejected.action()).contains("--anyway");
    assertThat(world.state(ACME)).isInstanceOf(Rehearsed.class);
  }

  @Test
  void shouldRecordWhatIsNotCoveredWhenAnApprovalSaysAnyway() {
    world.systems.conditions.quarantine = findings(7);
    rehearsed();
    world.send(Commands.approveAnyway(ACME, "bob"));
    assertThat(((MigrationApproved) last()).uncovered())
        .containsExactly("CONTACTS BAD_ADDRESS: 7 quarantined, 0 waived.");
    world.send(Commands.start(ACME, "ann"));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Held.class);
  }

  @Test
  void shouldRequireAWaiverByNameWhenTooFewRowsWouldBeLoaded() {
    world.systems.conditions.behind = 11;
    rehearsed();
    assertThat(((RehearsalPassed) last()).findings())
        .containsExactly(new QuarantineCount(Entity.CONTACTS, Stage.VALIDATE, "LOW_SHARE", 11));
    assertThat(world.refused(Commands.approveAll(ACME, "bob")).found())
        .contains("CONTACTS LOW_SHARE: 11 rows would stay behind, 0 waived");

    world.send(Commands.approve(ACME, new Waiver(Entity.CONTACTS, "LOW_SHARE", 11, "")));
    world.send(Commands.start(ACME, "ann"));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }

  @Test
  void shouldPassARehearsalWhenTheSetShareIsLoaded() {
    world.systems.conditions.behind = 10;
    rehearsed();
    assertThat(((RehearsalPassed) last()).findings()).isEmpty();
  }

  @Test
  void shouldRequireAWaiverByNameWhenTheCustomerIsEmpty() {
    world.systems.conditions.plan =
        List.of(
            new EntityPlan(Entity.CONTACTS, 0, 0, List.of(), false, List.of()),
            new EntityPlan(Entity.EMAILS, 0, 0, List.of(), false, List.of()),
            new EntityPlan(Entity.ENGAGEMENTS, 0, 0, List.of(), false, List.of()));
    rehearsed();
    assertThat(world.refused(Commands.approveAll(ACME, "bob")).found())
        .contains("CONTACTS EMPTY_CUSTOMER: the source has no row of the customer.");
    world.send(Commands.approve(ACME, new Waiver(Entity.CONTACTS, "EMPTY_CUSTOMER", 1, "")));
    assertThat(world.state(ACME)).isInstanceOf(Approved.class);
  }

  @Test
  void shouldHoldTheCommitUntilAllQuarantineIsWaived() {
    world.systems.conditions.quarantine = findings(7);
    approved();
    world.systems.conditions.quarantine = findings(9);
    world.send(Commands.start(ACME, "ann"));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Held.class);
    assertThat(((CommitHeld) last()).reasons().getFirst()).contains("9 quarantined, 7 waived");

    world.send(Commands.waive(ACME, Entity.CONTACTS, "BAD_ADDRESS", 8));
    assertThat(world.state(ACME)).isInstanceOf(Held.class);
    List<Event> events = world.send(Commands.waive(ACME, Entity.CONTACTS, "BAD_ADDRESS", 9));
    assertThat(events).last().isInstanceOf(RecheckStarted.class);
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }

  @Test
  void shouldRollBackAHeldRun() {
    approved();
    world.systems.conditions.quarantine = findings(1);
    world.send(Commands.start(ACME, "ann"));
    world.workAll();
    world.send(Commands.rollBack(ACME));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(RolledBack.class);
  }

  @Test
  void shouldRejectAWaiverWhenItHasNoReason() {
    approved();
    CommandRejected rejected =
        world.refused(
            new WaiveFindings(
                null, ACME, "bob", " ", List.of(new Waiver(Entity.EMAILS, "BAD_DATE", 1, ""))));
    assertThat(rejected.expected()).contains("a why");
  }

  @Test
  void shouldRejectAWaiverOfAnEntityThatTheRunDoesNotMove() {
    world.systems.conditions.quarantine = findings(7);
    rehearsed();
    Waiver misspelt = new Waiver(Entity.valueOf("CONTACT"), "BAD_ADDRESS", 7, "known");
    CommandRejected rejected = world.refused(Commands.approve(ACME, misspelt));
    assertThat(rejected.expected()).contains("CONTACTS, EMAILS, ENGAGEMENTS");
    assertThat(rejected.found()).contains("CONTACT,");

    world.send(Commands.approveAnyway(ACME, "bob"));
    rejected = world.refused(new WaiveFindings(null, ACME, "bob", "known", List.of(misspelt)));
    assertThat(rejected.found()).contains("CONTACT,");
  }
}
