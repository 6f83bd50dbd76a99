package dev.godwit.extractor.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimeFieldTest {
  @Test
  void shouldReadIsoTextWhenItHasAZoneOrNone() {
    assertThat(TimeField.parse("1970-01-01T01:00:00+01:00")).isZero();
    assertThat(TimeField.parse("1970-01-01 00:00:01")).isEqualTo(1_000_000);
    assertThat(TimeField.parse("1970-01-02")).isEqualTo(86_400_000_000L);
    assertThat(TimeField.parse("1970-01-01T00:00:00.000001Z")).isEqualTo(1);
  }

  @Test
  void shouldCarryNoTimeWhenTheTextIsNone() {
    for (String text : new String[] {"soon", "31.12.1999", "0000-00-00", "2020-13-01", "1"}) {
      assertThat(TimeField.parse(text)).as(text).isEqualTo(TimeField.NO_TIME);
    }
  }
}
