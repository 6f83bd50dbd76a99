package dev.godwit.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunRegistryTest {
  private final RunRegistry registry =
      new RunRegistry(null, new RunStatusTable(), null, new RunTraces());

  @Test
  void shouldKeepTheHighestOffsetWhenALowerOneIsRepeated() {
    registry.consumed(7);
    registry.consumed(3);
    assertThat(registry.consumedUpTo()).isEqualTo(7);
  }

  @Test
  void shouldNotBeCaughtUpWhenTheEndIsNotKnown() {
    registry.consumed(7);
    assertThat(registry.isCaughtUp()).isFalse();
  }
}
