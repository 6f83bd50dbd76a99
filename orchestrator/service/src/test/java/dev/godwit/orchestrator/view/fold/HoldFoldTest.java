package dev.godwit.orchestrator.view.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.FreezeAnswer;
import dev.godwit.api.Phase;
import dev.godwit.api.ReplayAnswer;
import dev.godwit.api.RunOutcome;
import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.ReplaySelection;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.event.HoldEvent.FreezeBudgetReached;
import dev.godwit.orchestrator.domain.event.ReplayEvent;
import dev.godwit.orchestrator.domain.event.RunEvent;
import dev.godwit.orchestrator.view.Folded;
import dev.godwit.orchestrator.view.Story;
import java.util.List;
import org.junit.jupiter.api.Test;

class HoldFoldTest {

  @Test
  void shouldBeHeldWithStageReasonAndCommandsWhenAStageFailed() {
    Folded folded = live().held().fold();

    assertThat(folded.migration().phase).isEqualTo(Phase.HELD);
    assertThat(folded.runs().get(2).outcome).isEqualTo(RunOutcome.HELD);
    assertThat(folded.migration().hold.judged()).isFalse();
    assertThat(folded.migration().hold.actions()).contains("godwit resume acme");
    assertThat(NextStep.of(folded.migration(), false))
        .startsWith(
            "load on table contact: permission denied (3 records, first source id 4711). Mend that")
        .contains("godwit resume acme", "godwit rollback acme", "godwit why acme");
  }

  @Test
  void shouldContinueInTheSamePhaseWhenAHeldRunIsResumed() {
    Folded folded = live().held().resumed(1).fold();

    RunDocument run = folded.runs().get(2);
    assertThat(folded.migration().phase).isEqualTo(Phase.COPYING);
    assertThat(run.outcome).isEqualTo(RunOutcome.RUNNING);
    assertThat(run.hold).isNull();
    assertThat(folded.migration().hold).isNull();
    assertThat(run.phases.subList(run.phases.size() - 3, run.phases.size()))
        .extracting(RunDocument.PhaseSpan::phase)
        .containsExactly(Phase.COPYING, Phase.HELD, Phase.COPYING);
  }

  @Test
  void shouldStayHeldWhenAReportOfWorkUnderWayArrives() {
    Story story = live().held();
    story.add("extractor", new RunEvent.ReconciliationStarted(1));
    Folded folded = story.fold();
    assertThat(folded.migration().phase).isEqualTo(Phase.HELD);
    assertThat(story.resumed(1).fold().migration().phase).isEqualTo(Phase.RECONCILING);
  }

  @Test
  void shouldBeJudgedWhenAVerdictHoldsTheRun() {
    Folded folded = live().heldByVerdict(1, 2, 1).fold();

    assertThat(folded.migration().hold.judged()).isTrue();
    assertThat(folded.migration().gate).isEmpty();
    assertThat(NextStep.of(folded.migration(), false)).contains("godwit repair acme");
  }

  @Test
  void shouldEndTheHoldWhenTheRunRollsBackOrCommits() {
    assertThat(live().held().turnedBack().fold().migration().hold).isNull();
    Story committing = live().heldByVerdict(1, 2, 1);
    committing.add("validator", new RunEvent.CommitStarted(2));
    Folded folded = committing.fold();
    assertThat(folded.migration().hold).isNull();
    assertThat(folded.migration().phase).isEqualTo(Phase.COMMITTING);
    assertThat(folded.runs().get(2).outcome).isEqualTo(RunOutcome.RUNNING);
  }

  @Test
  void shouldCountTheFreezeFromFrozenToThawed() {
    Story story = live();
    RunDocument run = story.fold().runs().get(2);
    FreezeAnswer running = HoldFold.freeze(run, run.frozenAt.plusSeconds(7_300));
    assertThat(running.usedSeconds()).isEqualTo(7_300);
    assertThat(running.budgetSeconds()).isEqualTo(14_400);
    assertThat(running.percent()).isEqualTo(50);
    assertThat(running.lasts()).isTrue();

    story.add("clock", new FreezeBudgetReached(50, 7_300, 14_400));
    assertThat(story.fold().runs().get(2).budgetPercent).isEqualTo(50);
    RunDocument ended = story.failedAndRolledBack().fold().runs().get(2);
    assertThat(HoldFold.freeze(ended, ended.endedAt.plusSeconds(9_999)).usedSeconds())
        .isLessThan(100);
    assertThat(HoldFold.freeze(Story.rehearsed().fold().runs().get(1), Story.BEGIN)).isNull();
  }

