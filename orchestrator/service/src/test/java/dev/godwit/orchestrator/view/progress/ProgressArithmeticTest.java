package dev.godwit.orchestrator.view.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.godwit.api.ProgressAnswer;
import dev.godwit.api.ReportAnswer;
import dev.godwit.api.RunOutcome;
import dev.godwit.common.v1.Stage;
import dev.godwit.orchestrator.view.Story;
import dev.godwit.orchestrator.view.fold.RunDocument;
import dev.godwit.records.Entity;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressArithmeticTest {
  private static final Instant T0 = Story.BEGIN;

  private final RunDocument run = planned(100);
  private final Map<Stage, StageCounts> counts = new EnumMap<>(Stage.class);

  @Test
  void shouldHaveDoneNothingBeforeThePlan() {
    RunDocument unplanned = new RunDocument();
    ProgressAnswer.Stage extract = look(unplanned, T0, Stage.EXTRACT);
    assertThat(extract.total()).isZero();
    assertThat(extract.lagRecords()).isZero();
    assertThat(extract.complete()).isFalse();
  }

  @Test
  void shouldCountUnprocessedRecordsAsLag() {
    add(Receipts.of(Stage.EXTRACT, 40, 38, 38, 0, T0.plusSeconds(1)));
    add(Receipts.of(Stage.EXTRACT, 40, 40, 40, 0, T0.plusSeconds(3)));
    add(Receipts.of(Stage.TRANSFORM, 40, 38, 36, 2, T0.plusSeconds(4)));

    ProgressAnswer.Stage extract = look(run, T0.plusSeconds(5), Stage.EXTRACT);
    assertThat(extract.done()).isEqualTo(80);
    assertThat(extract.lagRecords()).isEqualTo(20);
    assertThat(extract.lagSeconds()).isEqualTo(5.0);

    ProgressAnswer.Stage transform = look(run, T0.plusSeconds(5), Stage.TRANSFORM);
    assertThat(transform.lagRecords()).isEqualTo(40);
    assertThat(transform.lagSeconds()).isCloseTo(2.0, within(0.001));
    assertThat(transform.quarantined()).isEqualTo(2);

    ProgressAnswer.Stage load = look(run, T0.plusSeconds(5), Stage.LOAD);
    assertThat(load.lagRecords()).isEqualTo(36);
    assertThat(load.total()).isEqualTo(98);
  }

  @Test
  void shouldExpectFewerRecordsToLoadWhereRowsOfAnEntityMerge() {
    assertThat(look(run, T0.plusSeconds(1), Stage.LOAD).total()).isEqualTo(100);
    run.mergedMembers = 5;
    run.mergeGroups = 2;
    run.merged.add(new ReportAnswer.Merged("LISTS", 10, 42));
    assertThat(look(run, T0.plusSeconds(1), Stage.LOAD).total()).isEqualTo(97);
    assertThat(run.mergedAway(Entity.valueOf("lists"))).isEqualTo(32);
    assertThat(run.mergedAway(Entity.EMAILS)).isZero();
  }

  @Test
  void shouldHaveZeroLagWhenAStageIsDrained() {
    drain();
    for (Stage stage : counts.keySet()) {
      ProgressAnswer.Stage p = look(run, T0.plusSeconds(60), stage);
      assertThat(p.lagRecords()).as(stage.name()).isZero();
      assertThat(p.lagSeconds()).as(stage.name()).isZero();
      assertThat(p.complete()).as(stage.name()).isTrue();
      assertThat(p.done()).as(stage.name()).isEqualTo(p.total());
    }
    ProgressAnswer.Stage load = look(run, T0.plusSeconds(60), Stage.LOAD);
    assertThat(load.total()).isEqualTo(97);
  }

  @Test
  void shouldExpectNoRowsThatTheExtractorQuarantined() {
    add(Receipts.of(Stage.EXTRACT, 100, 97, 97, 3, T0.plusSeconds(1)));
    ProgressAnswer.Stage transform = look(run, T0.plusSeconds(5), Stage.TRANSFORM);
    assertThat(transform.total()).isEqualTo(97);
    assertThat(transform.lagRecords()).isEqualTo(97);
    assertThat(look(run, T0.plusSeconds(5), Stage.LOAD).total()).isEqualTo(97);
    assertThat(look(run, T0.plusSeconds(5), Stage.EXTRACT).complete()).isTrue();
  }

  @Test
  void shouldCountLoadedRecordsAsLagUntilTheVerdict() {
    drain();
    assertThat(look(run, T0.plusSeconds(9), Stage.VALIDATE).lagRecords()).isEqualTo(97);

    run.verdict = Story.rehearsed().fold().runs().get(1).verdict;
    ProgressAnswer.Stage after = look(run, T0.plusSeconds(9), Stage.VALIDATE);
    assertThat(after.lagRecords()).isZero();
    assertThat(after.complete()).isTrue();
    assertThat(after.done()).isEqualTo(97);
  }

  @Test
  void shouldHaveNoLagWhenTheRunHasEnded() {
    add(Receipts.of(Stage.EXTRACT, 40, 40, 40, 0, T0.plusSeconds(1)));
    run.outcome = RunOutcome.ROLLED_BACK;
    assertThat(look(run, T0.plusSeconds(5), Stage.TRANSFORM).lagRecords()).isZero();
    assertThat(look(run, T0.plusSeconds(5), Stage.EXTRACT).lagRecords()).isZero();
  }

  @Test
  void shouldComputeTheRemainingTimeFromTheSpeed() {
    add(Receipts.of(Stage.EXTRACT, 20, 20, 20, 0, T0.plusSeconds(1)));
    ProgressAnswer.Stage p = look(run, T0.plusSeconds(3), Stage.EXTRACT);
    assertThat(p.rowsPerSecond()).isEqualTo(10.0);
    assertThat(p.etaSeconds()).isEqualTo(8.0);
    assertThat(look(run, T0.plusSeconds(30), Stage.EXTRACT).etaSeconds()).isNull();
  }

  @Test
  void shouldShowNoLiveEngagementWhenTheRunHasNone() {
    ProgressArithmetic arithmetic =
        new ProgressArithmetic(
            planned(1),
            (stage, entity) -> StageCounts.NONE,
            (stage, cut) -> Optional.empty(),
            Unread.NONE,
            T0);
    assertThat(arithmetic.live()).isNull();
    assertThat(arithmetic.all()).noneMatch(ProgressAnswer.Stage::endless);
  }

  private void drain() {
    add(Receipts.of(Stage.EXTRACT, 100, 100, 100, 0, T0.plusSeconds(1)));
    add(Receipts.of(Stage.TRANSFORM, 100, 100, 97, 3, T0.plusSeconds(2)));
    add(Receipts.cut(Stage.TRANSFORM, T0.plusSeconds(2)));
    add(Receipts.of(Stage.LOAD, 97, 97, 97, 0, T0.plusSeconds(3)));
    add(Receipts.cut(Stage.LOAD, T0.plusSeconds(3)));
  }

  private void add(dev.godwit.receipt.v1.Receipt receipt) {
    counts.merge(
        receipt.getStage(), StageCounts.NONE.plus(receipt), (before, one) -> before.plus(receipt));
  }

  private ProgressAnswer.Stage look(RunDocument of, Instant now, Stage stage) {
    return new ProgressArithmetic(
            of,
            (s, e) ->
                e.equals(Entity.CONTACTS)
                    ? counts.getOrDefault(s, StageCounts.NONE)
                    : StageCounts.NONE,
            (s, cut) -> Optional.empty(),
            Unread.NONE,
            now)
        .all().stream()
            .filter(p -> p.stage().equals(stage.name()) && p.entity().equals("CONTACTS"))
            .findFirst()
            .orElseThrow();
  }

  private static RunDocument planned(long rows) {
    RunDocument run = new RunDocument();
    run.customer = "acme";
    run.run = 1;
    run.planned.put("CONTACTS", rows);
    run.plannedAt = T0;
    return run;
  }
}
