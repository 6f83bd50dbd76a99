package dev.godwit.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalendarIntervalTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "P1Y2M3DT4H5M6.7S | P14M3DT14706.7S",
        "PT0.000001S | P0M0DT0.000001S",
        "PT-0.5S | P0M0DT-0.5S",
        "-P1M2DT3S | P-1M-2DT-3S",
        "P2W | P0M14DT0S",
        "P1W1D | P0M8DT0S",
        "PT1,5S | P0M0DT1.5S",
        "PT1.1234567S | P0M0DT1.123456S",
        "P-1Y13M | P1M0DT0S",
        "PT24H | P0M0DT86400S",
        "1 year 2 mons -3 days 04:05:06.7 | P14M-3DT14706.7S",
        "-00:00:00.5 | P0M0DT-0.5S",
        "1 day | P0M1DT0S",
        "-1 years +1 mons | P-11M0DT0S",
        "100:00:00 | P0M0DT360000S"
      })
  void shouldReadAllFormsWhenTheyMeanAnInterval(String text, String canonical) {
    assertThat(CalendarInterval.parse(text).text()).isEqualTo(canonical);
    assertThat(CalendarInterval.parse(canonical).text()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "P",
        "PT",
        "P1",
        "P1S",
        "PT1D",
        "P1.5D",
        "1",
        "day",
        "P1Y2M 3D",
        "T1S",
        "4:05"
      })
  void shouldRefuseWhenATextIsNoInterval(String text) {
    assertThatThrownBy(() -> CalendarInterval.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "P200000000Y",
        "P400000000W",
        "PT9223372036855S",
        "P2147483647M2147483647DT9223372036854.775807S"
      })
  void shouldRefuseWhenAPartIsOutOfRange(String text) {
    assertThatThrownBy(() -> CalendarInterval.parse(text)).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void shouldRoundTheSecondsAloneWhenAColumnKeepsFewerDigits() {
    assertThat(CalendarInterval.parse("P1M2DT-3.5S").rounded(0).text()).isEqualTo("P1M2DT-4S");
  }

  @Test
  void shouldWriteTheLeastNumberWhenAPartHasIt() {
    CalendarInterval least = new CalendarInterval(Integer.MIN_VALUE, 0, Long.MIN_VALUE);
    assertThat(CalendarInterval.parse(least.text())).isEqualTo(least);
  }
}
