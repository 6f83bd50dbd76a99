package dev.godwit.validator.differences;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads ranges of topics by offset. A range ends when the consumer's position reaches its end, not
 * at an empty poll: a transaction's marker takes an offset and is no record. Not thread-safe.
 */
public final class TopicRange implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(500);

  private final KafkaConsumer<byte[], byte[]> consumer;

  /**
   * Opens a consumer.
   *
   * @param settings of the consumer: bytes, read committed, without a group
   */
  public TopicRange(Map<String, Object> settings) {
    this.consumer = new KafkaConsumer<>(settings);
  }

  /**
   * Passes the records of a partition from one offset to before another.
   *
   * @throws ExpectedRowsLostException where the first offset is no longer there
   */
  public void read(
      String topic,
      int partition,
      long from,
      long to,
      Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
    TopicPartition place = new TopicPartition(topic, partition);
    List<TopicPartition> places = List.of(place);
    consumer.assign(places);
    long kept = consumer.beginningOffsets(places).get(place);
    if (kept > from) {
      throw new ExpectedRowsLostException(
          "Expected records of %s from offset %d, found them from %d only: retention has deleted the"
                  .formatted(place, from, kept)
              + " rest. Rehearse or start the customer again");
    }
    consumer.seek(place, from);
    while (consumer.position(place) < to) {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      for (ConsumerRecord<byte[], byte[]> record : records) {
        if (record.offset() < to) {
          visitor.accept(record);
        }
      }
    }
  }

  /** Offset of the first record of a partition that is still there. */
  public long begin(String topic, int partition) {
    TopicPartition place = new TopicPartition(topic, partition);
    return consumer.beginningOffsets(List.of(place)).get(place);
  }

  /** Offset after the last committed record of a partition. */
  public long end(String topic, int partition) {
    TopicPartition place = new TopicPartition(topic, partition);
    return consumer.endOffsets(List.of(place)).get(place);
  }

  /**
   * Passes the records of a partition from an offset to its end at the moment of the call.
   *
   * @return false where records behind the offset are no longer there
   */
  public boolean readFrom(
      String topic, int partition, long from, Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
    long kept = begin(topic, partition);
    read(topic, partition, Math.max(from, kept), end(topic, partition), visitor);
    return kept <= from;
  }

  /**
   * Passes the records of all partitions from a time to their end at the moment of the call.
   *
   * @param since null for all
   */
  public void readSince(
      String topic, Instant since, Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
    List<TopicPartition> places =
        consumer.partitionsFor(topic).stream()
            .map(p -> new TopicPartition(topic, p.partition()))
            .toList();
    Map<TopicPartition, Long> ends = consumer.endOffsets(places);
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(places);
    for (TopicPartition place : places) {
      long from = since == null ? begins.get(place) : firstSince(place, since, ends.get(place));
      read(topic, place.partition(), Math.max(from, begins.get(place)), ends.get(place), visitor);
    }
  }

  /** Number of partitions of a topic. */
  public int partitions(String topic) {
    return consumer.partitionsFor(topic).size();
  }

  /** Offset of the first record of a partition that is not older than a time; else its end. */
  public long since(String topic, int partition, Instant since) {
    TopicPartition place = new TopicPartition(topic, partition);
    return firstSince(place, since, end(topic, partition));
  }

  private long firstSince(TopicPartition place, Instant since, long end) {
    OffsetAndTimestamp first =
        consumer.offsetsForTimes(Map.of(place, since.toEpochMilli())).get(place);
    return first == null ? end : first.offset();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
