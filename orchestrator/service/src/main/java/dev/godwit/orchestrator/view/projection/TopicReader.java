package dev.godwit.orchestrator.view.projection;

import dev.godwit.wire.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Reads topics from given positions, without a consumer group. Not thread-safe; a Kafka failure is
 * retriable with a new reader.
 */
final class TopicReader implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int MOST_RECORDS = 500;

  private static final Logger LOG = Logger.getLogger(TopicReader.class);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, Long> next = new HashMap<>();

  TopicReader(KafkaSettings settings) {
    Map<String, Object> config = settings.consumer(null);
    config.put(ConsumerConfig.CLIENT_ID_CONFIG, "godwit-view");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_RECORDS);
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 4 * 1024 * 1024);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1024 * 1024);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    consumer = new KafkaConsumer<>(config);
  }

  /**
   * Takes all partitions of some topics, from given positions or the beginning.
   *
   * @return topics that do not exist
   */
  List<String> take(Collection<String> topics, Map<TopicPartition, Long> from) {
    List<TopicPartition> partitions = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (String topic : topics) {
      List<PartitionInfo> infos = consumer.partitionsFor(topic, TIMEOUT);
      if (infos == null || infos.isEmpty()) {
        missing.add(topic);
        continue;
      }
      infos.forEach(i -> partitions.add(new TopicPartition(topic, i.partition())));
    }
    consumer.assign(partitions);
    next.clear();
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions, TIMEOUT);
    for (TopicPartition partition : partitions) {
      long position = from.getOrDefault(partition, 0L);
      long begin = begins.getOrDefault(partition, 0L);
      if (position < begin && position > 0) {
        LOG.warnf(
            "%s: the records from offset %d to %d were deleted before the read model read them; what it shows of their runs is incomplete",
            partition, position, begin - 1);
      }
      consumer.seek(partition, Math.max(position, begin));
      next.put(partition, position);
    }
    return missing;
  }

  /**
   * True where a position lies beyond the end of its partition: the topics were made anew since.
   */
  boolean pastTheEnd() {
    return consumer.endOffsets(next.keySet(), TIMEOUT).entrySet().stream()
        .anyMatch(end -> next.get(end.getKey()) > end.getValue());
  }

  /** Ends of all partitions now, summed. */
  long ends() {
    return consumer.endOffsets(next.keySet(), TIMEOUT).values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  /** Positions of all partitions, summed. */
  long position() {
    return next.values().stream().mapToLong(Long::longValue).sum();
  }

  /** True where every committed record was read. */
  boolean caughtUp() {
    return next.keySet().stream().allMatch(p -> consumer.currentLag(p).orElse(1) == 0);
  }

  /** Records by partition, in offset order; empty at the timeout. */
  Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> poll(Duration timeout) {
    ConsumerRecords<byte[], byte[]> records = consumer.poll(timeout);
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> byPartition = new HashMap<>();
    for (TopicPartition partition : records.partitions()) {
      byPartition.put(partition, records.records(partition));
    }
    return byPartition;
  }

  /** The polled records with the positions before and after them. */
  Batch batch(Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records) {
    Map<TopicPartition, Long> before = new HashMap<>();
    Map<TopicPartition, Long> after = new HashMap<>();
    for (TopicPartition partition : records.keySet()) {
      before.put(partition, next.get(partition));
      after.put(partition, after(partition));
    }
    return new Batch(records, before, after);
  }

  private long after(TopicPartition partition) {
    return consumer.position(partition, TIMEOUT);
  }

  /** Moves the positions of partitions whose polled records are projected. */
  void done(Collection<TopicPartition> partitions) {
    partitions.forEach(p -> next.put(p, after(p)));
  }

  /** Next offset of each partition. */
  Map<TopicPartition, Long> next() {
    return Map.copyOf(next);
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
  }

  /**
   * Records that were polled together. Immutable.
   *
   * @param records by partition, in offset order
   * @param before position of each partition before them
   * @param after position of each partition after them, transaction markers included
   */
  record Batch(
      Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records,
      Map<TopicPartition, Long> before,
      Map<TopicPartition, Long> after) {
    /** In one order for all processes, so that two cannot wait for each other's positions. */
    List<TopicPartition> partitions() {
      return records.keySet().stream()
          .sorted(Comparator.comparing(TopicPartition::toString))
          .toList();
    }
  }
}
