package dev.godwit.transformer.replay;

import dev.godwit.wire.KafkaSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** The topics in Kafka, read with consumers that belong to no group. */
final class KafkaReplayTopics implements ReplayTopics {
  private static final Duration POLL = Duration.ofMillis(500);

  /** Records that are read through rather than skipped by a seek. */
  private static final long READ_THROUGH = 500;

  private final KafkaConsumer<byte[], byte[]> committed;
  private final KafkaConsumer<byte[], byte[]> all;

  KafkaReplayTopics(KafkaSettings kafka) {
    Map<String, Object> settings = new HashMap<>(kafka.stretchConsumer());
    // An offset that retention deletes meanwhile fails the attempt; the next one finds it missing.
    committed = new KafkaConsumer<>(settings);
    Map<String, Object> uncommitted = new HashMap<>(settings);
    uncommitted.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    all = new KafkaConsumer<>(uncommitted);
  }

  @Override
  public int partitions(String topic) {
    return committed.partitionsFor(topic).size();
  }

  @Override
  public long begin(String topic, int partition) {
    TopicPartition place = new TopicPartition(topic, partition);
    return committed.beginningOffsets(List.of(place)).get(place);
  }

  @Override
  public long end(String topic, int partition) {
    TopicPartition place = new TopicPartition(topic, partition);
    return all.endOffsets(List.of(place)).get(place);
  }

  @Override
  public void read(
      String topic,
      int partition,
      long from,
      long to,
      Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
    TopicPartition place = seek(topic, partition, Math.max(from, begin(topic, partition)));
    // A transaction's marker takes an offset and is no record: the position tells the end.
    while (committed.position(place) < to) {
      for (ConsumerRecord<byte[], byte[]> record : committed.poll(POLL)) {
        if (record.offset() < to) {
          visitor.accept(record);
        }
      }
    }
  }

  @Override
  public void readAt(
      String topic,
      int partition,
      SortedSet<Long> offsets,
      Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
    SortedSet<Long> wanted = offsets;
    TopicPartition place = null;
    while (!wanted.isEmpty()) {
      long first = wanted.first();
      if (place == null || first - committed.position(place) > READ_THROUGH) {
        place = seek(topic, partition, first);
      }
      for (ConsumerRecord<byte[], byte[]> record : committed.poll(POLL)) {
        if (offsets.contains(record.offset())) {
          visitor.accept(record);
        }
      }
      wanted = offsets.tailSet(committed.position(place));
    }
  }

  private TopicPartition seek(String topic, int partition, long offset) {
    TopicPartition place = new TopicPartition(topic, partition);
    committed.assign(List.of(place));
    committed.seek(place, offset);
    return place;
  }

  @Override
  public void close() {
    committed.close();
    all.close();
  }
}
