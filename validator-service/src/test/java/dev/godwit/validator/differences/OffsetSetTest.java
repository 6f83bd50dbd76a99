package dev.godwit.validator.differences;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OffsetSetTest {
  private final OffsetSet offsets = new OffsetSet();

  @Test
  void shouldContainAnOffsetWhenItWasAdded() {
    long[] added = {0, OffsetSet.PAGE - 1, OffsetSet.PAGE, 1L << 31, 1L << 40, Long.MAX_VALUE};
    for (long offset : added) {
      assertThat(offsets.contains(offset)).isFalse();
      offsets.add(offset);
      offsets.add(offset);
    }
    for (long offset : added) {
      assertThat(offsets.contains(offset)).as("%d", offset).isTrue();
      assertThat(offsets.contains(offset ^ 2)).as("%d", offset ^ 2).isFalse();
    }
  }

  @Test
  void shouldForgetAnOffsetAndItsPageWhenItIsRemoved() {
    offsets.add(7);
    offsets.add(8);
    offsets.remove(7);
    offsets.remove(1L << 40);
    assertThat(offsets.contains(7)).isFalse();
    assertThat(offsets.contains(8)).isTrue();
    offsets.remove(8);
    assertThat(offsets.pages()).isZero();
  }

  @Test
  void shouldNotGrowWithDistanceWhenOffsetsAreFarApart() {
    for (int i = 0; i < 1_000; i++) {
      offsets.add(i % 3 * (1L << 33) + i);
    }
    assertThat(offsets.pages()).isEqualTo(3);
  }
}
