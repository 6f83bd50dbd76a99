package dev.godwit.local.chaos.check;

import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads topics from their beginning to their current end, committed records only. */
final class TopicRecords {
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaSettings kafka;

  TopicRecords(KafkaSettings kafka) {
    this.kafka = kafka;
  }

  /** The records of a topic that are wanted, partition by partition in their order. */
  List<SpecificRecord> all(String topic, Predicate<SpecificRecord> wanted) {
    List<SpecificRecord> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(kafka.consumer(null));
        WireDecoder decoder = new WireDecoder(kafka.serde())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          SpecificRecord decoded = decoder.decode(topic, record.value());
          if (wanted.test(decoded)) {
            records.add(decoded);
          }
        }
      }
      return records;
    } catch (UnreadableRecordException e) {
      throw new IllegalStateException("Reading " + topic + ": " + e.getMessage(), e);
    }
  }
}
