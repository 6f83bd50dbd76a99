package dev.godwit.orchestrator.view.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.Phase;
import dev.godwit.api.RunOutcome;
import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.RunKind;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.event.EndingEvent.MigrationRolledBack;
import dev.godwit.orchestrator.domain.event.EndingEvent.RehearsalFailed;
import dev.godwit.orchestrator.domain.event.EndingEvent.ReturnStarted;
import dev.godwit.orchestrator.domain.event.EndingEvent.RollbackStarted;
import dev.godwit.orchestrator.domain.event.EndingEvent.ThawStarted;
import dev.godwit.orchestrator.domain.event.RequestEvent.MigrationPaused;
import dev.godwit.orchestrator.domain.event.RunEvent.CutStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.CutWritten;
import dev.godwit.orchestrator.domain.event.RunEvent.SourceFrozen;
import dev.godwit.orchestrator.view.Folded;
import dev.godwit.orchestrator.view.Story;
import java.util.List;
import org.junit.jupiter.api.Test;

class RollbackFoldTest {

  @Test
  void shouldBeStuckWhenThePurgeFails() {
    Story story = copying().turnedBack();
    assertThat(story.fold().migration().stuck).isNull();

    Folded stuck = story.failed(Stage.LOAD, "table contact").fold();
    assertThat(stuck.migration().phase).isEqualTo(Phase.ROLLING_BACK);
    assertThat(stuck.migration().stuck)
        .isEqualTo(
            "The purge of the target failed on table contact: permission denied. Grant it."
                + " The source stays frozen until it is done.");
    assertThat(NextStep.of(stuck.migration(), true))
        .contains("permission denied", "does not continue by itself", "godwit rollback acme")
        .endsWith("Runbook: deploy/runbooks/purge-failed.md");

    Folded again = story.purging("ROLLBACK").fold();
    assertThat(again.migration().stuck).isNull();
    assertThat(NextStep.of(again.migration(), false)).contains("it continues by itself");
  }

  @Test
  void shouldBeStuckWhenThePurgeLeavesRows() {
    Story story = copying().turnedBack().purged(1_204);
    assertThat(story.fold().migration().stuck)
        .startsWith("The purge of the target left rows: 1,204 in contact.");
    assertThat(story.purging("ROLLBACK").purged(0).fold().migration().stuck).isNull();
  }

  @Test
  void shouldBeStuckWhenThePurgeOfACancelledRunFails() {
    Story story = copying().purging("CANCEL").failed(Stage.LOAD, "table contact");
    assertThat(story.fold().migration().stuck).contains("permission denied");
  }

  @Test
  void shouldBeStuckWhenAnyOtherStepFails() {
    Story story = copying().opened().turnedBack().purged(0);

    story.add("loader", new CutStarted(Entity.LIVE, 1, true));
    assertThat(story.failed(Stage.EXTRACT, "live").fold().migration().stuck)
        .startsWith("The cut that closes live engagement failed on live:");
    story.add("ann", new CutStarted(Entity.LIVE, 2, true));
    assertThat(story.fold().migration().stuck).isNull();
    story.add("extractor", new CutWritten(Entity.LIVE, 2, List.of(9L, 9L), true));

    story.add("extractor", new ReturnStarted(List.of(3L, 4L), List.of(9L, 9L)));
    assertThat(story.failed(Stage.EXTRACT, "live").fold().migration().stuck)
        .startsWith("The return of live events to the source failed");
    story.add("ann", new ReturnStarted(List.of(3L, 4L), List.of(9L, 9L)));
    assertThat(story.fold().migration().stuck).isNull();

    story.add("extractor", new ThawStarted());
    assertThat(story.failed(Stage.EXTRACT, "acme").fold().migration().stuck)
        .startsWith("The thaw of the source failed");
    story.add("extractor", new MigrationRolledBack("Rolled back by ann.", "", "Rehearse."));
    assertThat(story.fold().migration().stuck).isNull();
  }

