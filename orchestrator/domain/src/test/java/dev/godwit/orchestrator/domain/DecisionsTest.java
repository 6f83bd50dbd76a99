package dev.godwit.orchestrator.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.orchestrator.domain.command.Command;
import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.Fix;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.common.Waiver;
import dev.godwit.orchestrator.domain.event.DecisionEvent.DecisionUndone;
import dev.godwit.orchestrator.domain.event.DecisionEvent.FixDecided;
import dev.godwit.orchestrator.domain.event.DecisionEvent.MergesDecided;
import dev.godwit.orchestrator.domain.event.ReplayEvent.ReplayStarted;
import dev.godwit.orchestrator.domain.event.RequestEvent.CommandRejected;
import dev.godwit.orchestrator.domain.event.RequestEvent.MigrationApproved;
import dev.godwit.orchestrator.domain.event.RunEvent.RunStarted;
import dev.godwit.orchestrator.domain.state.ForwardState.Held;
import dev.godwit.orchestrator.domain.state.IdleState.Committed;
import dev.godwit.orchestrator.domain.task.Task.EnableTarget;
import dev.godwit.orchestrator.domain.task.Task.ExtractChunk;
import dev.godwit.orchestrator.domain.task.Task.PlanExtraction;
import dev.godwit.orchestrator.domain.task.Task.RecheckSource;
import dev.godwit.orchestrator.domain.task.Task.ReplayRecords;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Decisions hold for the next runs, and a rehearsal with others than hold allows no live run. */
class DecisionsTest extends OneMigration {

  private List<Long> holding() {
    return world.migration(ACME).decisions().positions();
  }

  private static Waiver undecided(long upTo) {
    return new Waiver(Entity.CONTACTS, QuarantineCount.UNDECIDED_MERGE, upTo, "");
  }

  @Test
  void shouldCountWhatWasDecidedAndKeepItsPosition() {
    rehearsed();
    world.send(
        Commands.decideMerges(
            ACME,
            "cleo",
            0,
            Commands.together("a", "b"),
            Commands.apart("c", "d", "e"),
            Commands.byRule(true, "*", 12.5)));
    MergesDecided decided = (MergesDecided) last();
    assertThat(decided)
        .isEqualTo(new MergesDecided(1, decided.position(), 2, 1, 1, "looked at them"));
    assertThat(world.history.getLast().envelope().causationId())
        .isEqualTo("command-" + decided.position());
    assertThat(world.history.getLast().envelope().run()).isZero();
    world.send(Commands.decideFix(ACME));
    FixDecided fix = (FixDecided) last();
    assertThat(fix.number()).isEqualTo(2);
    assertThat(fix.fixes()).containsExactly("TRUNCATE contacts.outlet");
    assertThat(holding()).containsExactly(decided.position(), fix.position());
  }

  @Test
  void shouldPlanTheNextRunsWithTheDecisionsThatHold() {
    rehearsed();
    world.send(Commands.decideMerges(ACME));
    world.send(Commands.decideFix(ACME));
    world.send(Commands.decideMerges(ACME));
    world.send(Commands.undo(ACME, 2));
    assertThat(last()).isEqualTo(new DecisionUndone(2, "wrong"));
    List<Long> hold = holding();
    assertThat(hold).hasSize(2);
    world.send(Commands.rehearse(ACME, "ann"));
    assertThat(((RunStarted) last()).decisions()).isEqualTo(hold);
    world.workUntil(PlanExtraction.class);
    assertThat(world.pending.getFirst().task()).isEqualTo(new PlanExtraction(hold));
  }

  @Test
  void shouldKeepARunWithTheDecisionsThatItBeganWith() {
    approved();
    world.systems.conditions.snapshotsToLose = 1;
    world.send(Commands.start(ACME, "ann"));
    world.send(Commands.decideFix(ACME));
    world.workUntil(ExtractChunk.class);
    world.work(ExtractChunk.class);
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
    assertThat(world.migration(ACME).runs()).as("another run after the lost one").isEqualTo(3);
    assertThat(world.migration(ACME).run().decisions()).isEmpty();
    assertThat(holding()).hasSize(1);
  }

  @Test
  void shouldRefuseToApproveARehearsalWithOtherDecisions() {
    rehearsed();
    world.send(Commands.decideMerges(ACME));
    CommandRejected refused = world.refused(Commands.approveAll(ACME, "bob"));
    assertThat(refused.expected()).isEqualTo("a rehearsal with the decisions that hold now");
    assertThat(refused.found()).isEqualTo("rehearsal 1 was made without them: decided since: 1");
    assertThat(refused.action()).contains("godwit rehearse acme --by YOU --why TEXT");
    world.send(Commands.rehearse(ACME, "ann"));
    world.workAll();
    world.send(Commands.approveAll(ACME, "bob"));
    assertThat(last()).isInstanceOf(MigrationApproved.class);
  }

