package dev.godwit.extractor.engagement.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryPausesTest {
  private long now = Long.MAX_VALUE - 5;
  private final RetryPauses<String> pauses = new RetryPauses<>(() -> now);

  @Test
  void shouldAllowARetryWhenThePauseIsOverAndOthersAtOnce() {
    pauses.begin("a", Duration.ofNanos(10));
    assertThat(pauses.isOver("b")).isTrue();
    now += 9;
    assertThat(pauses.isOver("a")).isFalse();
    now += 1;
    assertThat(pauses.isOver("a")).isTrue();
  }

  @Test
  void shouldForgetAnItemWhenItIsNotNeeded() {
    pauses.begin("a", Duration.ofNanos(10));
    pauses.forget("a"::equals);
    assertThat(pauses.isOver("a")).isTrue();
  }
}
