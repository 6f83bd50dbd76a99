package dev.godwit.api.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FiguresTest {
  @Test
  void shouldPrintAnyNumberWhenTheWaiverHasNoLimit() {
    assertThat(Figures.upTo(Long.MAX_VALUE)).isEqualTo("any number");
    assertThat(Figures.upTo(1_200)).isEqualTo("1,200");
  }

  @Test
  void shouldSeparateThousands() {
    assertThat(Figures.count(0)).isEqualTo("0");
    assertThat(Figures.count(27_000_123)).isEqualTo("27,000,123");
  }

  @Test
  void shouldPrintReadableDurationsAtEverySize() {
    assertThat(Figures.duration(0)).isEqualTo("0s");
    assertThat(Figures.duration(0.44)).isEqualTo("0.4s");
    assertThat(Figures.duration(42.4)).isEqualTo("42s");
    assertThat(Figures.duration(185)).isEqualTo("3m 05s");
    assertThat(Figures.duration(7_800)).isEqualTo("2h 10m");
  }

  @Test
  void shouldPrintHundredPerCentOnlyWhenAllIsDone() {
    assertThat(Figures.percent(999_999, 1_000_000)).isEqualTo(99);
    assertThat(Figures.percent(1_000_000, 1_000_000)).isEqualTo(100);
    assertThat(Figures.percent(0, 0)).isZero();
  }

  @Test
  void shouldKeepThreeDigitsOfASpeed() {
    assertThat(Figures.perSecond(950)).isEqualTo("950/s");
    assertThat(Figures.perSecond(31_420)).isEqualTo("31.4k/s");
    assertThat(Figures.perSecond(1_250_000)).isEqualTo("1.25M/s");
  }
}
