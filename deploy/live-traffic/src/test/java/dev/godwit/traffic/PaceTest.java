package dev.godwit.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
  @Test
  void shouldLimitTheRateAfterTheFirstEventsWhenUnbounded() {
    Pace pace = new Pace(Double.POSITIVE_INFINITY);
    assertThat(pace.batch(1_000)).isEqualTo(1_000);
    for (long sent = 0; sent < Pace.UNBOUNDED_EVENTS - 1_000; sent += 1_000) {
      pace.take(1_000);
    }
    assertThat(pace.batch(1_000)).isEqualTo(1_000);
    pace.take(1_000);
    assertThat(pace.batch(1_000)).isEqualTo((int) (Pace.PER_SECOND_AFTER / 10));
  }

  @Test
  void shouldTakeSmallBatchesOfAtLeastOneWhenThePaceIsSlow() {
    assertThat(new Pace(300).batch(1_000)).isEqualTo(30);
    assertThat(new Pace(0.5).batch(1_000)).isEqualTo(1);
  }
}
