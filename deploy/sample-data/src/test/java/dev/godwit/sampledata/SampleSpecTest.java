package dev.godwit.sampledata;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SampleSpecTest {
  @Test
  void shouldRefuseRowsThatWouldReferToNothing() {
    assertThatThrownBy(() -> new SampleSpec("acme", 0, 1, 0, 1))
        .hasMessageContaining("no emails without contacts");
    assertThatThrownBy(() -> new SampleSpec("acme", 1, 0, 1, 1))
        .hasMessageContaining("no engagements without emails");
    assertThatThrownBy(() -> new SampleSpec("a/b", 1, 1, 1, 1))
        .hasMessageContaining("Expected a customer id");
  }
}
