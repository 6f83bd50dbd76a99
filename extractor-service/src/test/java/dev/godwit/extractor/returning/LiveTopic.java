package dev.godwit.extractor.returning;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A live topic in memory: two partitions, offsets with gaps, values as JSON. */
public final class LiveTopic implements LiveRecords {
  /** Settings of a decoder that needs no registry, since there is nothing but JSON. */
  public static final Map<String, Object> JSON_ONLY =
      Map.of("godwit.serde.deserializer", ByteArrayDeserializer.class.getName());

  private static final int PARTITIONS = 2;
  private static final int GAP = 3;

  private final List<List<ConsumerRecord<byte[], byte[]>>> partitions = new ArrayList<>();
  private Iterator<ConsumerRecord<byte[], byte[]>> reading;

  public LiveTopic() {
    for (int i = 0; i < PARTITIONS; i++) {
      partitions.add(new ArrayList<>());
    }
  }

  /** Adds a record to a partition; gives it. */
  public ConsumerRecord<byte[], byte[]> add(int partition, String key, String value) {
    List<ConsumerRecord<byte[], byte[]>> records = partitions.get(partition);
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(
            "crm.engagements.live.v1",
            partition,
            (records.size() + 1L) * GAP,
            key.getBytes(StandardCharsets.UTF_8),
            value.getBytes(StandardCharsets.UTF_8));
    records.add(record);
    return record;
  }

  List<Long> begins() {
    return partitions.stream().map(records -> 0L).toList();
  }

  List<Long> ends() {
    return partitions.stream().map(records -> (records.size() + 1L) * GAP).toList();
  }

  @Override
  public void begin(int partition, long from, long upTo) {
    reading =
        partitions.get(partition).stream()
            .filter(record -> record.offset() >= from && record.offset() < upTo)
            .iterator();
  }

  @Override
  public ConsumerRecord<byte[], byte[]> next() {
    return reading.hasNext() ? reading.next() : null;
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
