package dev.godwit.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class QuarantineLimitsTest {
  @Test
  void shouldKeepASmallRecordWhole() {
    byte[] value = new byte[QuarantineLimits.VALUE_BYTES];
    byte[] key = new byte[QuarantineLimits.KEY_BYTES];
    assertThat(QuarantineLimits.value(value)).isEqualTo(ByteBuffer.wrap(value));
    assertThat(QuarantineLimits.key(key)).isSameAs(key);
    assertThat(QuarantineLimits.text("7")).isEqualTo("7");
    assertThat(QuarantineLimits.detail("Expected x.", value)).isEqualTo("Expected x.");
  }

  @Test
  void shouldKeepTheBeginningAndSaySoWhenARecordIsLarge() {
    byte[] value = new byte[QuarantineLimits.VALUE_BYTES * 8];
    assertThat(QuarantineLimits.value(value).remaining()).isEqualTo(QuarantineLimits.VALUE_BYTES);
    assertThat(QuarantineLimits.key(value)).hasSize(QuarantineLimits.KEY_BYTES);
    assertThat(QuarantineLimits.text("x".repeat(5_000))).hasSize(QuarantineLimits.TEXT_CHARACTERS);
    assertThat(QuarantineLimits.detail("Expected x.", value))
        .isEqualTo("Expected x. The first 1048576 of the value's 8388608 bytes are kept here.");
  }

  @Test
  void shouldKeepNothingWhenThereIsNothing() {
    assertThat(QuarantineLimits.value(null).remaining()).isZero();
    assertThat(QuarantineLimits.key(null)).isNull();
    assertThat(QuarantineLimits.text(null)).isNull();
    assertThat(QuarantineLimits.detail(null, null)).isEmpty();
  }
}
