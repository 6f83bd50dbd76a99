package dev.godwit.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunRegistryTest {
  private final RunRegistry registry = new RunRegistry();

  @Test
  void what_was_heard_stays_heard() {
    registry.heard(7);
    registry.heard(3);
    assertThat(registry.heardSoFar()).isEqualTo(7);
  }

  @Test
  void nothing_is_caught_up_before_the_end_is_known() {
    registry.heard(7);
    assertThat(registry.isCaughtUp()).isFalse();
  }
}
