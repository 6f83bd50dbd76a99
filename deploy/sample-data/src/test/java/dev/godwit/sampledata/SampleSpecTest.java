package dev.godwit.sampledata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampleSpecTest {
  @Test
  void shouldRefuseRowsThatWouldReferToNothing() {
    assertThatThrownBy(() -> new SampleSpec("acme", 0, 1, 0, 1))
        .hasMessageContaining("no emails without contacts");
    assertThatThrownBy(() -> new SampleSpec("acme", 1, 0, 1, 1))
        .hasMessageContaining("no engagements without emails");
    assertThatThrownBy(() -> new SampleSpec("a/b", 1, 1, 1, 1))
        .hasMessageContaining("Expected a customer id");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 0.51, Double.NaN, Double.POSITIVE_INFINITY})
  void shouldRefuseAnImpossibleShareOfRefusedEngagements(double share) {
    SampleSpec spec = new SampleSpec("acme", 1, 1, 1, 1);
    assertThatThrownBy(() -> spec.with(SampleProfile.UNIFORM, share))
        .hasMessageContaining("from 0 to 0.5")
        .hasMessageContaining(Double.toString(share));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0.001, 100", "0.0123, 1230", "0.5, 50000"})
  void shouldSpreadExactlyTheShareOfRefusedEngagementsEvenly(double share, long refused) {
    SampleSpec spec = new SampleSpec("acme", 10, 10, 100_000, 1).with(SampleProfile.UNIFORM, share);
    for (int part = 0; part < 10; part++) {
      long first = part * 10_000L;
      assertThat(LongStream.range(first, first + 10_000).filter(spec::isRefused).count())
          .isEqualTo(refused / 10);
    }
  }
}
