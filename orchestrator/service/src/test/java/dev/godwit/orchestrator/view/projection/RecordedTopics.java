package dev.godwit.orchestrator.view.projection;

import dev.godwit.orchestrator.view.projection.TopicReader.Batch;
import dev.godwit.wire.UnreadableRecordException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Topics in memory, read in batches as a consumer would read them. Not thread-safe. */
final class RecordedTopics implements BatchWriter.Decoder {
  private static final byte[] GARBAGE = {1};

  private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records =
      new LinkedHashMap<>();
  private final List<SpecificRecord> values = new ArrayList<>();

  RecordedTopics add(String topic, int partition, SpecificRecord value) {
    values.add(value);
    return add(topic, partition, ByteBuffer.allocate(4).putInt(values.size() - 1).array());
  }

  RecordedTopics addGarbage(String topic) {
    return add(topic, 0, GARBAGE);
  }

  private RecordedTopics add(String topic, int partition, byte[] value) {
    List<ConsumerRecord<byte[], byte[]>> of =
        records.computeIfAbsent(new TopicPartition(topic, partition), p -> new ArrayList<>());
    of.add(new ConsumerRecord<>(topic, partition, of.size(), null, value));
    return this;
  }

  /** Up to so many records of each partition, from where the positions are. */
  Batch batch(Map<TopicPartition, Long> positions, int most) {
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> read = new HashMap<>();
    Map<TopicPartition, Long> before = new HashMap<>();
    Map<TopicPartition, Long> after = new HashMap<>();
    records.forEach(
        (partition, all) -> {
          int from = positions.getOrDefault(partition, 0L).intValue();
          int to = Math.min(all.size(), from + most);
          if (from < to) {
            read.put(partition, all.subList(from, to));
            before.put(partition, (long) from);
            after.put(partition, (long) to);
          }
        });
    return new Batch(read, before, after);
  }

  long end(String topic, int partition) {
    return records.get(new TopicPartition(topic, partition)).size();
  }

  @Override
  public SpecificRecord decode(String topic, byte[] value) throws UnreadableRecordException {
    if (value == GARBAGE) {
      throw new UnreadableRecordException("Expected a record, found a byte.");
    }
    SpecificRecord record = values.get(ByteBuffer.wrap(value).getInt());
    SpecificData model = new SpecificData(record.getClass().getClassLoader());
    SpecificData.getForClass(record.getClass())
        .getConversions()
        .forEach(model::addLogicalTypeConversion);
    return model.deepCopy(record.getSchema(), record);
  }
}
