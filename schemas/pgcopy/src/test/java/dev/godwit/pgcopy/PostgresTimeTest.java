package dev.godwit.pgcopy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PostgresTimeTest {
  private static final long MICROS_2000 = 946_684_800_000_000L;

  @Test
  void shouldCountFrom1970WhenPostgresCountsFrom2000() {
    assertThat(PostgresTime.unixMicros(0)).isEqualTo(MICROS_2000);
    assertThat(PostgresTime.unixMicros(-MICROS_2000)).isZero();
    assertThat(PostgresTime.unixDays(-10_957)).isZero();
  }

  @Test
  void shouldStayAtTheEndOfTheScaleWhenInfinite() {
    assertThat(PostgresTime.unixMicros(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    assertThat(PostgresTime.unixMicros(Long.MAX_VALUE - 1)).isEqualTo(Long.MAX_VALUE);
    assertThat(PostgresTime.unixMicros(Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
    assertThat(PostgresTime.unixDays(Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
    assertThat(PostgresTime.unixDays(Integer.MIN_VALUE)).isEqualTo(Integer.MIN_VALUE);
  }
}
