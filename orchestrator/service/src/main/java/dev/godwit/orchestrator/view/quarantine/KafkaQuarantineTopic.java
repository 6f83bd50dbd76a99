package dev.godwit.orchestrator.view.quarantine;

import dev.godwit.orchestrator.OrchestratorSettings;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.row.v1.ReleasedRecord;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** Reads the topic with a consumer of its own for each call. Thread-safe. */
@ApplicationScoped
class KafkaQuarantineTopic implements QuarantineTopic {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final OrchestratorSettings settings;

  /** Reads a value of a topic. */
  interface Decoder {
    SpecificRecord decode(String topic, byte[] value) throws UnreadableRecordException;
  }

  KafkaQuarantineTopic(OrchestratorSettings settings) {
    this.settings = settings;
  }

  @Override
  public long read(Instant from, Visitor visitor) throws IOException {
    KafkaSettings kafka = settings.clients();
    Map<String, Object> config = kafka.stretchConsumer();
    config.put(ConsumerConfig.CLIENT_ID_CONFIG, "godwit-quarantine");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(config);
        WireDecoder decoder = new WireDecoder(kafka.serde())) {
      List<PartitionInfo> partitions = consumer.partitionsFor(Topics.QUARANTINE, TIMEOUT);
      if (partitions == null || partitions.isEmpty()) {
        throw new KafkaException("Kafka has no topic %s.".formatted(Topics.QUARANTINE));
      }
      long unreadable = 0;
      for (PartitionInfo info : partitions) {
        TopicPartition partition = new TopicPartition(info.topic(), info.partition());
        unreadable += read(consumer, decoder::decode, partition, from, visitor);
      }
      return unreadable;
    }
  }

  private static long read(
      Consumer<byte[], byte[]> consumer,
      Decoder decoder,
      TopicPartition partition,
      Instant from,
      Visitor visitor)
      throws IOException {
    OffsetAndTimestamp first =
        consumer.offsetsForTimes(Map.of(partition, from.toEpochMilli()), TIMEOUT).get(partition);
    return first == null ? 0 : read(consumer, decoder, partition, first.offset(), TIMEOUT, visitor);
  }

  /**
   * Reads a partition from an offset to its end as it is now.
   *
   * @param timeout how long no record may come before the end is reached
   * @return records that could not be read
   */
  static long read(
      Consumer<byte[], byte[]> consumer,
      Decoder decoder,
      TopicPartition partition,
      long first,
      Duration timeout,
      Visitor visitor)
      throws IOException {
    consumer.assign(List.of(partition));
    consumer.seek(partition, first);
    long end = consumer.endOffsets(List.of(partition), TIMEOUT).get(partition);
    long unreadable = 0;
    long progress = System.nanoTime();
    for (long at = first; at < end; ) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
        unreadable += visit(record, decoder, visitor);
      }
      long now = consumer.position(partition, TIMEOUT);
      if (now > at) {
        progress = System.nanoTime();
      } else if (System.nanoTime() - progress > timeout.toNanos()) {
        throw new KafkaException("Kafka did not send the records of %s.".formatted(partition));
      }
      at = now;
    }
    return unreadable;
  }

  /** Visits a record; the number of records that cannot be read. */
  private static int visit(ConsumerRecord<byte[], byte[]> record, Decoder decoder, Visitor visitor)
      throws IOException {
    try {
      switch (decoder.decode(record.topic(), record.value())) {
        case QuarantinedRecord quarantined ->
            visitor.quarantined(quarantined, record.partition(), record.offset());
        case ReleasedRecord released -> visitor.released(released);
        default -> {
          return 1;
        }
      }
      return 0;
    } catch (UnreadableRecordException e) {
      return 1;
    }
  }
}
