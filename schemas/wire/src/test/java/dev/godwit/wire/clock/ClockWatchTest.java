package dev.godwit.wire.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClockWatchTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final AtomicLong wall = new AtomicLong(1_800_000_000_000L);
  private final AtomicLong nanos = new AtomicLong();
  private final ClockWatch watch = new ClockWatch(new SteadyClock(wall::get, nanos::get));

  @Test
  void shouldSeeAStepBackOnceAlsoWhenItFollowsOneForward() {
    wall.addAndGet(HOUR.toMillis());
    assertThat(watch.look()).isEqualTo(HOUR);
    assertThat(watch.look()).isZero();

    wall.addAndGet(-HOUR.toMillis());
    assertThat(watch.look()).isEqualTo(HOUR.negated());
    assertThat(watch.look()).isZero();
  }

  @Test
  void shouldSeeNoStepWhenTimePasses() {
    wall.addAndGet(HOUR.toMillis());
    nanos.addAndGet(HOUR.toNanos());

    assertThat(watch.look()).isZero();
  }

  @Test
  void shouldSeeNoStepWhenTheThreadStandsStillBetweenTheClocks() {
    AtomicLong reads = new AtomicLong();
    ClockWatch paused =
        new ClockWatch(
            new SteadyClock(
                () -> wall.get() + (reads.get() > 1 ? HOUR.toMillis() : 0),
                () -> reads.getAndIncrement() > 0 ? HOUR.toNanos() : 0));

    assertThat(paused.look()).isZero();
    assertThat(paused.look()).isZero();
  }
}