  @Test
  void shouldRefuseToStartWhenDecisionsChangedSinceTheRehearsal() {
    world.send(Commands.rehearse(ACME, "ann"));
    world.workAll();
    world.send(Commands.decideMerges(ACME));
    world.send(Commands.rehearse(ACME, "ann"));
    world.workAll();
    world.send(Commands.approveAll(ACME, "bob"));
    world.send(Commands.undo(ACME, 1));
    world.send(Commands.decideFix(ACME));
    CommandRejected refused = world.refused(Commands.start(ACME, "ann"));
    assertThat(refused.found())
        .isEqualTo("rehearsal 2 was made without them: decided since: 2; undone since: 1");
  }

  @Test
  void shouldAllowTheLiveRunWhenAllThatWasDecidedSinceWasUndone() {
    approved();
    world.send(Commands.decideMerges(ACME));
    world.send(Commands.undo(ACME, 1));
    world.send(Commands.start(ACME, "ann"));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }

  @Test
  void shouldRefuseADecisionWhenSomebodyDecidedMeanwhile() {
    rehearsed();
    world.send(Commands.decideMerges(ACME, "ann", 0, Commands.together("a", "b")));
    CommandRejected refused =
        world.refused(Commands.decideMerges(ACME, "bob", 0, Commands.apart("a", "b")));
    assertThat(refused.expected()).isEqualTo("last decision 0, which the author saw");
    assertThat(refused.found()).isEqualTo("last decision 1 by ann");
    assertThat(refused.action()).contains("List again");
    world.send(Commands.decideMerges(ACME, "bob", 1, Commands.apart("a", "b")));
    assertThat(holding()).hasSize(2);
  }

  @Test
  void shouldRefuseDecisionsWhenNobodyRequestedTheMigration() {
    assertThat(world.refused(Commands.decideMerges(ACME)).found())
        .isEqualTo("no migration of customer acme");
    assertThat(world.refused(Commands.decideFix(ACME)).action()).contains("RehearseMigration");
    assertThat(world.refused(Commands.undo(ACME, 1)).expected())
        .isEqualTo("a customer whose migration was requested");
  }

  @Test
  void shouldRefuseAnUndoWhenTheDecisionDoesNotHold() {
    rehearsed();
    assertThat(world.refused(Commands.undo(ACME, 1)).expected())
        .isEqualTo("a decision of the customer, which has none");
    world.send(Commands.decideMerges(ACME));
    assertThat(world.refused(Commands.undo(ACME, 2)).expected())
        .isEqualTo("a decision of the customer, which has numbers 1 to 1");
    world.send(Commands.undo(ACME, 1));
    assertThat(world.refused(Commands.undo(ACME, 1)).found())
        .isEqualTo("decision 1, which was undone");
    world.send(Commands.decideMerges(ACME));
    assertThat(((MergesDecided) last()).number()).as("a number is not used again").isEqualTo(2);
  }

  @Test
  void shouldTakeFixesButNoMergesAfterTheCommit() {
    startedWithMerges();
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
    assertThat(world.refused(Commands.decideMerges(ACME)).expected())
        .isEqualTo("a customer that is still in the source");
    assertThat(world.refused(Commands.undo(ACME, 1)).action()).contains("in the target");
    world.send(Commands.decideFix(ACME));
    assertThat(last()).isInstanceOf(FixDecided.class);
    world.send(Commands.replay(ACME, Stage.LOAD));
    assertThat(((ReplayStarted) last()).decisions()).isEqualTo(holding());
    assertThat(world.pending.getLast().task())
        .isInstanceOfSatisfying(
            ReplayRecords.class, task -> assertThat(task.decisions()).isEqualTo(holding()));
    world.send(Commands.undo(ACME, 2));
    assertThat(last()).as("a fix of a redrive").isEqualTo(new DecisionUndone(2, "wrong"));
    assertThat(world.refused(Commands.undo(ACME, 2)).found())
        .isEqualTo("customer acme committed by run 3");
  }

  private void startedWithMerges() {
    rehearsed();
    world.send(Commands.decideMerges(ACME));
    world.send(Commands.rehearse(ACME, "ann"));
    world.workAll();
    world.send(Commands.approveAll(ACME, "bob"));
    world.send(Commands.start(ACME, "ann"));
  }

  @Test
  void shouldHoldTheCommitWhenMergesAreDecidedDuringTheLiveRun() {
    started();
    world.workUntil(ExtractChunk.class);
    world.send(Commands.decideMerges(ACME));
    world.workAll();
    assertThat(((Held) world.state(ACME)).reasons())
        .containsExactly(
            "Merges were decided since the run began (decision 1), so its rows are without them;"
                + " undo that and resume, or roll back and rehearse.");
    world.send(Commands.undo(ACME, 1));
    world.send(Commands.resume(ACME));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }

