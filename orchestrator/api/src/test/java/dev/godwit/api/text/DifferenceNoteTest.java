package dev.godwit.api.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DifferenceNoteTest {
  @Test
  void shouldSayHowManyKeysAreNotListed() {
    assertThat(DifferenceNote.of(100, 2_400))
        .isEqualTo("100 of 2,400 shown. Every differing key is in crm.differences.v1.");
    assertThat(DifferenceNote.of(3, 3)).isEqualTo("Every differing key is in crm.differences.v1.");
  }
}
