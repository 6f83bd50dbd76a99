package dev.godwit.orchestrator.view.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.Stage;
import org.junit.jupiter.api.Test;

class SinceCutsTest {

  @Test
  void shouldSumWorkSinceEachOfTheLastCuts() {
    SinceCuts since =
        SinceCuts.begin()
            .plus(Receipts.live(Stage.LOAD, 0, 0, 11, 8, 1, 1))
            .plus(Receipts.live(Stage.LOAD, 0, 11, 16, 4, 0, 0))
            .plus(Receipts.live(Stage.LOAD, 0, 16, 19, 2, 0, 2))
            .plus(Receipts.live(Stage.LOAD, 0, 19, 26, 5, 2, 0));
    assertThat(since.since(0).orElseThrow().in()).isEqualTo(24);
    assertThat(since.since(1).orElseThrow().in()).isEqualTo(14);
    SinceCuts.Done last = since.since(2).orElseThrow();
    assertThat(last.in()).isEqualTo(7);
    assertThat(last.out()).isEqualTo(5);
    assertThat(last.duplicates()).isEqualTo(2);
    assertThat(last.quarantined()).isZero();
  }

  @Test
  void shouldKnowNothingWhenTheCutWasNotPassed() {
    assertThat(SinceCuts.begin().since(1)).isEmpty();
  }

  @Test
  void shouldKeepOnlyTheLastCuts() {
    SinceCuts since = SinceCuts.begin();
    for (int cut = 1; cut <= 100; cut++) {
      since = since.plus(Receipts.live(Stage.LOAD, 0, cut * 10L, cut * 10L + 6, 5, 0, cut));
    }
    assertThat(since.byCut()).hasSize(SinceCuts.MOST);
    assertThat(since.since(99).orElseThrow().in()).isEqualTo(5);
    assertThat(since.since(50)).isEmpty();
    assertThat(SinceCuts.of(since.byCut()).since(99)).isEqualTo(since.since(99));
  }
}
