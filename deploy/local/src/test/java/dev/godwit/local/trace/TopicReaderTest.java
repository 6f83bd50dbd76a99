package dev.godwit.local.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.wire.KafkaSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TopicReaderTest {
  private static final String TOPIC = "crm.contacts.extracted.v1";
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
  private static final long MOST = 4;

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
  private final TopicReader reader =
      new TopicReader(consumer, new KafkaSettings("none:1", "http://none:1"), MOST);
  private final List<Long> seen = new ArrayList<>();

  @Test
  void shouldReadARangeAndNothingBehindIt() {
    holds(0, 6);

    TopicRange range = read(2, 5);

    assertThat(seen).containsExactly(2L, 3L, 4L);
    assertThat(range.read()).isEqualTo(3);
    assertThat(range.gap()).isEmpty();
  }

  @Test
  void shouldEndAtTheRecordThatIsWanted() {
    holds(0, 6);

    TopicRange range =
        reader.read(
            TOPIC,
            0,
            0,
            Long.MAX_VALUE,
            record -> {
              seen.add(record.offset());
              return record.offset() == 1;
            });

    assertThat(seen).containsExactly(0L, 1L);
    assertThat(range.limited()).isFalse();
  }

  @Test
  void shouldEndAtTheLimitAndSaySo() {
    holds(0, 6);

    TopicRange range = read(0, Long.MAX_VALUE);

    assertThat(seen).hasSize((int) MOST);
    assertThat(range.limited()).isTrue();
    assertThat(range.gap().orElseThrow())
        .contains("after 4 records", "before offset 6", "--read-at-most");
  }

  @Test
  void shouldSayWhereRecordsOfTheRangeAreDeleted() {
    holds(3, 6);

    TopicRange range = read(1, 6);

    assertThat(seen).containsExactly(3L, 4L, 5L);
    assertThat(range.isExpired()).isTrue();
    assertThat(range.gap().orElseThrow()).contains("before offset 3", "retention");
  }

  @Test
  void shouldReadNothingOfARangeThatIsDeletedAltogether() {
    holds(3, 6);

    TopicRange range = read(0, 2);

    assertThat(seen).isEmpty();
    assertThat(range.isExpired()).isTrue();
  }

  @Test
  void shouldReadAWholeRangeInPartsOfTheLimit() {
    holds(0, 10);
    holds(0, 10);
    holds(0, 10);

    reader.readWhole(
        TOPIC,
        0,
        1,
        Long.MAX_VALUE,
        record -> {
          seen.add(record.offset());
          return false;
        });

    assertThat(seen).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
  }

  private TopicRange read(long from, long to) {
    return reader.read(
        TOPIC,
        0,
        from,
        to,
        record -> {
          seen.add(record.offset());
          return false;
        });
  }

  private void holds(long first, long end) {
    consumer.updateBeginningOffsets(Map.of(PARTITION, first));
    consumer.updateEndOffsets(Map.of(PARTITION, end));
    consumer.schedulePollTask(
        () -> {
          for (long offset = Math.max(first, consumer.position(PARTITION));
              offset < end;
              offset++) {
            consumer.addRecord(
                new ConsumerRecord<>(
                    TOPIC, 0, offset, "k".getBytes(StandardCharsets.UTF_8), new byte[] {1}));
          }
        });
  }
}
