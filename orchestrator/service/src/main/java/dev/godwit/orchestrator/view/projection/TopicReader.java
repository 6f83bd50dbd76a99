package dev.godwit.orchestrator.view.projection;

import dev.godwit.wire.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** A consumer without a group whose positions are given to it. Not thread-safe. */
final class TopicReader implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_RECORDS = 500;

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
      List<PartitionInfo> infos = consumer.partitionsFor(topic, PATIENCE);
      if (infos == null || infos.isEmpty()) {
        missing.add(topic);
        continue;
      }
      infos.forEach(i -> partitions.add(new TopicPartition(topic, i.partition())));
    }
    consumer.assign(partitions);
    next.clear();
    for (TopicPartition partition : partitions) {
      long position = from.getOrDefault(partition, 0L);
      consumer.seek(partition, position);
      next.put(partition, position);
    }
    return missing;
  }

  /**
   * True where a position lies behind the end of its partition: the topics are not those that were
   * read.
   */
  boolean pastTheEnd() {
    return consumer.endOffsets(next.keySet(), PATIENCE).entrySet().stream()
        .anyMatch(end -> next.get(end.getKey()) > end.getValue());
  }

  /** True where nothing committed is left to be read. */
  boolean caughtUp() {
    return next.keySet().stream().allMatch(p -> consumer.currentLag(p).orElse(1) == 0);
  }

  /** Records by partition, in offset order; none where none came in time. */
  Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> poll(Duration patience) {
    ConsumerRecords<byte[], byte[]> records = consumer.poll(patience);
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> byPartition = new HashMap<>();
    for (TopicPartition partition : records.partitions()) {
      byPartition.put(partition, records.records(partition));
    }
    return byPartition;
  }

  /** What was polled, with where its partitions were before and are after it. */
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
    return consumer.position(partition, PATIENCE);
  }

  /** What was polled is projected. */
  void done(Collection<TopicPartition> partitions) {
    partitions.forEach(p -> next.put(p, after(p)));
  }

  /** Next offset of each partition. */
  Map<TopicPartition, Long> next() {
    return Map.copyOf(next);
  }

  @Override
  public void close() {
    consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(2)));
  }
}
