package dev.godwit.extractor.engagement.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.records.Topics;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class DeliveryBarrierTest {
  private static final List<Long> MARKERS = List.of(10L, 20L, 0L);

  @Test
  void shouldHaveNothingLeftWhenEveryMarkerIsCommitted() {
    assertThat(DeliveryBarrier.left(MARKERS, committed(11, 500, 1))).isZero();
  }

  @Test
  void shouldCountAMarkerWhenItIsNotCommitted() {
    assertThat(DeliveryBarrier.left(MARKERS, committed(11, 20, 1))).isOne();
  }

  @Test
  void shouldCountEachPartitionByItselfWhenAnotherIsAhead() {
    assertThat(DeliveryBarrier.left(MARKERS, committed(4, 500, 1))).isEqualTo(7);
  }

  @Test
  void shouldCountTheWholePartitionWhenNothingOfItIsCommitted() {
    Map<TopicPartition, OffsetAndMetadata> first =
        Map.of(new TopicPartition(Topics.LIVE, 0), new OffsetAndMetadata(11));
    assertThat(DeliveryBarrier.left(MARKERS, first)).isEqualTo(21 + 1);
    assertThat(DeliveryBarrier.left(MARKERS, Map.of())).isEqualTo(11 + 21 + 1);
  }

  private static Map<TopicPartition, OffsetAndMetadata> committed(long... next) {
    return Map.of(
        new TopicPartition(Topics.LIVE, 0), new OffsetAndMetadata(next[0]),
        new TopicPartition(Topics.LIVE, 1), new OffsetAndMetadata(next[1]),
        new TopicPartition(Topics.LIVE, 2), new OffsetAndMetadata(next[2]));
  }
}
