package dev.godwit.extractor.engagement.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportedWaitTest {
  private final List<String> waits = new ArrayList<>();
  private final List<Duration> recovered = new ArrayList<>();
  private long now = -5;
  private final ReportedWait wait = new ReportedWait(() -> now, waits::add, recovered::add);

  @Test
  void shouldReportNothingWhenTheWaitIsShort() {
    wait.continues(7, Optional::empty);
    now += ReportedWait.USUAL.toNanos() - 1;
    wait.continues(7, () -> Optional.of("a database"));
    wait.ends();
    assertThat(waits).isEmpty();
    assertThat(recovered).isEmpty();
  }

  @Test
  void shouldReportCauseAndEndOnceWhenTheWaitIsLong() {
    now += ReportedWait.USUAL.toNanos();
    wait.continues(7, () -> Optional.of("a database"));
    now += ReportedWait.USUAL.toNanos();
    wait.continues(7, () -> Optional.of("a database"));
    wait.ends();
    assertThat(waits)
        .containsExactly("7 records before the run's window are not delivered yet: a database");
    assertThat(recovered).containsExactly(ReportedWait.USUAL.multipliedBy(2));
  }

  @Test
  void shouldReportACauseWhenAnotherProcessDelivers() {
    now += ReportedWait.USUAL.toNanos();
    wait.continues(7, Optional::empty);
    assertThat(waits).singleElement().asString().contains("7 records", "health of all extractors");
  }
}
