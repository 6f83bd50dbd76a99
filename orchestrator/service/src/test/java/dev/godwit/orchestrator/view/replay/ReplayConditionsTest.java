package dev.godwit.orchestrator.view.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.Problem;
import dev.godwit.common.v1.Stage;
import dev.godwit.orchestrator.domain.event.ReplayEvent.ReplayCancelled;
import dev.godwit.orchestrator.domain.event.RunEvent.CutStarted;
import dev.godwit.orchestrator.view.Folded;
import dev.godwit.orchestrator.view.Story;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplayConditionsTest {
  private static final dev.godwit.orchestrator.domain.common.Stage LOAD =
      dev.godwit.orchestrator.domain.common.Stage.LOAD;

  @Test
  void shouldAllowAReplayWhenAVerdictOrAGateHoldsTheRunOrItIsCommitted() {
    assertThat(refusal(live().heldByVerdict(1, 1, 0), of(Stage.LOAD))).isEmpty();
    assertThat(refusal(live().heldByVerdict(1, 1, 0), of(Stage.TRANSFORM))).isEmpty();
    assertThat(refusal(live().heldAndWaived(), of(Stage.VALIDATE))).isEmpty();
    assertThat(refusal(live().committed(), of(Stage.LOAD))).isEmpty();
    assertThat(refusal(live().committed(), of(Stage.VALIDATE))).isEmpty();
  }

  @Test
  void shouldRefuseWithTheRemedyWhenTheRunCannotBeReplayed() {
    assertThat(refusal(Story.rehearsed(), of(Stage.LOAD)).orElseThrow().found())
        .contains("a rehearsal");
    assertThat(refusal(live(), of(Stage.LOAD)).orElseThrow().found()).contains("copying");
    assertThat(refusal(live().held(), of(Stage.LOAD)).orElseThrow().action())
        .contains("godwit resume acme");
    assertThat(refusal(live().failedAndRolledBack(), of(Stage.LOAD)).orElseThrow().found())
        .contains("purged");
    assertThat(refusal(live().committed(), of(Stage.TRANSFORM)).orElseThrow().action())
        .contains("--stage load");
  }

  @Test
  void shouldRefuseWhenAnotherReplayOrACutIsUnderWay() {
    Story story = live().heldByVerdict(1, 1, 0).replaying(1, LOAD);
    assertThat(refusal(story, of(Stage.LOAD)).orElseThrow().found()).contains("replay 1, on");
    story.add("ben", new ReplayCancelled(1, ""));
    assertThat(refusal(story, of(Stage.LOAD))).isEmpty();

    Story cut = live().committed();
    cut.add("clock", new CutStarted(dev.godwit.orchestrator.domain.common.Entity.LIVE, 2, false));
    assertThat(refusal(cut, of(Stage.LOAD)).orElseThrow().found()).contains("cut 2 under way");
  }

  @Test
  void shouldRefuseARepairWhenTheLastVerdictHasNoDifferences() {
    assertThat(refusal(live().heldByVerdict(1, 2, 1), ReplayRequest.repair(0))).isEmpty();
    assertThat(refusal(live().committed(), ReplayRequest.repair(0)).orElseThrow().found())
        .contains("at cut 1 without one");
  }

  @Test
  void shouldOnlyValidateAHeldRunWhenItsLiveEngagementIsNotFollowed() {
    Story old = Story.rehearsed().approved().copyingLive().heldByVerdict(1, 1, 0);
    assertThat(refusal(old, of(Stage.LOAD)).orElseThrow().found()).contains("begun before");
    assertThat(refusal(old, of(Stage.VALIDATE))).isEmpty();
  }

  @Test
  void shouldRefuseWhenTheProgrammeIsPaused() {
    Folded folded = live().heldByVerdict(1, 1, 0).fold();
    assertThat(
            ReplayConditions.refusal(folded.migration(), folded.runs().get(2), of(Stage.LOAD), true)
                .orElseThrow()
                .action())
        .contains("godwit programme resume");
  }

  @Test
  void shouldEstimateByTheSlowerOfSpeedAndRate() {
    assertThat(ReplayEstimate.seconds(1_000, 1_000, 100, 0)).isEqualTo(10.0);
    assertThat(ReplayEstimate.seconds(1_000, 1_000, 100, 10)).isEqualTo(100.0);
    assertThat(ReplayEstimate.seconds(1_000, 10, 100, 10)).isEqualTo(10.0);
    assertThat(ReplayEstimate.seconds(1_000, 1_000, 0, 0)).isNull();
    assertThat(ReplayEstimate.seconds(-1, -1, 100, 10)).isNull();
  }

  private static ReplayRequest of(Stage stage) {
    return new ReplayRequest(stage, false, List.of(), List.of(), null, null, false, 0, null, 0);
  }

  private static Story live() {
    return Story.rehearsed().approved().copyingLive().opened();
  }

  private static Optional<Problem> refusal(Story story, ReplayRequest request) {
    Folded folded = story.fold();
    return ReplayConditions.refusal(
        folded.migration(), folded.runs().get(folded.migration().run), request, false);
  }
}
