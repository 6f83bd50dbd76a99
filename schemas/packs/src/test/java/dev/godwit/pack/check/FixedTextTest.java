package dev.godwit.pack.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.pack.ColumnType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FixedTextTest {
  @ParameterizedTest
  @CsvSource({
    "SHORT,' 7 '",
    "FLOAT,1e38",
    "FLOAT,Infinity",
    "DOUBLE,1e308",
    "DOUBLE,0.000",
    "NUMERIC,1e131071",
    "DATE,+5874897-12-31",
    "DATE,-4713-11-24",
    "TIMESTAMP,2026-01-01 00:00:00",
    "TIMESTAMPTZ,2026-01-01T00:00:00+02:00",
    "TIMESTAMPTZ,+280000-01-01T00:00:00Z"
  })
  void shouldTakeATextThatTheTypeHas(ColumnType type, String text) {
    assertThat(FixedText.fits(type, text)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "SHORT,32768",
    "FLOAT,1e39",
    "FLOAT,1e-60",
    "DOUBLE,1e400",
    "DOUBLE,1e-400",
    "NUMERIC,1e131072",
    "NUMERIC,1e-16384",
    "NUMERIC,1e2147483647",
    "DATE,+5874898-01-01",
    "DATE,-4713-11-23",
    "TIMESTAMP,+300000-01-01T00:00:00",
    "TIMESTAMPTZ,-5000-01-01T00:00:00Z",
    "TIMESTAMPTZ,+999999999-01-01T00:00:00Z",
    "TIME,24:00:01"
  })
  void shouldRefuseATextThatIsOutOfTheTypesRange(ColumnType type, String text) {
    assertThat(FixedText.fits(type, text)).isFalse();
  }
}
