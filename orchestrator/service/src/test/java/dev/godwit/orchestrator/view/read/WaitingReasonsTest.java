package dev.godwit.orchestrator.view.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.godwit.api.HoldAnswer;
import dev.godwit.api.ProgressAnswer;
import dev.godwit.api.Runbook;
import dev.godwit.api.WhyAnswer.Kind;
import dev.godwit.api.WhyAnswer.Reason;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.event.EndingEvent.RunRefused;
import dev.godwit.orchestrator.domain.event.ReplayEvent.ReplayFailed;
import dev.godwit.orchestrator.domain.event.ReplayEvent.ReplayPaused;
import dev.godwit.orchestrator.domain.event.RequestEvent.MigrationPaused;
import dev.godwit.orchestrator.view.Folded;
import dev.godwit.orchestrator.view.Story;
import dev.godwit.orchestrator.view.fold.MigrationDocument;
import dev.godwit.wire.topics.OpenTransaction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class WaitingReasonsTest {

  @Test
  void shouldNameHoldAndItsCommandsFirstWhenTheRunIsHeld() {
    Folded folded = live().waiting().held().fold();

    List<Reason> reasons = reasons(folded, List.of());

    assertThat(reasons).extracting(Reason::kind).containsExactly(Kind.HELD, Kind.STAGE_WAITS);
    assertThat(reasons.getFirst().text()).contains("load on table contact", "4711");
    assertThat(reasons.getFirst().since()).isEqualTo(folded.migration().hold.since());
    assertThat(reasons.getLast().since()).isNotNull();
    assertThat(commands(folded, reasons))
        .startsWith("godwit resume acme", "godwit rollback acme")
        .doesNotContain("godwit watch acme");
  }

  @Test
  void shouldSayWhyTheLastRunWasRefusedBeforeSomebodyBeginsAnother() {
    Story story = live();
    story.add("loader", new RunRefused(List.of("The target holds rows."), "Purge them."));

    assertThat(reasons(story.fold(), List.of()))
        .extracting(Reason::kind, Reason::text)
        .containsExactly(
            tuple(
                Kind.PERSON,
                "run 2 was refused before anything was touched: The target holds rows. Purge them."
                    + " Then a person begins the live run"));
  }

  @Test
  void shouldNameThePauseWithAuthorAndReason() {
    Story story = live();
    story.add("ann", new MigrationPaused("newsletter"));
    Folded folded = story.fold();
    MigrationDocument programme = new MigrationDocument();
    programme.customer = "*";
    programme.paused = true;
    programme.pausedAt = Story.BEGIN;
    programme.pausedBy = "ben";

    List<Reason> reasons =
        WaitingReasons.of(
            folded.migration(),
            folded.runs().get(2),
            folded.migration().phase,
            programme,
            List.of(),
            List.of(),
            Map.of(),
            List.of());

    assertThat(reasons)
        .extracting(Reason::text)
        .containsExactly("paused by ben", "paused by ann: newsletter");
    assertThat(commands(folded, reasons))
        .startsWith("godwit programme resume", "godwit resume acme");
  }

  @Test
  void shouldTellStagesWithoutProgressFromThoseThatMove() {
    Folded folded = live().fold();
    Instant last = Story.BEGIN.plusSeconds(3);

    List<Reason> reasons =
        WaitingReasons.of(
            folded.migration(),
            folded.runs().get(2),
            folded.migration().phase,
            null,
            List.of(),
            List.of(stage("TRANSFORM", 40, 12.0), stage("LOAD", 590, 0), stage("EXTRACT", 0, 0)),
            Map.of("LOAD/CONTACTS", last),
            List.of());

    assertThat(reasons).extracting(Reason::kind).containsExactly(Kind.NO_PROGRESS, Kind.LAG);
    assertThat(reasons.getFirst().text()).contains("load contacts has 590 records to process");
    assertThat(reasons.getFirst().since()).isEqualTo(last);
    assertThat(commands(folded, reasons)).containsExactly("godwit lag acme", "godwit watch acme");
  }

  @Test
  void shouldNameTheHeldRunOfAnotherCustomerWhenItsRecordsStandBefore() {
    Folded folded = live().fold();
    MigrationDocument held = new MigrationDocument();
    held.customer = "globex";
    held.run = 4;
    held.hold =
        new HoldAnswer(Story.BEGIN, "LOAD", "contacts", "too long", 1, "7", List.of(), false);

    List<Reason> reasons =
        WaitingReasons.of(
            folded.migration(),
            folded.runs().get(2),
            folded.migration().phase,
            null,
            List.of(held),
            List.of(stage("TRANSFORM", 40, 0), stage("LOAD", 590, 0)),
            Map.of(),
            List.of());

    assertThat(reasons.get(0).text()).doesNotContain("globex");
    assertThat(reasons.get(1).text())
        .contains("run 4 of customer globex is held in this stage", "godwit why globex");
  }

  @Test
  void shouldNameTheProducerWhenAnOpenTransactionHoldsTheLiveTopic() {
    OpenTransaction open =
        new OpenTransaction(
            new TopicPartition("crm.engagements.live.v1", 3),
            812,
            4711,
            Optional.of("foreign"),
            Story.BEGIN);
    Folded folded = live().opened().committed().fold();

    List<Reason> reasons =
        WaitingReasons.of(
            folded.migration(),
            folded.runs().get(2),
            folded.migration().phase,
            null,
            List.of(),
            List.of(),
            Map.of(),
            List.of(open));

    assertThat(reasons)
        .singleElement()
        .satisfies(
            reason -> {
              assertThat(reason.kind()).isEqualTo(Kind.STAGE_WAITS);
              assertThat(reason.since()).isEqualTo(Story.BEGIN);
              assertThat(reason.text())
                  .contains("partition 3 of crm.engagements.live.v1", "4711", "foreign", "since");
              assertThat(reason.runbook()).isEqualTo(Runbook.HANGING_TRANSACTION.path());
            });
  }

  @Test
  void shouldNameTheStepWhenNothingElseIsKnown() {
    Folded folded = live().fold();
    assertThat(reasons(folded, List.of()))
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.kind()).isEqualTo(Kind.STEP);
              assertThat(r.text()).isEqualTo("copying");
              assertThat(r.since()).isNotNull();
            });
  }

  @Test
  void shouldNameTheGateTheCutAndTheReplay() {
    Folded gate = live().heldAndWaived().fold();
    assertThat(reasons(gate, List.of())).extracting(Reason::kind).containsExactly(Kind.GATE);
    assertThat(commands(gate, reasons(gate, List.of()))).contains("godwit quarantine acme");

    Story replaying = live().heldByVerdict(1, 1, 0).replaying(1, Stage.LOAD);
    Folded on = replaying.fold();
    assertThat(commands(on, reasons(on, List.of()))).contains("godwit replay acme --pause");
    replaying.add("ben", new ReplayPaused(1));
    Folded paused = replaying.fold();
    assertThat(reasons(paused, List.of()))
        .extracting(Reason::kind)
        .containsExactly(Kind.HELD, Kind.REPLAY);
    assertThat(commands(paused, reasons(paused, List.of())))
        .contains("godwit replay acme --resume");

    Folded alarm = live().opened().committed().cut(2, 40, false).fold();
    assertThat(reasons(alarm, List.of())).extracting(Reason::kind).containsExactly(Kind.ALARM);
  }

  @Test
  void shouldNameTheFailedReplayAndItsRunbook() {
    Story story = live().heldByVerdict(1, 1, 0).replaying(1, Stage.LOAD);
    story.add("loader", new ReplayFailed(1, "permission denied", "Grant it."));
    Folded failed = story.fold();
    List<Reason> reasons = reasons(failed, List.of());
    assertThat(reasons).extracting(Reason::kind).containsExactly(Kind.HELD, Kind.REPLAY_FAILED);
    assertThat(commands(failed, reasons))
        .contains("godwit repair acme", "godwit replay acme --stage load", "godwit cut acme");
    assertThat(reasons).extracting(Reason::runbook).endsWith(Runbook.REPLAY_FAILED.path());
  }

  @Test
  void shouldNameThePersonsStepWhenTheMigrationRests() {
    Folded rehearsed = Story.rehearsed().fold();
    assertThat(
            WaitingReasons.of(
                rehearsed.migration(),
                rehearsed.runs().get(1),
                rehearsed.migration().phase,
                null,
                List.of(),
                List.of(),
                Map.of(),
                List.of()))
        .singleElement()
        .satisfies(r -> assertThat(r.kind()).isEqualTo(Kind.PERSON));
    Folded committed = live().committed().fold();
    assertThat(reasons(committed, List.of())).isEmpty();
    Folded back = live().failedAndRolledBack().fold();
    assertThat(reasons(back, List.of()).getFirst().text()).contains("column \"tag\"");
  }

  private static ProgressAnswer.Stage stage(String stage, long lag, double speed) {
    return new ProgressAnswer.Stage(
        stage, "CONTACTS", 1_000, 1_000 - lag, 0, lag, 12, speed, null, false);
  }

  private static Story live() {
    return Story.rehearsed().approved().copyingLive();
  }

  private static List<Reason> reasons(Folded folded, List<ProgressAnswer.Stage> stages) {
    return WaitingReasons.of(
        folded.migration(),
        folded.runs().get(2),
        folded.migration().phase,
        null,
        List.of(),
        stages,
        Map.of(),
        List.of());
  }

  private static List<String> commands(Folded folded, List<Reason> reasons) {
    return PossibleCommands.of(folded.migration(), folded.runs().get(2), reasons);
  }
}
