package dev.godwit.transformer.replay;

import dev.godwit.wire.WireEncoder;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Topics in maps; behind each record is a transaction's marker. */
final class MemoryTopics implements ReplayTopics {
  static final int PARTITIONS = 6;

  private final Map<TopicPartition, NavigableMap<Long, ConsumerRecord<byte[], byte[]>>> records =
      new HashMap<>();
  private final Map<TopicPartition, Long> begins = new HashMap<>();
  private final WireEncoder encoder;

  MemoryTopics(WireEncoder encoder) {
    this.encoder = encoder;
  }

  private NavigableMap<Long, ConsumerRecord<byte[], byte[]>> of(String topic, int partition) {
    return records.computeIfAbsent(new TopicPartition(topic, partition), p -> new TreeMap<>());
  }

  /** Appends a record and gives its offset. */
  long add(String topic, int partition, byte[] key, SpecificRecord value) {
    return add(new ProducerRecord<>(topic, partition, key, encoder.encode(topic, value)));
  }

  long add(ProducerRecord<byte[], byte[]> record) {
    int partition = record.partition() == null ? 0 : record.partition();
    long offset = end(record.topic(), partition);
    of(record.topic(), partition)
        .put(
            offset,
            new ConsumerRecord<>(
                record.topic(),
                partition,
                offset,
                1_000 + offset,
                TimestampType.CREATE_TIME,
                0,
                0,
                record.key(),
                record.value(),
                new RecordHeaders(record.headers().toArray()),
                Optional.empty()));
    return offset;
  }

  /** Retention deletes the records before an offset. */
  void deleteBefore(String topic, int partition, long offset) {
    begins.put(new TopicPartition(topic, partition), offset);
    of(topic, partition).headMap(offset).clear();
  }

  int size(String topic) {
    return records.entrySet().stream()
        .filter(entry -> entry.getKey().topic().equals(topic))
        .mapToInt(entry -> entry.getValue().size())
        .sum();
  }

  @Override
  public int partitions(String topic) {
    return PARTITIONS;
  }

  @Override
  public long begin(String topic, int partition) {
    return begins.getOrDefault(new TopicPartition(topic, partition), 0L);
  }

  @Override
  public long end(String topic, int partition) {
    NavigableMap<Long, ConsumerRecord<byte[], byte[]>> of = of(topic, partition);
    return of.isEmpty() ? begin(topic, partition) : of.lastKey() + 2;
  }

  @Override
  public void read(
      String topic,
      int partition,
      long from,
      long to,
      Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
    new TreeMap<>(of(topic, partition).subMap(from, to)).values().forEach(visitor);
  }

  @Override
  public void readAt(
      String topic,
      int partition,
      SortedSet<Long> offsets,
      Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
    offsets.stream().map(of(topic, partition)::get).filter(Objects::nonNull).forEach(visitor);
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
