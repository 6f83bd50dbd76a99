package dev.godwit.extractor.topics;

import dev.godwit.extractor.outbound.ExtractedSink;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the records of one customer from a topic, from a time on and up to the end that the topic
 * has at the call. Stateless.
 */
public final class CustomerRecords {
  private static final Duration POLL = Duration.ofMillis(200);

  /** Clocks of services and broker differ by less. */
  private static final Duration MARGIN = Duration.ofHours(1);

  private CustomerRecords() {}

  /**
   * Receives records.
   *
   * @param <E> what it may throw, beside unchecked exceptions
   */
  @FunctionalInterface
  public interface Visitor<E extends Exception> {
    void visit(ConsumerRecord<byte[], byte[]> record) throws E;
  }

  /**
   * Reads.
   *
   * @param consumer without an assignment; reads committed records only
   * @param since no record that is wanted is older
   */
  public static <E extends Exception> void read(
      Consumer<byte[], byte[]> consumer,
      String topic,
      String customer,
      Instant since,
      Visitor<E> visitor)
      throws E {
    byte[] prefix = ExtractedSink.key(customer);
    Map<TopicPartition, Long> ends = seek(consumer, topic, since);
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (begins(record.key(), prefix)) {
          visitor.visit(record);
        }
      }
    }
  }

  private static boolean begins(byte[] key, byte[] prefix) {
    return key != null
        && key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static Map<TopicPartition, Long> seek(
      Consumer<byte[], byte[]> consumer, String topic, Instant since) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<TopicPartition, Long> times = new HashMap<>();
    partitions.forEach(one -> times.put(one, since.minus(MARGIN).toEpochMilli()));
    Map<TopicPartition, OffsetAndTimestamp> begins = consumer.offsetsForTimes(times);
    ends.forEach(
        (partition, end) -> {
          OffsetAndTimestamp begin = begins.get(partition);
          consumer.seek(partition, begin == null ? end : begin.offset());
        });
    return ends;
  }
}