  @Test
  void shouldNotBeStuckWhenAnotherTaskFails() {
    Story story = copying().turnedBack();
    assertThat(story.failed(Stage.EXTRACT, "a cut of live engagement").fold().migration().stuck)
        .isNull();
    assertThat(story.purged(0).failed(Stage.LOAD, "late").fold().migration().stuck).isNull();
  }

  @Test
  void shouldNotBeStuckWhenThePurgeOfARetryFails() {
    Story story = copying().abandoned().failed(Stage.LOAD, "table contact");
    assertThat(story.fold().migration().stuck).isNull();
  }

  @Test
  void shouldNotPlanWhenTheFreezeIsReportedLate() {
    Story story = copying().turnedBack();
    story.add("extractor", new SourceFrozen(true));
    assertThat(story.fold().migration().phase).isEqualTo(Phase.ROLLING_BACK);
    assertThat(story.fold().runs().get(2).frozen).isTrue();
  }

  @Test
  void shouldEndAnAbandonedRunWhenTheNextBegins() {
    Story story = copying().abandoned().purged(0);
    Folded purged = story.fold();
    assertThat(purged.runs().get(2).endedAt).isNull();

    Folded next = story.nextRun(RunKind.LIVE).fold();
    RunDocument before = next.runs().get(2);
    assertThat(before.outcome).isEqualTo(RunOutcome.ABANDONED);
    assertThat(before.phase).isEqualTo(Phase.ABANDONED);
    assertThat(before.endedAt).isEqualTo(next.runs().get(3).startedAt);
    assertThat(next.migration().run).isEqualTo(3);
    assertThat(next.migration().phase).isEqualTo(Phase.ASSESSING);
  }

  @Test
  void shouldRollBackWhenThePurgeOfAnAbandonedRunLeavesRows() {
    Story story = copying().abandoned().purged(7);
    story.add("loader", new RollbackStarted("7 rows are left.", "STAGE_FAILED", "purge", "Look."));
    story.purging("ROLLBACK");
    assertThat(story.fold().runs().get(2).outcome).isEqualTo(RunOutcome.RUNNING);
    assertThat(story.fold().migration().phase).isEqualTo(Phase.ROLLING_BACK);

    story.purged(0).add("loader", new ThawStarted());
    story.add("extractor", new MigrationRolledBack("7 rows were left.", "purge", "Look."));
    Folded back = story.fold();
    assertThat(back.migration().phase).isEqualTo(Phase.ROLLED_BACK);
    assertThat(back.runs().get(2).outcome).isEqualTo(RunOutcome.ROLLED_BACK);
    assertThat(back.runs().get(2).failure.next()).isEqualTo("Look.");
  }

  @Test
  void shouldFailTheRehearsalWhenThePurgeOfAnAbandonedRunFails() {
    Story story = Story.rehearsed().nextRun(RunKind.REHEARSAL).abandoned();
    story.purged(3).add("loader", new RehearsalFailed(List.of("3 rows are left.")));
    Folded failed = story.fold();
    RunDocument run = failed.runs().get(2);
    assertThat(run.outcome).isEqualTo(RunOutcome.FAILED);
    assertThat(run.failure.next()).isEmpty();
    assertThat(failed.migration().phase).isEqualTo(Phase.REHEARSAL_FAILED);
  }

  @Test
  void shouldEndThePauseWithTheRunUnlessAbandoned() {
    Story story = copying();
    story.add("ann", new MigrationPaused("newsletter"));
    assertThat(story.abandoned().purged(0).nextRun(RunKind.LIVE).fold().migration().paused)
        .isTrue();

    Story back = copying();
    back.add("ann", new MigrationPaused("newsletter"));
    Folded over = back.failedAndRolledBack().fold();
    assertThat(over.migration().paused).isFalse();
    assertThat(NextStep.of(over.migration(), false)).doesNotContain("resume");
  }

  @Test
  void shouldEndThePauseWhenCommitted() {
    Story story = copying();
    story.add("ann", new MigrationPaused("newsletter"));
    assertThat(story.committed().fold().migration().paused).isFalse();
  }

  private static Story copying() {
    return Story.rehearsed().approved().copyingLive();
  }
}
