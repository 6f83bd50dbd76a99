package dev.godwit.orchestrator.view.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.Phase;
import dev.godwit.api.ReportAnswer;
import dev.godwit.api.RunOutcome;
import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.common.RunKind;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.event.DecisionEvent;
import dev.godwit.orchestrator.domain.event.EndingEvent.RehearsalPassed;
import dev.godwit.orchestrator.domain.event.EndingEvent.RunAbandoned;
import dev.godwit.orchestrator.domain.event.EndingEvent.RunRefused;
import dev.godwit.orchestrator.domain.event.RequestEvent.CommandRejected;
import dev.godwit.orchestrator.domain.event.RequestEvent.MigrationPaused;
import dev.godwit.orchestrator.view.Folded;
import dev.godwit.orchestrator.view.Story;
import java.util.List;
import org.junit.jupiter.api.Test;

class MigrationFoldTest {

  @Test
  void shouldWaitForASecondPersonWhenTheRehearsalPassed() {
    Folded folded = Story.rehearsed().fold();

    assertThat(folded.migration().phase).isEqualTo(Phase.REHEARSED);
    assertThat(folded.migration().requestedBy).isEqualTo("ann");
    assertThat(NextStep.of(folded.migration(), false))
        .contains("a person other than ann approves with godwit approve acme");
    RunDocument run = folded.runs().get(1);
    assertThat(run.outcome).isEqualTo(RunOutcome.PASSED);
    assertThat(run.endedAt).isNotNull();
    assertThat(run.chunks).isEqualTo(2);
    assertThat(run.planned).containsEntry("CONTACTS", 100L);
  }

  @Test
  void shouldWaitForADecisionWhenTheRehearsalProvedTooLittle() {
    Story story = Story.rehearsed().nextRun(RunKind.REHEARSAL);
    story.add(
        "loader",
        new RehearsalPassed(
            List.of(new QuarantineCount(Entity.CONTACTS, Stage.VALIDATE, "LOW_SHARE", 388)),
            "s",
            "t"));
    Folded folded = story.fold();

    assertThat(folded.runs().get(2).outcome).isEqualTo(RunOutcome.UNDECIDED);
    assertThat(folded.runs().get(2).outcome.good()).isFalse();
    assertThat(NextStep.of(folded.migration(), false))
        .contains("has to accept that by name: --waive contacts:LOW_SHARE.")
        .contains("approves with godwit approve acme");
    assertThat(NextStep.of(story.approved().fold().migration(), false)).startsWith("Begin");
  }

  @Test
  void shouldAskForDecisionsWhenTheRehearsalFoundUndecidedGroups() {
    Story story = Story.rehearsed().nextRun(RunKind.REHEARSAL);
    story.add(
        "loader",
        new RehearsalPassed(
            List.of(
                new QuarantineCount(
                    Entity.CONTACTS, Stage.VALIDATE, QuarantineCount.UNDECIDED_MERGE, 3)),
            "s",
            "t"));
    Folded folded = story.fold();
    assertThat(folded.runs().get(2).outcome).isEqualTo(RunOutcome.UNDECIDED);
    assertThat(NextStep.of(folded.migration(), false))
        .startsWith("Merge groups wait for a decision: godwit merges list acme")
        .contains("--waive contacts:UNDECIDED_MERGE");
  }

  @Test
  void shouldAskForARehearsalWhenDecisionsChangedSince() {
    Story story = Story.rehearsed().approved();
    story.add("cleo", new DecisionEvent.MergesDecided(1, 40, 1, 0, 0, "x"));
    assertThat(NextStep.of(story.fold().migration(), false))
        .startsWith("Decisions changed since the rehearsal")
        .endsWith("rehearse again with godwit rehearse acme.");
    story.add("cleo", new DecisionEvent.DecisionUndone(1, "y"));
    assertThat(NextStep.of(story.fold().migration(), false)).startsWith("Begin");
  }

  @Test
  void shouldLeaveNoGapsBetweenPhases() {
    RunDocument run = Story.rehearsed().fold().runs().get(1);

    assertThat(run.phases)
        .extracting(RunDocument.PhaseSpan::phase)
        .containsExactly(
            Phase.ASSESSING,
            Phase.PREPARING,
            Phase.PLANNING,
            Phase.COPYING,
            Phase.RECONCILING,
            Phase.REHEARSING_LIVE,
            Phase.PURGING);
    for (int i = 1; i < run.phases.size(); i++) {
      assertThat(run.phases.get(i).startedAt()).isEqualTo(run.phases.get(i - 1).endedAt());
    }
    assertThat(run.phases.getLast().endedAt()).isEqualTo(run.endedAt);
  }

