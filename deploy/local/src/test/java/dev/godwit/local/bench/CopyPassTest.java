package dev.godwit.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CopyPassTest {
  private static final CopyPass SLOW = new CopyPass(1_000, Duration.ofMillis(1_500));
  private static final CopyPass FAST = new CopyPass(1_000, Duration.ofMillis(1_250));

  @Test
  void shouldChooseTheFasterOfTwoPassesAndReportBoth() {
    for (List<CopyPass> passes : List.of(List.of(SLOW, FAST), List.of(FAST, SLOW))) {
      List<String> reported = new ArrayList<>();
      Iterator<CopyPass> next = passes.iterator();

      assertThat(CopyPass.fastest(next::next, reported::add)).isEqualTo(FAST);
      assertThat(next).isExhausted();
      assertThat(reported)
          .containsExactlyInAnyOrder("1,000 rows in 1.50 s", "1,000 rows in 1.25 s");
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldMeasureWhatTheBaselineNames(Baseline baseline) {
    assertThat(baseline.measuresBare()).isEqualTo(baseline != Baseline.CONSTRAINED);
    assertThat(baseline.measuresConstrained()).isEqualTo(baseline != Baseline.BARE);
  }
}
