package dev.godwit.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhenInvalidTest {
  @ParameterizedTest
  @CsvSource({
    "DATE,+5874898-01-01",
    "DATE,-4713-11-23",
    "INSTANT,+300000-01-01T00:00:00Z",
    "INSTANT,-5000-01-01T00:00:00",
    "DECIMAL,1e2147483647",
    "DECIMAL,1e-16384",
    "INTEGER,9223372036854775808"
  })
  void shouldRefuseAValueThatNoDatabaseHas(FieldType type, String text) {
    assertThatThrownBy(() -> WhenInvalid.of(text).value(type))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"1.50", "0", "-7"})
  void shouldKeepADecimalAsItIsWritten(String text) {
    assertThat(WhenInvalid.of(text).value(FieldType.DECIMAL)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"1970-01-02", "+5874897-12-31"})
  void shouldTakeADay(String text) {
    assertThat(WhenInvalid.of(text).value(FieldType.DATE))
        .isEqualTo(LocalDate.parse(text).toEpochDay());
  }
}
