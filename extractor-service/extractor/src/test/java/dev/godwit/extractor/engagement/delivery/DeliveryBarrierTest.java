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
  void nothing_is_left_once_every_marker_is_committed() {
    assertThat(DeliveryBarrier.left(MARKERS, committed(11, 500, 1))).isZero();
  }

  @Test
  void a_marker_that_is_not_committed_is_left() {
    assertThat(DeliveryBarrier.left(MARKERS, committed(11, 20, 1))).isOne();
  }

  @Test
  void what_one_partition_is_ahead_does_not_make_up_for_another() {
    assertThat(DeliveryBarrier.left(MARKERS, committed(4, 500, 1))).isEqualTo(7);
  }

  @Test
  void a_partition_of_which_nothing_is_committed_is_left_as_a_whole() {
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
