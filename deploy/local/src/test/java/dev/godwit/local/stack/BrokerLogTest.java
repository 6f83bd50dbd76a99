package dev.godwit.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BrokerLogTest {
  private static final Instant STARTED = Instant.parse("2026-11-29T14:08:29Z");

  @Test
  void shouldCountTheLinesOfThisProcessAlone() {
    String before = line("2026-11-29T14:08:28.999Z");
    String after = line("2026-11-29T14:08:59.517Z");

    assertThat(BrokerLog.lostGroups(List.of(before, after, "a line", after), STARTED)).isEqualTo(2);
    assertThat(BrokerLog.lostGroups(List.of(before, "no time " + line("")), STARTED)).isZero();
  }

  @Test
  void shouldFindNothingWhenThereIsNoLog() {
    assertThat(BrokerLog.lostGroups(Path.of("target/no-such.log"), STARTED)).isZero();
  }

  private static String line(String at) {
    return at
        + " [group-coordinator-event-processor-1] ERROR org.apache.kafka.coordinator.common.runtime.CoordinatorRuntime"
        + " - [GroupCoordinator id=1] The state machine of the coordinator __consumer_offsets-1 is out of sync with the"
        + " underlying log. The last written offset returned is 16474 while the coordinator expected 1.";
  }
}
