package dev.godwit.webhooks.providers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

public class TimesTest {
  @Test
  void shouldReadSecondsToTheMicrosecondWhenTheyHaveAFraction() {
    assertThat(Times.ofEpoch("1521243339.8736769"))
        .isEqualTo(Instant.parse("2018-03-16T23:35:39.873676Z"));
    assertThat(Times.ofEpoch("1.5e9")).isEqualTo(Instant.ofEpochSecond(1_500_000_000));
    assertThat(Times.ofEpoch("-0.0000005")).isEqualTo(Instant.ofEpochSecond(-1, 999_999_000));
  }

  @Test
  void shouldReadNoTimeWhenANumberIsHuge() {
    for (String text :
        new String[] {
          "1e-600000000",
          "1e600000000",
          "-1e600000000",
          "0e-600000000",
          "1e-2147483647",
          "9".repeat(100_000)
        }) {
      assertThat(Times.ofEpoch(text)).as(text.substring(0, Math.min(20, text.length()))).isNull();
    }
  }
}