  @Test
  void shouldProveEmptyWhenThePurgeLeftNothing() {
    RunDocument run = Story.rehearsed().fold().runs().get(1);

    assertThat(run.purge.empty()).isTrue();
    assertThat(run.purge.tables()).containsExactly(new ReportAnswer.Purge.Table("contact", 97, 0));
    assertThat(run.purge.reason()).isEqualTo("The rehearsal is over.");
  }

  @Test
  void shouldKeepWaiversWithAuthorAndReason() {
    Folded folded = Story.rehearsed().approved().fold();

    assertThat(folded.migration().phase).isEqualTo(Phase.APPROVED);
    assertThat(folded.migration().waivers)
        .singleElement()
        .satisfies(
            w -> {
              assertThat(w.by()).isEqualTo("ben");
              assertThat(w.why()).isEqualTo("they are known");
              assertThat(w.upTo()).isEqualTo(3);
            });
  }

  @Test
  void shouldFreezeBeforePlanningInALiveRun() {
    Folded copying = Story.rehearsed().approved().copyingLive().fold();
    assertThat(copying.migration().phase).isEqualTo(Phase.COPYING);
    assertThat(copying.runs().get(2).phases)
        .extracting(RunDocument.PhaseSpan::phase)
        .containsExactly(
            Phase.ASSESSING, Phase.PREPARING, Phase.FREEZING, Phase.PLANNING, Phase.COPYING);

    Folded folded = Story.rehearsed().approved().copyingLive().committed().fold();
    assertThat(folded.migration().phase).isEqualTo(Phase.COMMITTED);
    assertThat(folded.runs().get(2).outcome).isEqualTo(RunOutcome.COMMITTED);
  }

  @Test
  void shouldShowCutsAfterTheCommitAndChangeNothingElse() {
    Story story = Story.rehearsed().approved().copyingLive().opened().committed();
    Folded committed = story.fold();
    Folded folded = story.cut(2, 40, true).cut(3, 55, false).fold();

    RunDocument run = folded.runs().get(2);
    assertThat(run.outcome).isEqualTo(RunOutcome.COMMITTED);
    assertThat(run.verdict.cut()).isEqualTo(1);
    assertThat(run.cuts).doesNotContain("LIVE");
    assertThat(run.failure).isNull();
    assertThat(run.live.cut.cut()).isEqualTo(3);
    assertThat(run.live.cut.arrived()).isEqualTo(55);
    assertThat(run.live.verdict.ledger().getFirst().live()).isTrue();
    assertThat(run.live.alarms).hasSize(1);
    assertThat(folded.migration().phase).isEqualTo(Phase.COMMITTED);
    assertThat(folded.migration().changedAt).isEqualTo(committed.migration().changedAt);
    assertThat(folded.migration().lastCut.reconciled()).isFalse();
    assertThat(NextStep.of(folded.migration(), false)).contains("An alarm stands");

    Folded mended = story.cut(4, 60, true).fold();
    assertThat(mended.migration().alarm).isNull();
    assertThat(mended.runs().get(2).live.alarmCount).isEqualTo(1);
  }

  @Test
  void shouldKeepAlarmsAndCutsBounded() {
    Story story = Story.rehearsed().approved().copyingLive().opened().committed();
    for (int cut = 2; cut < 102; cut++) {
      story.cut(cut, cut, false);
    }
    RunDocument run = story.fold().runs().get(2);
    assertThat(run.live.alarmCount).isEqualTo(100);
    assertThat(run.live.alarms).hasSize(10);
    assertThat(run.live.alarms.getFirst().cut()).isEqualTo(101);
    assertThat(run.cuts).hasSize(1);
  }

  @Test
  void shouldShowTheEventsReturnedToTheSource() {
    Story story = Story.rehearsed().approved().copyingLive().opened().failedAndRolledBack();
    RunDocument run = story.closedAndReturned().fold().runs().get(2);
    assertThat(run.live.returned.returned()).isEqualTo(5);
    assertThat(run.live.closedAt).isNotNull();
    assertThat(run.live.underWay).isNull();
  }

  @Test
  void shouldStayOpenWhenHeldUntilAWaiver() {
    Story story = Story.rehearsed().approved().copyingLive().heldAndWaived();
    Folded held = story.fold();
    assertThat(held.migration().phase).isEqualTo(Phase.HELD);
    assertThat(held.runs().get(2).outcome).isEqualTo(RunOutcome.HELD);
    assertThat(NextStep.of(held.migration(), false))
        .contains("2 contacts with BAD_DATE are not waived.")
        .contains("godwit waive acme");

    Folded waived = story.waived().fold();
    assertThat(waived.migration().phase).isEqualTo(Phase.COMMITTING);
    assertThat(waived.migration().gate).isEmpty();
    assertThat(waived.runs().get(2).outcome).isEqualTo(RunOutcome.RUNNING);
  }

