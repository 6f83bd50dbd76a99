package dev.godwit.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecondDigitsTest {
  @ParameterizedTest
  @CsvSource({
    "1499999,0,1000000",
    "1500000,0,2000000",
    "-1500000,0,-2000000",
    "-1499999,0,-1000000",
    "1234567,3,1235000",
    "1234567,5,1234570",
    "1234567,6,1234567",
    "-1,6,-1",
    "86399999999,0,86400000000"
  })
  void shouldRoundHalfAwayFromZeroWhenDigitsAreDropped(long micros, int digits, long rounded) {
    assertThat(SecondDigits.round(micros, digits)).isEqualTo(rounded);
  }

  @ParameterizedTest
  @CsvSource({
    "2020-01-01T00:00:00.0005Z,3,2020-01-01T00:00:00.001Z",
    "1999-12-31T23:59:59.9995Z,3,1999-12-31T23:59:59.999Z",
    "1999-12-31T23:59:59.9995Z,0,2000-01-01T00:00:00Z",
    "1969-12-31T23:59:58.5Z,0,1969-12-31T23:59:58Z"
  })
  void shouldRoundAwayFrom2000WhenItIsAPointInTime(Instant time, int digits, Instant rounded) {
    assertThat(SecondDigits.roundInstant(micros(time), digits)).isEqualTo(micros(rounded));
  }

  @Test
  void shouldRefuseWhenTheResultIsOutOfRange() {
    assertThatThrownBy(() -> SecondDigits.round(Long.MAX_VALUE, 0))
        .isInstanceOf(ArithmeticException.class);
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
