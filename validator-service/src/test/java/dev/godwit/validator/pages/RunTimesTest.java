package dev.godwit.validator.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.ProbeTimes;
import org.junit.jupiter.api.Test;

class RunTimesTest {
  @Test
  void shouldGiveTimesThatWereMeasured() {
    RunTimes times = new RunTimes();
    assertThat(times.percentiles()).isEqualTo(new ProbeTimes(0, 0L, 0L));
    times.add(7);
    assertThat(times.percentiles()).isEqualTo(new ProbeTimes(1, 7L, 7L));
    for (long one = 100; one >= 2; one--) {
      times.add(one == 7 ? 1 : one);
    }
    assertThat(times.percentiles()).isEqualTo(new ProbeTimes(100, 50L, 95L));
  }
}
