package dev.godwit.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class TimeRangeTest {
  private static final LocalDate FIRST = LocalDate.of(-4713, 11, 24);

  @Test
  void shouldHaveTheDaysOfADateColumn() {
    assertThat(TimeRange.hasDate(FIRST.toEpochDay())).isTrue();
    assertThat(TimeRange.hasDate(FIRST.toEpochDay() - 1)).isFalse();
    assertThat(TimeRange.hasDate(LocalDate.of(5_874_897, 12, 31).toEpochDay())).isTrue();
    assertThat(TimeRange.hasDate(LocalDate.of(5_874_898, 1, 1).toEpochDay())).isFalse();
    assertThat(TimeRange.hasDate(Integer.MAX_VALUE)).isFalse();
    assertThat(TimeRange.hasDate(Integer.MIN_VALUE)).isFalse();
  }

  @Test
  void shouldHaveTheInstantsOfATimestampColumn() {
    long first =
        ChronoUnit.MICROS.between(
            Instant.EPOCH, FIRST.atStartOfDay(java.time.ZoneOffset.UTC).toInstant());
    assertThat(TimeRange.hasInstant(first)).isTrue();
    assertThat(TimeRange.hasInstant(first - 1)).isFalse();
    assertThat(TimeRange.hasInstant(Long.MAX_VALUE)).isFalse();
    assertThat(TimeRange.hasInstant(Long.MIN_VALUE)).isFalse();
  }

  @Test
  void shouldNeverOverflowWhenADayBecomesMicroseconds() {
    assertThat(TimeRange.micros(-1)).isEqualTo(-86_400_000_000L);
    assertThat(TimeRange.micros(Integer.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    assertThat(TimeRange.micros(Long.MIN_VALUE)).isEqualTo(Long.MAX_VALUE);
    assertThat(TimeRange.micros(106_751_991L)).isEqualTo(106_751_991L * 86_400_000_000L);
    assertThat(TimeRange.micros(106_751_992L)).isEqualTo(Long.MAX_VALUE);
  }
}
