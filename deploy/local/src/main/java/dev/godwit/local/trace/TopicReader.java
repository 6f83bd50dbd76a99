package dev.godwit.local.trace;

import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import dev.godwit.wire.live.LiveEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;

/**
 * Reads ranges of offsets of topics, committed records only, each range with a limit of records.
 * Every method throws {@link KafkaException} where the broker does not answer, which is retriable.
 * Not thread-safe.
 */
final class TopicReader implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(500);

  private final Consumer<byte[], byte[]> consumer;
  private final KafkaSettings kafka;
  private final long mostRecords;
  private WireDecoder decoder;
  private LiveEvents liveEvents;

  /**
   * @param mostRecords most records of one range that are read
   */
  TopicReader(KafkaSettings kafka, long mostRecords) {
    this(new KafkaConsumer<>(settings(kafka)), kafka, mostRecords);
  }

  TopicReader(Consumer<byte[], byte[]> consumer, KafkaSettings kafka, long mostRecords) {
    this.consumer = consumer;
    this.kafka = kafka;
    this.mostRecords = mostRecords;
  }

  private static Map<String, Object> settings(KafkaSettings kafka) {
    Map<String, Object> settings = kafka.stretchConsumer();
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "godwit-trace");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
    settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
    return settings;
  }

  /** Number of partitions of a topic. */
  int partitions(String topic) {
    List<PartitionInfo> found = consumer.partitionsFor(topic, TIMEOUT);
    if (found == null || found.isEmpty()) {
      throw new KafkaException("Kafka has no topic " + topic + ".");
    }
    return found.size();
  }

  /** Partition of a key, as every producer of Godwit chooses it. */
  int partitionOf(String topic, byte[] key) {
    return Utils.toPositive(Utils.murmur2(key)) % partitions(topic);
  }

  /** First offset whose record is of a time or later; the end of the partition where none is. */
  long offsetAt(String topic, int partition, Instant time) {
    TopicPartition one = new TopicPartition(topic, partition);
    OffsetAndTimestamp found =
        consumer.offsetsForTimes(Map.of(one, Math.max(0, time.toEpochMilli())), TIMEOUT).get(one);
    return found == null ? end(topic, partition) : found.offset();
  }

  /** Offset after the last committed record. */
  long end(String topic, int partition) {
    TopicPartition one = new TopicPartition(topic, partition);
    return consumer.endOffsets(List.of(one), TIMEOUT).get(one);
  }

  /**
   * Reads a range, up to the end that the partition has at the call.
   *
   * @param from first offset
   * @param to offset after the last
   * @param visitor takes each record; returns true to read no further
   */
  TopicRange read(
      String topic,
      int partition,
      long from,
      long to,
      Predicate<ConsumerRecord<byte[], byte[]>> visitor) {
    TopicPartition one = new TopicPartition(topic, partition);
    long first = consumer.beginningOffsets(List.of(one), TIMEOUT).get(one);
    long begin = Math.max(from, first);
    long end = Math.min(to, end(topic, partition));
    long expiredBefore = from <= first ? first : 0;
    consumer.assign(List.of(one));
    consumer.seek(one, begin);
    long read = 0;
    long progress = System.nanoTime();
    for (long at = begin; at < end; ) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(one)) {
        if (record.offset() >= end) {
          break;
        }
        if (read == mostRecords) {
          return new TopicRange(topic, partition, from, end, read, expiredBefore, true);
        }
        read++;
        if (visitor.test(record)) {
          return new TopicRange(topic, partition, from, end, read, expiredBefore, false);
        }
      }
      long now = consumer.position(one, TIMEOUT);
      if (now > at) {
        progress = System.nanoTime();
      } else if (System.nanoTime() - progress > TIMEOUT.toNanos()) {
        throw new KafkaException(
            "Kafka did not send the records of %s from offset %d.".formatted(one, at));
      }
      at = now;
    }
    return new TopicRange(topic, partition, from, to, read, expiredBefore, false);
  }

  /**
   * As {@link #read}, without the limit: for ranges that do not grow with the rows of other
   * customers.
   */
  void readWhole(
      String topic,
      int partition,
      long from,
      long to,
      Predicate<ConsumerRecord<byte[], byte[]>> visitor) {
    long end = Math.min(to, end(topic, partition));
    long[] next = {from};
    TopicRange range;
    do {
      range =
          read(
              topic,
              partition,
              next[0],
              end,
              record -> {
                next[0] = record.offset() + 1;
                return visitor.test(record);
              });
    } while (range.limited());
  }

  /** A record's value; empty where it cannot be read. */
  Optional<SpecificRecord> decode(ConsumerRecord<byte[], byte[]> record) {
    return row(record).filter(SpecificRecord.class::isInstance).map(SpecificRecord.class::cast);
  }

  /**
   * The value of an extracted record, with the fields of its pack; empty where it is unreadable.
   */
  Optional<IndexedRecord> row(ConsumerRecord<byte[], byte[]> record) {
    if (decoder == null) {
      decoder = new WireDecoder(kafka.serde());
    }
    try {
      return Optional.of(decoder.decodeRow(record.topic(), record.value()));
    } catch (UnreadableRecordException e) {
      return Optional.empty();
    }
  }

  /** A record of the live topic, in Avro or as JSON; empty where it cannot be read. */
  Optional<SpecificRecord> liveEvent(ConsumerRecord<byte[], byte[]> record) {
    if (liveEvents == null) {
      liveEvents = new LiveEvents(kafka.serde());
    }
    try {
      return Optional.of(liveEvents.decode(record));
    } catch (UnreadableRecordException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    consumer.close();
    if (decoder != null) {
      decoder.close();
    }
    if (liveEvents != null) {
      liveEvents.close();
    }
  }
}