  @Test
  void shouldFoldAReplayFromStartToEnd() {
    Story story = live().heldByVerdict(1, 0, 0).replaying(1, Stage.LOAD);
    story.add("loader", new ReplayEvent.ReplayProgressed(1, 3, 10));
    story.add("ben", new ReplayEvent.ReplayPaused(1));
    ReplayDocument paused = story.fold().runs().get(2).lastReplay();
    assertThat(paused.state).isEqualTo(ReplayAnswer.State.PAUSED);
    assertThat(paused.read).isEqualTo(3);
    assertThat(paused.total).isEqualTo(10);
    assertThat(paused.selection).isEqualTo("everything in quarantine");
    assertThat(paused.by).isEqualTo("ben");

    story.add("ben", new ReplayEvent.ReplayResumed(1, 50));
    RunDocument run = story.replayed(1, 9, 1).fold().runs().get(2);
    ReplayAnswer finished = run.lastReplay().answer(2);
    assertThat(finished.state()).isEqualTo(ReplayAnswer.State.FINISHED);
    assertThat(finished.rate()).isEqualTo(50);
    assertThat(finished.released()).isEqualTo(9);
    assertThat(finished.good()).isFalse();
    assertThat(run.phase).isEqualTo(Phase.HELD);
    assertThat(run.replayOfVerdict).isZero();
    assertThat(story.heldByVerdict(2, 1, 0).fold().runs().get(2).replayOfVerdict).isEqualTo(1);
  }

  @Test
  void shouldStayCancelledOrFailedWhenItsReportComesLater() {
    Story cancelled = live().heldByVerdict(1, 0, 0).replaying(1, Stage.LOAD);
    cancelled.add("ben", new ReplayEvent.ReplayCancelled(1, "wrong"));
    ReplayDocument r = cancelled.replayed(1, 4, 0).fold().runs().get(2).lastReplay();
    assertThat(r.state).isEqualTo(ReplayAnswer.State.CANCELLED);
    assertThat(r.released).isEqualTo(4);

    Story failed = live().heldByVerdict(1, 0, 0).replaying(1, Stage.LOAD);
    failed.add("loader", new ReplayEvent.ReplayFailed(1, "refused", "Grant it."));
    ReplayDocument f = failed.fold().runs().get(2).lastReplay();
    assertThat(f.state).isEqualTo(ReplayAnswer.State.FAILED);
    assertThat(f.error).isEqualTo("refused");
    assertThat(f.endedAt).isNotNull();
  }

  @Test
  void shouldKeepTheNewestReplaysOnly() {
    Story story = live().heldByVerdict(1, 0, 0);
    for (int i = 1; i <= ReplayFold.KEPT + 5; i++) {
      story.replaying(i, Stage.VALIDATE).replayed(i, 0, 0);
    }
    RunDocument run = story.fold().runs().get(2);
    assertThat(run.replays).hasSize(ReplayFold.KEPT);
    assertThat(run.lastReplay().replay).isEqualTo(ReplayFold.KEPT + 5);
  }

  @Test
  void shouldWriteTheSelectionInWordsWithoutIds() {
    ReplaySelection selection =
        new ReplaySelection(
            List.of(Entity.CONTACTS, Entity.EMAILS),
            List.of(3),
            17L,
            0L,
            List.of("4711", "815"),
            "BAD_DATE",
            ReplaySelection.NO_CUT,
            false);
    assertThat(Selections.words(selection))
        .isEqualTo(
            "contacts, emails; partition 3; from offset 17; from 1970-01-01T00:00:00Z; 2 ids;"
                + " in quarantine for BAD_DATE");
    assertThat(Selections.words(ReplaySelection.differencesOf(4)))
        .isEqualTo("keys that differ at cut 4");
  }

  private static Story live() {
    return Story.rehearsed().approved().copyingLive();
  }
}
