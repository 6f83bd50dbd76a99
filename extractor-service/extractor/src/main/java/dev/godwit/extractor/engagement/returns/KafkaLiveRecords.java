package dev.godwit.extractor.engagement.returns;

import dev.godwit.records.Topics;
import dev.godwit.wire.KafkaSettings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/** Reads fixed ranges of the live topic, one after another. Not thread-safe. */
final class KafkaLiveRecords implements LiveRecords {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int RECORDS = 1000;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Deque<ConsumerRecord<byte[], byte[]>> fetched = new ArrayDeque<>();
  private TopicPartition partition;
  private long end;

  KafkaLiveRecords(KafkaSettings kafka) {
    Map<String, Object> config = kafka.stretchConsumer();
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS);
    this.consumer = new KafkaConsumer<>(config);
  }

  @Override
  public void begin(int number, long from, long upTo) {
    partition = new TopicPartition(Topics.LIVE, number);
    end = upTo;
    fetched.clear();
    consumer.assign(List.of(partition));
    consumer.seek(partition, from);
  }

  @Override
  public ConsumerRecord<byte[], byte[]> next() {
    while (true) {
      ConsumerRecord<byte[], byte[]> record = fetched.poll();
      if (record != null) {
        return record.offset() < end ? record : null;
      }
      if (consumer.position(partition) >= end) {
        return null;
      }
      try {
        consumer.poll(POLL).forEach(fetched::add);
      } catch (OffsetOutOfRangeException e) {
        long from = e.offsetOutOfRangePartitions().get(partition);
        long begin = consumer.beginningOffsets(List.of(partition)).get(partition);
        throw new LostLiveRecordsException(
            partition.partition(), from, begin > from ? Math.min(begin, end) : end);
      }
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
