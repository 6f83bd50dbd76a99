package dev.godwit.orchestrator.view.progress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpeedTest {

  @Test
  void shouldAverageOverTheLastTenSeconds() {
    Speed speed = Speed.none();
    for (int second = 0; second < 60; second++) {
      speed = speed.did(second, 100);
    }
    assertThat(speed.perSecond(59_999, 0)).isEqualTo(100.0);
    assertThat(speed.seconds()).hasSize(Speed.WINDOW_SECONDS);
  }

  @Test
  void shouldFallToZeroWhenNothingIsDone() {
    assertThat(Speed.none().did(0, 1_000).perSecond(30_000, 0)).isZero();
  }

  @Test
  void shouldNotAverageOverTimeBeforeTheBegin() {
    assertThat(Speed.none().did(100, 500).perSecond(102_000, 100_000)).isEqualTo(250.0);
  }

  @Test
  void shouldCountALateReceiptInItsOwnSecond() {
    Speed speed =
        Speed.none()
            .did(10, 1)
            .did(12, 1)
            .did(11, 5)
            .did(1, 7); // the last is older than the window
    assertThat(speed.seconds()).containsExactly(10, 11, 12);
    assertThat(speed.rows()).containsExactly(1, 5, 1);
  }
}
