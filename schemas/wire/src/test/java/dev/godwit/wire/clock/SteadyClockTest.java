package dev.godwit.wire.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
  private static final long BEGIN = 1_800_000_000_000L;
  private static final Duration HOUR = Duration.ofHours(1);

  private final AtomicLong wall = new AtomicLong(BEGIN);
  private final AtomicLong nanos = new AtomicLong(-7);
  private final SteadyClock clock = new SteadyClock(wall::get, nanos::get);

  private void pass(Duration time) {
    wall.addAndGet(time.toMillis());
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void shouldFollowTheWallClockWhileItDoesNotStep() {
    pass(HOUR);

    assertThat(clock.millis()).isEqualTo(wall.get());
    assertThat(clock.agreed(wall.get())).isEqualTo(wall.get());
    assertThat(clock.stepped()).isZero();
  }

  @Test
  void shouldNotFollowAStepForward() {
    wall.addAndGet(HOUR.toMillis());
    pass(Duration.ofSeconds(1));

    assertThat(clock.millis()).isEqualTo(BEGIN + 1_000);
    assertThat(clock.agreed(wall.get())).isEqualTo(BEGIN + 1_000);
    assertThat(clock.stepped()).isEqualTo(HOUR);
  }

  @Test
  void shouldAgreeOnTheWallClockWhenItStepsBack() {
    wall.addAndGet(-HOUR.toMillis());
    pass(Duration.ofSeconds(1));

    assertThat(clock.millis()).isEqualTo(BEGIN + 1_000);
    assertThat(clock.agreed(wall.get())).isEqualTo(wall.get());
    assertThat(clock.stepped()).isEqualTo(HOUR.negated());
  }
}
