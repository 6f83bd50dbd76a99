package dev.godwit.validator.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ArrivalWaitTest {
  private long now = 1;
  private final ArrivalWait wait =
      new ArrivalWait(Duration.ofMinutes(2), Duration.ofMinutes(30), () -> now);

  @Test
  void shouldEndAfterItsTimeWhenNothingStandsBefore() {
    pass(Duration.ofSeconds(119));
    assertThat(wait.isDue()).isFalse();
    assertThat(wait.isOver(false)).isFalse();
    pass(Duration.ofSeconds(1));
    assertThat(wait.isDue()).isTrue();
    assertThat(wait.isOver(false)).isTrue();
  }

  @Test
  void shouldWaitLongerButNotForEverBehindOtherEvents() {
    pass(Duration.ofMinutes(2));
    assertThat(wait.isOver(true)).isFalse();
    pass(Duration.ofMinutes(29));
    assertThat(wait.isOver(true)).isFalse();
    pass(Duration.ofMinutes(1));
    assertThat(wait.isOver(true)).isTrue();
  }

  @Test
  void shouldBeginAgainWhenTheTargetWasAway() {
    pass(Duration.ofHours(2));
    wait.restart();
    assertThat(wait.isDue()).isFalse();
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }
}