  @Test
  void shouldHoldTheCommitWhenMergesAreDecidedWhileTheSourceIsReadAgain() {
    started();
    world.workUntil(RecheckSource.class);
    world.send(Commands.decideMerges(ACME));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Held.class);
  }

  @Test
  void shouldHoldTheCommitWhenADecisionOfTheRunIsUndone() {
    startedWithMerges();
    world.workUntil(ExtractChunk.class);
    world.send(Commands.undo(ACME, 1));
    world.workAll();
    assertThat(((Held) world.state(ACME)).reasons())
        .containsExactly(
            "1 decision was undone since the run began, and its rows were made with it; roll back"
                + " and rehearse.");
    world.send(Commands.resume(ACME));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Held.class);
  }

  @Test
  void shouldRefuseDecisionsOnceTheCommitHasBegun() {
    startedWithMerges();
    world.workUntil(EnableTarget.class);
    for (Command late : List.of(Commands.decideMerges(ACME), Commands.undo(ACME, 1))) {
      CommandRejected refused = world.refused(late);
      assertThat(refused.expected()).isEqualTo("a customer whose commit has not begun");
      assertThat(refused.action()).contains("in the target");
    }
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }

  @Test
  void shouldKeepThePositionsThatAReplayBeganWith() {
    committed();
    world.send(Commands.decideFix(ACME));
    List<Long> atBegin = holding();
    world.send(Commands.replay(ACME, Stage.LOAD));
    world.send(Commands.decideFix(ACME));
    assertThat(world.migration(ACME).replay().decisions()).isEqualTo(atBegin);
  }

  @Test
  void shouldNotApproveUndecidedGroupsWhenNobodyWaivesThem() {
    world.systems.conditions.review = 3;
    rehearsed();
    CommandRejected refused = world.refused(Commands.approveAll(ACME, "bob"));
    assertThat(refused.found())
        .isEqualTo(
            "not covered: CONTACTS UNDECIDED_MERGE: 3 groups of rows that may be one, 0 accepted"
                + " undecided; see them: godwit merges list.");
    assertThat(refused.action()).contains("godwit merges");
    assertThat(world.refused(Commands.approve(ACME, undecided(2))).found()).contains("2 accepted");
    world.send(Commands.approve(ACME, undecided(3)));
    assertThat(last()).isInstanceOf(MigrationApproved.class);
  }

  @Test
  void shouldHoldTheCommitWhenTheLiveRunFindsMoreUndecidedGroups() {
    world.systems.conditions.review = 3;
    rehearsed();
    world.send(Commands.approve(ACME, undecided(3)));
    world.systems.conditions.review = 4;
    world.send(Commands.start(ACME, "ann"));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Held.class);
    assertThat(((Held) world.state(ACME)).reasons())
        .containsExactly(
            "CONTACTS UNDECIDED_MERGE: 4 groups of rows that may be one, 3 accepted undecided; see"
                + " them: godwit merges list; waive up to 4, or roll back.");
    world.send(Commands.waive(ACME, Entity.CONTACTS, QuarantineCount.UNDECIDED_MERGE, 4));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }

  @Test
  void shouldNameAFixOnceAndShortenALongList() {
    rehearsed();
    Fix[] fixes = new Fix[450];
    for (int i = 0; i < fixes.length; i++) {
      fixes[i] =
          new Fix(
              Fix.MAP,
              "contacts",
              "field" + i / 2,
              null,
              null,
              null,
              null,
              "from" + i,
              null,
              null,
              null);
    }
    world.send(Commands.decideFix(ACME, fixes));
    assertThat(((FixDecided) last()).fixes())
        .hasSize(201)
        .startsWith("MAP contacts.field0", "MAP contacts.field1")
        .endsWith("and 25 more");
  }

  @Test
  void shouldRefuseFurtherDecisionsWhenTooManyHold() {
    rehearsed();
    for (int i = 0; i < 2_000; i++) {
      world.send(Commands.decideMerges(ACME));
    }
    CommandRejected refused = world.refused(Commands.decideFix(ACME));
    assertThat(refused.expected()).isEqualTo("fewer than 2000 decisions that hold");
    world.send(Commands.undo(ACME, 1_000));
    world.send(Commands.decideFix(ACME));
    assertThat(((FixDecided) last()).number()).isEqualTo(2_001);
  }

  @Test
  void shouldNotRecordADecisionWhenNoRunCouldReadIt() {
    rehearsed();
    ControlPlane controlPlane = new ControlPlane(Simulation.HOLDING);
    Meta nowhere = new Meta("id", Instant.EPOCH);
    assertThatThrownBy(
            () ->
                controlPlane.handle(
                    world.migration(ACME), world.programme(), Commands.decideMerges(ACME), nowhere))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("offset of the command");
  }
}
