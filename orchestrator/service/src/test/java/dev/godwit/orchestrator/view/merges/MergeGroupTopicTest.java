package dev.godwit.orchestrator.view.merges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.api.MergeGroupAnswer;
import dev.godwit.orchestrator.view.MergeGroupRecords;
import dev.godwit.records.Topics;
import dev.godwit.wire.UnreadableRecordException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class MergeGroupTopicTest {
  private static final TopicPartition PARTITION = new TopicPartition(Topics.MERGE_GROUPS, 3);

  private final List<String> visited = new ArrayList<>();

  @Test
  void shouldReadTheWantedRecordsAloneAndCountThoseThatAreMissing() throws IOException {
    try (MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none")) {
      hold(consumer, 5, "a", "other", "b", "garbage", "renamed");

      long missing =
          read(
              consumer,
              group("gone", 4),
              group("b", 7),
              group("a", 5),
              group("c", 8),
              group("d", 9),
              group("later", 10));

      assertThat(visited).containsExactly("a@5", "b@7");
      assertThat(missing).isEqualTo(4);
    }
  }

  @Test
  void shouldReadNothingWhenNothingIsWanted() throws IOException {
    try (MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none")) {
      assertThat(read(consumer)).isZero();
    }
  }

  @Test
  void shouldFailWhenKafkaSendsNoRecord() {
    try (MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none")) {
      consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
      consumer.updateEndOffsets(Map.of(PARTITION, 9L));
      assertThatThrownBy(() -> read(consumer, group("a", 5)))
          .isInstanceOf(KafkaException.class)
          .hasMessageContaining("did not send the records of crm.merge-groups.v1-3");
    }
  }

  private long read(MockConsumer<byte[], byte[]> consumer, MergeGroupAnswer... wanted)
      throws IOException {
    return KafkaMergeGroupTopic.read(
        consumer,
        MergeGroupTopicTest::decode,
        List.of(wanted),
        Duration.ofMillis(1),
        (group, record) -> visited.add(group.group() + "@" + group.offset()));
  }

  private static SpecificRecord decode(String topic, byte[] value)
      throws UnreadableRecordException {
    String group = new String(value, StandardCharsets.UTF_8);
    if (group.equals("garbage")) {
      throw new UnreadableRecordException("Expected a record, found garbage.");
    }
    return MergeGroupRecords.review(1, group, 7, "1", "2");
  }

  private static MergeGroupAnswer group(String id, long offset) {
    return new MergeGroupAnswer(
        1, "contacts", id, "REVIEW", "SAME_PHONE", 7, 2, null, List.of("1", "2"), 3, offset);
  }

  /** Records that are there when the partition is assigned, from an offset on. */
  private static void hold(MockConsumer<byte[], byte[]> consumer, long first, String... groups) {
    consumer.updateBeginningOffsets(Map.of(PARTITION, first));
    consumer.updateEndOffsets(Map.of(PARTITION, first + groups.length));
    consumer.schedulePollTask(
        () -> {
          for (int i = 0; i < groups.length; i++) {
            consumer.addRecord(
                new ConsumerRecord<>(
                    PARTITION.topic(),
                    PARTITION.partition(),
                    first + i,
                    new byte[0],
                    groups[i].getBytes(StandardCharsets.UTF_8)));
          }
        });
  }
}
