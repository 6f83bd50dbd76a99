package dev.godwit.orchestrator.view.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.Phase;
import dev.godwit.api.ProgressAnswer;
import dev.godwit.api.RunOutcome;
import dev.godwit.api.StageVerdict;
import dev.godwit.common.v1.Stage;
import dev.godwit.orchestrator.view.Story;
import dev.godwit.orchestrator.view.fold.LiveDocument;
import dev.godwit.orchestrator.view.fold.RunDocument;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Verdicts on a made clock: a run whose contacts the extractor sends all at once. */
class ProgressVerdictTest {
  private static final Instant T0 = Story.BEGIN;
  private static final long ROWS = 1_000_000;

  private final RunDocument run = planned();
  private final Map<String, StageCounts> counts = new HashMap<>();
  private final Map<Stage, Long> otherRuns = new EnumMap<>(Stage.class);
  private final StagePositions positions = new StagePositions();
  private boolean paused;
  private Unread unread = Unread.NONE;

  @Test
  void shouldBeMovingWhileItKeepsItsPace() {
    extracted();
    loadedEachSecond(0, 30, 100);
    assertThat(verdict(Stage.LOAD, 31)).isEqualTo(StageVerdict.MOVING);
    assertThat(verdict(Stage.LOAD, 40)).isEqualTo(StageVerdict.MOVING);
  }

  @Test
  void shouldBeStuckWhenNothingIsReadForLongByItsOwnIntervals() {
    extracted();
    loadedEachSecond(0, 30, 100);
    assertThat(verdict(Stage.LOAD, 30 + 14)).isNotEqualTo(StageVerdict.STUCK);
    assertThat(verdict(Stage.LOAD, 30 + 16)).isEqualTo(StageVerdict.STUCK);
  }

  @Test
  void shouldWaitLongerWhenItsOwnIntervalsAreLong() {
    extracted();
    for (int i = 1; i <= 10; i++) {
      add(Receipts.of(Stage.LOAD, 100, 100, 100, 0, T0.plusSeconds(i * 20L)), T0);
    }
    assertThat(verdict(Stage.LOAD, 200 + 100)).isNotEqualTo(StageVerdict.STUCK);
    assertThat(verdict(Stage.LOAD, 200 + 161)).isEqualTo(StageVerdict.STUCK);
  }

  @Test
  void shouldBeSlowWhenTheRateFallsFarBelowTheMedianOfTheRun() {
    extracted();
    loadedEachSecond(0, 30, 1_000);
    loadedEachSecond(30, 50, 100);
    assertThat(verdict(Stage.LOAD, 50)).isEqualTo(StageVerdict.SLOW);
    loadedEachSecond(50, 70, 900);
    assertThat(verdict(Stage.LOAD, 70)).isEqualTo(StageVerdict.MOVING);
  }

  @Test
  void shouldNotCallWaitingForInputSlowOrStuck() {
    add(Receipts.of(Stage.TRANSFORM, 10_000, 10_000, 3_000, 0, T0), T0);
    loadedEachSecond(0, 30, 100);
    assertThat(verdict(Stage.LOAD, 5_000)).isEqualTo(StageVerdict.IDLE);

    add(Receipts.of(Stage.TRANSFORM, 10, 10, 10, 0, T0.plusSeconds(5_000)), T0);
    assertThat(verdict(Stage.LOAD, 5_001)).isEqualTo(StageVerdict.MOVING);
    Receipt late = Receipts.of(Stage.LOAD, 10, 10, 10, 0, T0.plusSeconds(5_002));
    add(late, T0.plusSeconds(5_001));
    assertThat(counts.get("LOAD/CONTACTS").pace().usualMillis()).isLessThanOrEqualTo(1_000);
  }

