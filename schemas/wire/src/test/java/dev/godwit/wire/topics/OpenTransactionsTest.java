package dev.godwit.wire.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OpenTransactionsTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
  private static final TopicPartition TWO = new TopicPartition("crm.engagements.live.v1", 2);
  private static final TopicPartition ONE = new TopicPartition("crm.engagements.live.v1", 1);

  @Test
  void shouldNamePartitionProducerAndStartWhenATransactionIsOpenForLong() {
    long begun = NOW.minusSeconds(600).toEpochMilli();
    long justNow = NOW.minusSeconds(1).toEpochMilli();
    List<OpenTransaction> open =
        OpenTransactions.of(
            Map.of(
                TWO,
                new PartitionProducerState(
                    List.of(
                        producer(4711, justNow, OptionalLong.of(812)),
                        producer(1, justNow, OptionalLong.empty()),
                        producer(2, justNow, OptionalLong.of(813)))),
                ONE,
                new PartitionProducerState(List.of(producer(9, begun, OptionalLong.of(5))))),
            Map.of(4711L, new OpenTransactions.Described("foreign", OptionalLong.of(begun))),
            NOW);
    assertThat(open)
        .extracting(OpenTransaction::text)
        .containsExactly(
            "partition 1 of crm.engagements.live.v1 is held at offset 5 by a transaction of the"
                + " producer 9, open since 2026-11-29T11:50:00Z",
            "partition 2 of crm.engagements.live.v1 is held at offset 812 by a transaction of the"
                + " producer 4711 (transactional id foreign), open since 2026-11-29T11:50:00Z");
  }

  private static ProducerState producer(long id, long lastMillis, OptionalLong start) {
    return new ProducerState(id, 0, 0, lastMillis, OptionalInt.empty(), start);
  }
}
