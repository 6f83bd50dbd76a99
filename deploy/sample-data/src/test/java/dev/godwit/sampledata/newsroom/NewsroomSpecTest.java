package dev.godwit.sampledata.newsroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NewsroomSpecTest {
  @Test
  void shouldGiveEachPersonFiveEmailsAndEachEmailFourEvents() {
    NewsroomSpec spec = NewsroomSpec.of("daily", 1_000, 1);
    assertThat(spec.deliveries()).isEqualTo(5_000);
    assertThat(spec.events()).isEqualTo(20_000);
  }

  @Test
  void shouldRefuseWhatNoNewsroomCanBe() {
    assertThatThrownBy(() -> NewsroomSpec.of("a/b", 1_000, 1))
        .hasMessageContaining("Expected a customer id");
    assertThatThrownBy(() -> NewsroomSpec.of("daily", 19, 1))
        .hasMessageContaining("20 to 100,000,000 persons");
    assertThatThrownBy(() -> new NewsroomSpec("daily", "Daily", 20, 99, 0, 1))
        .hasMessageContaining("100 deliveries or more");
    assertThatThrownBy(() -> new NewsroomSpec("daily", "Daily", 20, 100, -1, 1))
        .hasMessageContaining("no negative number of events");
  }
}
