package dev.godwit.orchestrator.keeping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TrimmingTest {
  private static final TopicPartition ONE = new TopicPartition("crm.quarantine.v1", 0);

  private static Map<TopicPartition, Long> at(long offset) {
    return Map.of(ONE, offset);
  }

  @Test
  void shouldCutBeforeTheFirstRecordThatIsNeeded() {
    assertThat(Trimming.of(at(3), at(10), Map.of(), Map.of())).isEqualTo(at(10));
  }

  @Test
  void shouldKeepWhatAConsumerOrTheReadModelHasNotRead() {
    assertThat(Trimming.of(at(3), at(10), at(7), at(9))).isEqualTo(at(7));
    assertThat(Trimming.of(at(3), at(10), at(9), at(5))).isEqualTo(at(5));
  }

  @Test
  void shouldLeaveAPartitionWhoseBeginIsThereAlready() {
    assertThat(Trimming.of(at(10), at(10), Map.of(), Map.of())).isEmpty();
    assertThat(Trimming.of(at(10), at(12), at(4), Map.of())).isEmpty();
  }
}