  @Test
  void shouldNameTheFirstFailureAndTheNextStepWhenRolledBack() {
    Folded folded = Story.rehearsed().approved().copyingLive().failedAndRolledBack().fold();

    assertThat(folded.migration().phase).isEqualTo(Phase.ROLLED_BACK);
    assertThat(NextStep.of(folded.migration(), false)).isEqualTo("Mend the pack, then rehearse.");
    RunDocument run = folded.runs().get(2);
    assertThat(run.outcome).isEqualTo(RunOutcome.ROLLED_BACK);
    assertThat(run.failure.where()).isEqualTo("Stage load, table contact");
    assertThat(run.failure.what()).isEqualTo("column \"tag\" does not exist");
    assertThat(run.purge.empty()).isTrue();
    assertThat(run.frozen).isFalse();
  }

  @Test
  void shouldShowAWaitingStageUntilItRecovers() {
    Story story = Story.rehearsed().approved().copyingLive().waiting();
    assertThat(story.fold().migration().waiting.values())
        .singleElement()
        .asString()
        .contains("load waits for the target database");
    assertThat(story.recovered().fold().migration().waiting).isEmpty();
  }

  @Test
  void shouldShowAWaitingStageAfterTheCommitUntilAVerdict() {
    Story story = Story.rehearsed().approved().copyingLive().opened().committed();
    Folded committed = story.fold();
    Folded waits = story.waiting().fold();
    assertThat(waits.migration().waiting).hasSize(1);
    assertThat(waits.migration().changedAt).isEqualTo(committed.migration().changedAt);
    assertThat(story.recovered().fold().migration().waiting).isEmpty();

    assertThat(story.waiting().fold().migration().waiting).hasSize(1);
    assertThat(story.cut(2, 40, true).fold().migration().waiting).isEmpty();
  }

  @Test
  void shouldExcludeBothRequestersFromTheApproval() {
    Story story = Story.rehearsed().nextRun(RunKind.REHEARSAL, "Ben").abandoned();
    story.purged(0).nextRun(RunKind.REHEARSAL);
    story.add("loader", new RehearsalPassed(List.of(), "s", "t"));
    assertThat(NextStep.of(story.fold().migration(), false))
        .contains("a person other than ann and Ben approves");

    Story same = Story.rehearsed().nextRun(RunKind.REHEARSAL, "ANN");
    same.add("loader", new RehearsalPassed(List.of(), "s", "t"));
    assertThat(NextStep.of(same.fold().migration(), false))
        .contains("a person other than ann approves");
  }

  @Test
  void shouldChangeNothingWhenACommandIsRejected() {
    Story story = Story.rehearsed();
    Phase before = story.fold().migration().phase;
    story.add(
        "ann", new CommandRejected("id", "StartMigration", "an approval", "none", "Approve."));
    assertThat(story.fold().migration().phase).isEqualTo(before);
  }

  @Test
  void shouldKeepThePhaseWhenPaused() {
    Story story = Story.rehearsed().approved().copyingLive();
    story.add("ann", new MigrationPaused("newsletter"));
    Folded folded = story.fold();
    assertThat(folded.migration().paused).isTrue();
    assertThat(folded.migration().phase).isEqualTo(Phase.COPYING);
    assertThat(NextStep.of(folded.migration(), false)).contains("godwit resume acme");
  }

  @Test
  void shouldKeepThePhaseWhenAnEventBelongsToAnEndedRun() {
    Story story = Story.rehearsed().approved();
    story.add("ann", 1, new MigrationPaused("newsletter"));
    assertThat(story.fold().migration().phase).isEqualTo(Phase.APPROVED);
  }

  @Test
  void shouldKeepTheApprovalWhenTheRunIsRefused() {
    Story story = Story.rehearsed().approved();
    story.copyingLive();
    story.add("loader", new RunRefused(List.of("The target holds rows."), "Purge them."));
    Folded folded = story.fold();
    assertThat(folded.migration().phase).isEqualTo(Phase.APPROVED);
    assertThat(folded.runs().get(2).outcome).isEqualTo(RunOutcome.REFUSED);
    assertThat(folded.runs().get(2).outcome.open()).isFalse();
  }

  @Test
  void shouldAnnounceAnotherRunWhenOneIsAbandoned() {
    Story story = Story.rehearsed().approved().copyingLive();
    story.add("extractor", new RunAbandoned("The snapshot was lost."));
    RunDocument run = story.fold().runs().get(2);
    assertThat(run.outcome).isEqualTo(RunOutcome.ABANDONED);
    assertThat(run.failure.next()).isEqualTo("Another run follows by itself.");
  }
}
