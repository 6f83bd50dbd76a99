package dev.godwit.worker.run;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds the last record of a partition. The end offset does not say it, because transaction markers
 * take offsets too.
 */
final class LastOffset {
  private static final long STEP = 500;
  private static final Duration POLL = Duration.ofMillis(200);

  private LastOffset() {}

  /** Offset of the last committed record as of now, -1 where there is none. */
  static long of(Map<String, Object> consumerConfig, TopicPartition partition) {
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(consumerConfig)) {
      consumer.assign(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      long begin = consumer.beginningOffsets(List.of(partition)).get(partition);
      for (long from = end; from > begin; ) {
        from = Math.max(begin, from - STEP);
        long last = lastFrom(consumer, partition, from, end);
        if (last >= 0) {
          return last;
        }
      }
      return -1;
    }
  }

  /**
   * As {@link #of}, once no transaction is open below what is the end now, whether committed or
   * not; at the latest after a limit.
   */
  static long settled(Map<String, Object> consumerConfig, TopicPartition partition, Duration limit)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    Map<String, Object> uncommitted = new HashMap<>(consumerConfig);
    uncommitted.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    long end = end(uncommitted, partition);
    while (end(consumerConfig, partition) < end && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
    }
    return of(consumerConfig, partition);
  }

  private static long end(Map<String, Object> consumerConfig, TopicPartition partition) {
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(consumerConfig)) {
      return consumer.endOffsets(List.of(partition)).get(partition);
    }
  }

  private static long lastFrom(
      KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long from, long end) {
    consumer.seek(partition, from);
    long last = -1;
    while (consumer.position(partition) < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        last = Math.max(last, record.offset());
      }
    }
    return last;
  }
}