  @Test
  void shouldBeStoppedWhenItsGroupHasNoMember() {
    extracted();
    loadedEachSecond(0, 30, 100);
    positions.saw(new StagePositions.Look(Map.of(), Map.of(Stage.LOAD, 0), 0, true));
    assertThat(verdict(Stage.LOAD, 31)).isEqualTo(StageVerdict.STOPPED);
    assertThat(verdict(Stage.TRANSFORM, 31)).isNotEqualTo(StageVerdict.STOPPED);

    positions.forget();
    assertThat(verdict(Stage.LOAD, 31)).isEqualTo(StageVerdict.MOVING);
  }

  @Test
  void shouldBeDrainedOnlyWhenNothingWillCome() {
    extracted();
    assertThat(verdict(Stage.EXTRACT, 10)).isEqualTo(StageVerdict.DRAINED);
    add(Receipts.of(Stage.LOAD, ROWS, ROWS, ROWS, 0, T0.plusSeconds(5)), T0);
    assertThat(verdict(Stage.LOAD, 10)).isEqualTo(StageVerdict.IDLE);
    add(Receipts.cut(Stage.LOAD, T0.plusSeconds(6)), T0);
    assertThat(verdict(Stage.LOAD, 10)).isEqualTo(StageVerdict.DRAINED);
  }

  @Test
  void shouldNotMoveWhenAPersonMustActFirst() {
    paused = true;
    assertThat(verdict(Stage.EXTRACT, 500)).isEqualTo(StageVerdict.PAUSED);
    paused = false;
    assertThat(verdict(Stage.EXTRACT, 500)).isEqualTo(StageVerdict.STUCK);

    extracted();
    run.outcome = RunOutcome.HELD;
    assertThat(verdict(Stage.LOAD, 500)).isEqualTo(StageVerdict.PAUSED);
  }

  @Test
  void shouldNotBeStuckWhileTheStageWorksOnAnotherRun() {
    extracted();
    assertThat(verdict(Stage.LOAD, 500)).isEqualTo(StageVerdict.STUCK);
    otherRuns.put(Stage.LOAD, T0.plusSeconds(499).toEpochMilli());
    assertThat(verdict(Stage.LOAD, 500)).isEqualTo(StageVerdict.MOVING);
  }

  @Test
  void shouldAskLiveEngagementToMoveByItselfAfterTheCommit() {
    run.live = new LiveDocument();
    run.live.openedAt = T0;
    run.outcome = RunOutcome.COMMITTED;
    run.phase = Phase.COMMITTED;
    otherRuns.put(Stage.TRANSFORM, T0.plusSeconds(499).toEpochMilli());
    unread = new Unread(7, T0.plusSeconds(300).toEpochMilli());
    assertThat(verdict(Stage.TRANSFORM, Entity.LIVE, 500)).isEqualTo(StageVerdict.STUCK);
    unread = Unread.NONE;
    assertThat(verdict(Stage.TRANSFORM, Entity.LIVE, 500)).isEqualTo(StageVerdict.IDLE);
    unread = Unread.NOT_KNOWN;
    assertThat(verdict(Stage.TRANSFORM, Entity.LIVE, 500)).isEqualTo(StageVerdict.UNKNOWN);
  }

  @Test
  void shouldNotBlameTheValidatorBeforeAllIsLoaded() {
    extracted();
    loadedEachSecond(0, 30, 100);
    assertThat(verdict(Stage.VALIDATE, 5_000)).isEqualTo(StageVerdict.IDLE);
    for (Entity entity : new Entity[] {Entity.CONTACTS, Entity.EMAILS, Entity.ENGAGEMENTS}) {
      Receipt cut = Receipts.cut(Stage.LOAD, T0.plusSeconds(31));
      cut.setEntity(entity.symbol());
      add(cut, T0);
    }
    assertThat(verdict(Stage.VALIDATE, 60)).isEqualTo(StageVerdict.MOVING);
    assertThat(verdict(Stage.VALIDATE, 200)).isEqualTo(StageVerdict.STUCK);
  }

