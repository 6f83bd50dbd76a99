package dev.godwit.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeOfDayTest {
  @ParameterizedTest
  @CsvSource({
    "00:00,0,00:00",
    "12:34:56.789,45296789000,12:34:56.789",
    "23:59:59.9999999,86399999999,23:59:59.999999",
    "24:00,86400000000,24:00",
    "24:00:00.0,86400000000,24:00"
  })
  void shouldCountMicrosecondsWhenATextIsATimeOfDay(String text, long micros, String written) {
    assertThat(TimeOfDay.micros(text)).isEqualTo(micros);
    assertThat(TimeOfDay.text(micros)).isEqualTo(written);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "noon", "24:01", "12:00Z", "12:00+01:00", "1:00"})
  void shouldRefuseWhenATextIsNoTimeOfDay(String text) {
    assertThatThrownBy(() -> TimeOfDay.micros(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
