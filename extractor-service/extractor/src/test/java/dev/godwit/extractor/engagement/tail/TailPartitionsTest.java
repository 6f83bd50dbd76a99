package dev.godwit.extractor.engagement.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TailPartitionsTest {
  @Test
  void shouldKeepTheKeyOfThePositionOfAnOnlyQuery() {
    assertThat(new String(TailPartitions.key("acme/3", null), StandardCharsets.UTF_8))
        .isEqualTo("acme/3");
  }

  @Test
  void shouldGiveEachQueryAKeyOfItsOwnWhateverTheCustomerIsCalled() {
    assertThat(TailPartitions.key("acme/3", "views"))
        .isNotEqualTo(TailPartitions.key("acme/3", "clicks"))
        .isNotEqualTo(TailPartitions.key("acme/3", null))
        .isNotEqualTo(TailPartitions.key("acme/3#views/4", null));
  }
}
