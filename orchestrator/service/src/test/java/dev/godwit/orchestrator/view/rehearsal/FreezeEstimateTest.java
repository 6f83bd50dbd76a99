package dev.godwit.orchestrator.view.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.Phase;
import dev.godwit.api.RehearsalAnswer.Estimate;
import dev.godwit.api.RehearsalAnswer.Size;
import dev.godwit.common.v1.Stage;
import dev.godwit.orchestrator.view.fold.RunDocument;
import dev.godwit.orchestrator.view.fold.RunDocument.PhaseSpan;
import dev.godwit.orchestrator.view.store.StageProgressRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class FreezeEstimateTest {
  private static final Offset<Double> NEARLY = Offset.offset(0.001);

  @Test
  void shouldRangeFromAllStagesAtOnceToOneAfterAnother() {
    // 10 s to extract, 20 s to transform, 25 s to load, 4 s besides; the copy took 30 s.
    MeasuredRun here = measured(1_000, 100, 50, 40, 4, 30);
    Estimate estimate = FreezeEstimate.of(here, List.of());

    assertThat(estimate.runs()).isEqualTo(1);
    assertThat(estimate.rehearsedSeconds()).isEqualTo(34, NEARLY);
    assertThat(estimate.shortestSeconds()).isEqualTo(25 + 4 + 10, NEARLY);
    assertThat(estimate.longestSeconds()).isEqualTo(10 + 20 + 25 + 4 + 10, NEARLY);
  }

  @Test
  void shouldWidenByTheSlowestAndFastestSpeedsOfOtherRuns() {
    MeasuredRun here = measured(1_000, 100, 50, 40, 4, 30);
    MeasuredRun slow = measured(2_000, 50, 50, 20, 12, 80);
    MeasuredRun fast = measured(500, 200, 100, 100, 1, 6);
    Estimate estimate = FreezeEstimate.of(here, List.of(slow, fast));

    assertThat(estimate.runs()).isEqualTo(3);
    assertThat(estimate.shortestSeconds()).isEqualTo(10 + 2 + 5, NEARLY);
    assertThat(estimate.longestSeconds()).isEqualTo(20 + 20 + 50 + 6 + 20, NEARLY);
    assertThat(estimate.speeds())
        .filteredOn(speed -> speed.stage().equals("LOAD"))
        .singleElement()
        .satisfies(
            load -> {
              assertThat(load.here()).isEqualTo(40);
              assertThat(load.slowest()).isEqualTo(20);
              assertThat(load.fastest()).isEqualTo(100);
            });
  }

  @Test
  void shouldHoldTheTimeOfTheRehearsalItself() {
    // Each stage worked little, but the copy waited for something.
    Estimate estimate = FreezeEstimate.of(measured(100, 100, 100, 100, 1, 60), List.of());
    assertThat(estimate.longestSeconds()).isEqualTo(61 + 1, NEARLY);
    assertThat(estimate.shortestSeconds()).isLessThan(61);
  }

  @Test
  void shouldCompareRunsOfAboutTheSameSizeOnly() {
    assertThat(FreezeEstimate.isComparable(1_000, 100)).isTrue();
    assertThat(FreezeEstimate.isComparable(1_000, 99)).isFalse();
    assertThat(FreezeEstimate.isComparable(1_000, 10_000)).isTrue();
    assertThat(FreezeEstimate.isComparable(1_000, 10_001)).isFalse();
  }

  @Test
  void shouldMeasureEachStageOverItsEntitiesWithoutLiveEngagement() {
    RunDocument run = RehearsedRun.of(1, Map.of());
    run.phases.add(span(Phase.PLANNING, 0, 3));
    run.phases.add(span(Phase.COPYING, 3, 53));
    run.phases.add(span(Phase.RECONCILING, 53, 55));
    run.phases.add(span(Phase.PURGING, 55, 99));
    List<StageProgressRow> rows = new ArrayList<>();
    for (Stage stage : MeasuredRun.STAGES) {
      rows.add(row(stage, "CONTACTS", 0, 20));
      rows.add(row(stage, "EMAILS", 10, 50));
      rows.add(row(stage, "LIVE", 10, 9_000));
    }
    MeasuredRun measured = MeasuredRun.of(run, rows);
    assertThat(measured.rows()).isEqualTo(5_000);
    assertThat(measured.speeds().get(Stage.LOAD)).isEqualTo(100, NEARLY);
    assertThat(measured.besides()).isEqualTo(5, NEARLY);
    assertThat(measured.copying()).isEqualTo(50, NEARLY);
    assertThat(MeasuredRun.of(run, rows.subList(0, 3))).isNull();
    run.verdict = null;
    assertThat(MeasuredRun.of(run, rows)).isNull();
  }

  @Test
  void shouldNameTheSizeByItsRows() {
    assertThat(Size.of(99_999).category()).isEqualTo(Size.Category.SMALL);
    assertThat(Size.of(100_000).category()).isEqualTo(Size.Category.MEDIUM);
    assertThat(Size.of(4_999_999).category()).isEqualTo(Size.Category.MEDIUM);
    assertThat(Size.of(5_000_000).category()).isEqualTo(Size.Category.LARGE);
  }

  private static MeasuredRun measured(
      long rows, double extract, double transform, double load, double besides, double copying) {
    return new MeasuredRun(
        rows,
        Map.of(Stage.EXTRACT, extract, Stage.TRANSFORM, transform, Stage.LOAD, load),
        besides,
        copying);
  }

  private static PhaseSpan span(Phase phase, long from, long to) {
    return new PhaseSpan(phase, RehearsedRun.AT.plusSeconds(from), RehearsedRun.AT.plusSeconds(to));
  }

  private static StageProgressRow row(Stage stage, String entity, long from, long to) {
    StageProgressRow row = new StageProgressRow();
    row.stage = stage.name();
    row.entity = entity;
    row.begunMillis = RehearsedRun.AT.plusSeconds(from).toEpochMilli();
    row.progressMillis = RehearsedRun.AT.plusSeconds(to).toEpochMilli();
    return row;
  }
}
