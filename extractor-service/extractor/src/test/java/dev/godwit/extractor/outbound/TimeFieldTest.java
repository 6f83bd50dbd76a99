package dev.godwit.extractor.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimeFieldTest {
  private static final long MICROS_2000 = 946_684_800_000_000L;

  @Test
  void microseconds_since_2000_become_those_since_1970() {
    assertThat(TimeField.sinceEpoch(0)).isEqualTo(MICROS_2000);
    assertThat(TimeField.sinceEpoch(-MICROS_2000)).isZero();
  }

  @Test
  void infinity_is_carried_as_an_end_of_the_scale() {
    assertThat(TimeField.sinceEpoch(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    assertThat(TimeField.sinceEpoch(Long.MAX_VALUE - 1)).isEqualTo(Long.MAX_VALUE);
    assertThat(TimeField.sinceEpoch(Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void text_in_iso_form_is_read_with_or_without_a_zone() {
    assertThat(TimeField.parse("1970-01-01T01:00:00+01:00")).isZero();
    assertThat(TimeField.parse("1970-01-01 00:00:01")).isEqualTo(1_000_000);
    assertThat(TimeField.parse("1970-01-02")).isEqualTo(86_400_000_000L);
    assertThat(TimeField.parse("1970-01-01T00:00:00.000001Z")).isEqualTo(1);
  }

  @Test
  void text_that_is_no_time_is_carried_as_none() {
    for (String text : new String[] {"soon", "31.12.1999", "0000-00-00", "2020-13-01", "1"}) {
      assertThat(TimeField.parse(text)).as(text).isEqualTo(TimeField.NO_TIME);
    }
  }
}
