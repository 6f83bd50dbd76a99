package dev.godwit.orchestrator.view.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.LiveAnswer;
import dev.godwit.api.ProgressAnswer;
import dev.godwit.api.RunOutcome;
import dev.godwit.api.text.LivePresenter;
import dev.godwit.common.v1.Stage;
import dev.godwit.orchestrator.view.Story;
import dev.godwit.orchestrator.view.fold.LiveDocument;
import dev.godwit.orchestrator.view.fold.RunDocument;
import dev.godwit.records.Entity;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveArithmeticTest {
  private static final Instant T0 = Story.BEGIN;

  private final RunDocument run = committed();
  private final Map<Stage, StageCounts> counts = new EnumMap<>(Stage.class);
  private final Map<Stage, SinceCuts.Done> since = new EnumMap<>(Stage.class);
  private Unread unread = Unread.NONE;

  @Test
  void shouldContinueAfterTheCommit() {
    receipts();
    List<ProgressAnswer.Stage> stages =
        arithmetic().all().stream().filter(ProgressAnswer.Stage::endless).toList();
    assertThat(stages).extracting(ProgressAnswer.Stage::stage).containsExactly("TRANSFORM", "LOAD");
    assertThat(stages.getLast().lagRecords()).isEqualTo(15);
    assertThat(stages.getLast().lagSeconds()).isEqualTo(2);
    assertThat(stages.getLast().etaSeconds()).isNull();
    LiveAnswer live = arithmetic().live();
    assertThat(live.open()).isTrue();
    assertThat(live.arrived()).isEqualTo(100);
    assertThat(live.loaded()).isEqualTo(70);
    assertThat(live.quarantined()).isEqualTo(9);
    assertThat(live.behindCut()).isEqualTo(100);
    assertThat(live.waiting()).isEqualTo(15);
  }

  @Test
  void shouldCountUnreadEventsAsLagWhenTheTransformerIsDead() {
    receipts();
    unread = new Unread(2_000, T0.toEpochMilli());
    ProgressAnswer.Stage transform = transform();
    assertThat(transform.lagRecords()).isEqualTo(2_000);
    assertThat(transform.lagSeconds()).isEqualTo(3);
    assertThat(arithmetic().live().arrived()).isEqualTo(2_100);
    assertThat(arithmetic().live().behindCut()).isEqualTo(2_100);
    assertThat(arithmetic().live().unread()).isEqualTo(2_000);
  }

  @Test
  void shouldHaveALagAndNoMoreEventsWhenACutWaitsBehindAnOpenTransaction() {
    receipts();
    unread = Unread.NONE.withWaitingCut(T0.toEpochMilli());
    assertThat(transform().lagRecords()).isEqualTo(1);
    assertThat(transform().lagSeconds()).isEqualTo(3);
    assertThat(arithmetic().live().arrived()).isEqualTo(100);
  }

  @Test
  void shouldHaveZeroLagWhenAllIsRead() {
    receipts();
    assertThat(transform().lagRecords()).isZero();
    assertThat(transform().lagSeconds()).isZero();
    assertThat(transform().counted()).isTrue();
  }

  @Test
  void shouldNotKnowTheLagBeforeTheFirstLook() {
    unread = Unread.NOT_KNOWN;
    assertThat(transform().counted()).isFalse();
    assertThat(arithmetic().live().unread()).isNegative();
    run.outcome = RunOutcome.ROLLED_BACK;
    assertThat(transform().lagRecords()).isZero();
  }

  @Test
  void shouldAddReceiptsSinceTheCutToTheVerdict() {
    verdict();
    // Receipts of before are gone: those that are left say less than the verdict.
    receipts();
    since.put(Stage.TRANSFORM, new SinceCuts.Done(7, 50, 48, 0, 2));
    since.put(Stage.LOAD, new SinceCuts.Done(7, 40, 35, 4, 1));
    LiveAnswer live = arithmetic().live();
    assertThat(live.arrived()).isEqualTo(10_050);
    assertThat(live.loaded()).isEqualTo(9_035);
    assertThat(live.duplicates()).isEqualTo(604);
    assertThat(live.quarantined()).isEqualTo(403);
    assertThat(live.behindCut()).isEqualTo(50);
    assertThat(live.waiting()).isEqualTo(8);
  }

  @Test
  void shouldNotKnowEventsBehindTheCutWhenReceiptsHaveExpired() {
    verdict();
    receipts();
    LiveAnswer live = arithmetic().live();
    assertThat(live.arrived()).isEqualTo(10_000);
    assertThat(live.behindCut()).isNegative();
    assertThat(LivePresenter.sentence(live)).contains("not known behind cut 7");
  }

  @Test
  void shouldCountReturnedEventsWhenTheRunWasRolledBack() {
    receipts();
    run.outcome = RunOutcome.ROLLED_BACK;
    run.live.closedAt = T0;
    run.live.returned = new LiveDocument.Returned(110, 80, 10, 15, 5);
    LiveAnswer live = arithmetic().live();
    assertThat(live.arrived()).isEqualTo(110);
    assertThat(live.loaded()).isZero();
    assertThat(live.returned()).isEqualTo(80);
    assertThat(live.waiting()).isZero();
  }

  private void verdict() {
    run.live.cut = new LiveAnswer.Cut(7, true, T0, 10_000);
    run.live.ledger.addFirst(
        new LiveAnswer.LedgerLine(
            7, false, T0, true, 10_000, 9_000, 600, 400, 0, 0, -1, -1, true, 0));
  }

  private void receipts() {
    counts.put(
        Stage.TRANSFORM,
        StageCounts.NONE.plus(Receipts.of(Stage.TRANSFORM, 100, 100, 95, 5, T0.plusSeconds(1))));
    counts.put(
        Stage.LOAD,
        StageCounts.NONE.plus(Receipts.of(Stage.LOAD, 80, 80, 70, 4, T0.plusSeconds(2))));
  }

  private ProgressAnswer.Stage transform() {
    return arithmetic().all().stream()
        .filter(ProgressAnswer.Stage::endless)
        .filter(s -> s.stage().equals("TRANSFORM"))
        .findFirst()
        .orElseThrow();
  }

  private ProgressArithmetic arithmetic() {
    return new ProgressArithmetic(
        run,
        (stage, entity) ->
            entity.equals(Entity.LIVE)
                ? counts.getOrDefault(stage, StageCounts.NONE)
                : StageCounts.NONE,
        (stage, cut) -> Optional.ofNullable(since.get(stage)),
        unread,
        T0.plusSeconds(3));
  }

  private static RunDocument committed() {
    RunDocument run = new RunDocument();
    run.customer = "acme";
    run.run = 2;
    run.outcome = RunOutcome.COMMITTED;
    run.live = new LiveDocument();
    run.live.openedAt = T0;
    return run;
  }
}