  @Test
  void shouldTakeTheAgeOfTheRecordAtTheCommittedPosition() {
    extracted();
    loadedEachSecond(0, 30, 100);
    double byCounts = stage(Stage.LOAD, Entity.CONTACTS, 100).lagSeconds();
    positions.saw(
        new StagePositions.Look(
            Map.of(
                new StagePositions.Head("acme/1", Stage.LOAD, Entity.CONTACTS),
                T0.minusSeconds(50).toEpochMilli(),
                new StagePositions.Head("acme/1", Stage.EXTRACT, Entity.CONTACTS),
                T0.minusSeconds(9_000).toEpochMilli(),
                new StagePositions.Head("other/1", Stage.LOAD, Entity.EMAILS),
                T0.minusSeconds(9_000).toEpochMilli()),
            Map.of(),
            0,
            true));
    assertThat(byCounts).isEqualTo(100);
    assertThat(stage(Stage.LOAD, Entity.CONTACTS, 100).lagSeconds()).isEqualTo(150);
    assertThat(stage(Stage.EXTRACT, Entity.CONTACTS, 100).lagSeconds()).isZero();
    assertThat(stage(Stage.LOAD, Entity.EMAILS, 100).lagSeconds()).isZero();
  }

  @Test
  void shouldKeepABoundedPaceThatSurvivesStorage() {
    Pace pace = Pace.none();
    for (int i = 0; i < 1_000; i++) {
      pace = pace.plus(Receipts.of(Stage.LOAD, 5, 5, 5, 0, T0.plusSeconds(i)));
    }
    assertThat(pace.kept()).hasSize(4 * Pace.KEPT);
    assertThat(Pace.of(pace.lastMillis(), pace.kept())).isEqualTo(pace);
    assertThat(Pace.none().window()).isEqualTo(Pace.FIRST);
    assertThat(pace.window()).isBetween(Pace.SHORTEST, Duration.ofMinutes(1));
  }

  private void extracted() {
    add(Receipts.of(Stage.EXTRACT, ROWS, ROWS, ROWS, 0, T0), T0);
    add(Receipts.cut(Stage.EXTRACT, T0), T0);
    add(Receipts.of(Stage.TRANSFORM, ROWS, ROWS, ROWS, 0, T0), T0);
  }

  private void loadedEachSecond(int fromSecond, int toSecond, long records) {
    for (int s = fromSecond + 1; s <= toSecond; s++) {
      add(Receipts.of(Stage.LOAD, records, records, records, 0, T0.plusSeconds(s)), T0);
    }
  }

  private void add(Receipt receipt, Instant firstInputAt) {
    receipt.setFirstInputAt(firstInputAt);
    counts.merge(
        receipt.getStage() + "/" + Entities.of(receipt),
        StageCounts.NONE.plus(receipt),
        (before, one) -> before.plus(receipt));
  }

  private StageVerdict verdict(Stage stage, long atSecond) {
    return verdict(stage, Entity.CONTACTS, atSecond);
  }

  private StageVerdict verdict(Stage stage, Entity entity, long atSecond) {
    return stage(stage, entity, atSecond).verdict();
  }

  private ProgressAnswer.Stage stage(Stage stage, Entity entity, long atSecond) {
    Instant now = T0.plusSeconds(atSecond);
    ProgressArithmetic arithmetic =
        new ProgressArithmetic(run, this::of, (s, cut) -> Optional.empty(), unread, now);
    return new RunJudge(run, paused, this::of, otherRuns, positions, now)
        .judge(arithmetic.all()).stream()
            .filter(s -> s.stage().equals(stage.name()) && s.entity().equals(entity.name()))
            .findFirst()
            .orElseThrow();
  }

  private StageCounts of(Stage stage, Entity entity) {
    return counts.getOrDefault(stage + "/" + entity, StageCounts.NONE);
  }

  private static RunDocument planned() {
    RunDocument run = new RunDocument();
    run.customer = "acme";
    run.run = 1;
    run.planned.put("CONTACTS", ROWS);
    run.plannedAt = T0;
    return run;
  }
}
