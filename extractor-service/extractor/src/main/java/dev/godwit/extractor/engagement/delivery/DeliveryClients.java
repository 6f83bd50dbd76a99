package dev.godwit.extractor.engagement.delivery;

import dev.godwit.extractor.engagement.FencedProducer;
import dev.godwit.records.Topics;
import dev.godwit.wire.KafkaSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * The consumer and producer of the delivery. Quarantined records and the group's offsets are one
 * transaction. Not thread-safe.
 */
final class DeliveryClients implements AutoCloseable {
  static final String GROUP = "godwit-delivery";

  private static final int SESSION_MILLIS = 10_000;
  private static final int RECORDS = 2000;
  private static final Duration HEARTBEAT = Duration.ofMillis(100);

  private static final Logger LOG = Logger.getLogger(DeliveryClients.class);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final FencedProducer producer;
  private final Consumer<Undelivered> lost;
  private long assignments;

  /**
   * @param awaitEvents waits until all events written so far are consumed; called when partitions
   *     are assigned, since their last owner may have acted on windows not known here yet
   * @param lost receives records that were deleted before they were delivered
   */
  DeliveryClients(
      KafkaSettings kafka, String instance, Runnable awaitEvents, Consumer<Undelivered> lost) {
    this.lost = lost;
    producer = new FencedProducer(kafka, instance + "-delivery");
    Map<String, Object> reads = kafka.consumer(GROUP);
    reads.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance + "-delivery");
    reads.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
    reads.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, SESSION_MILLIS / 5);
    reads.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS);
    consumer = new KafkaConsumer<>(reads);
    consumer.subscribe(
        List.of(Topics.LIVE),
        new ConsumerRebalanceListener() {
          @Override
          public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}

          @Override
          public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            assignments++;
            awaitEvents.run();
            begin(partitions);
          }
        });
  }

  KafkaConsumer<byte[], byte[]> consumer() {
    return consumer;
  }

  /**
   * Number of assignments so far. After a change another process may have progressed in a
   * partition, even where the same partitions are assigned again.
   */
  long assignments() {
    return assignments;
  }

  /** Seeks to the committed offset in every assigned partition. */
  void seekToCommitted() {
    begin(consumer.assignment());
  }

  /**
   * Seeks explicitly: to the committed offset, and to the first record where there is none, since
   * an event that is delivered again changes nothing in the source. A position that was not
   * committed is committed at once.
   */
  private void begin(Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> committed =
        consumer.committed(new HashSet<>(partitions));
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<TopicPartition, OffsetAndMetadata> recorded = new HashMap<>();
    for (TopicPartition partition : partitions) {
      OffsetAndMetadata known = committed.get(partition);
      long begin = begins.get(partition);
      boolean isRemade = known != null && known.offset() > ends.get(partition);
      if (known == null || isRemade || known.offset() < begin) {
        recorded.put(partition, new OffsetAndMetadata(begin));
        consumer.seek(partition, begin);
      } else {
        consumer.seek(partition, known);
      }
      if (known == null) {
        LOG.infof(
            "%s: the delivery has no position and begins at the first record, offset %d",
            partition, begin);
      } else if (recorded.containsKey(partition)) {
        lost.accept(new Undelivered(partition, known.offset(), begin, isRemade));
      }
    }
    if (!recorded.isEmpty()) {
      consumer.commitSync(recorded);
    }
  }

  /** Stays in the group for a time without consuming. */
  void idle(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - end < 0) {
      consumer.pause(consumer.assignment());
      ConsumerRecords<byte[], byte[]> ofNewPartitions = consumer.poll(HEARTBEAT);
      for (TopicPartition partition : ofNewPartitions.partitions()) {
        consumer.seek(partition, ofNewPartitions.records(partition).getFirst().offset());
      }
    }
    consumer.resume(consumer.assignment());
  }

  /** Sends records and commits the group's offsets, atomically. */
  void commit(
      List<ProducerRecord<byte[], byte[]>> records,
      Map<TopicPartition, OffsetAndMetadata> offsets) {
    producer.commit(records, offsets, consumer.groupMetadata());
  }

  @Override
  public void close() {
    producer.close();
    consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
  }
}
