package dev.godwit.local.quarantine;

import dev.godwit.common.v1.Stage;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.row.v1.ReleasedRecord;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
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

/**
 * Reads from {@code crm.quarantine.v1} the records of one run and entity that the transformer has
 * in quarantine now, as they were extracted. Reads each partition twice: once for what was released
 * or came again, then for the records, one at a time. Throws {@link KafkaException} where the
 * broker does not answer, which is retriable. Not thread-safe.
 */
final class HeldRecords {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(500);

  /** Clocks of services differ; a record of the run is not older than its start by more. */
  private static final Duration CLOCKS = Duration.ofHours(1);

  private final KafkaSettings kafka;
  private final String runId;
  private final Instant startedAt;
  private final Entity entity;
  private long unreadable;

  private record Place(int partition, long offset) {}

  HeldRecords(KafkaSettings kafka, String runId, Instant startedAt, Entity entity) {
    this.kafka = kafka;
    this.runId = runId;
    this.startedAt = startedAt;
    this.entity = entity;
  }

  /**
   * Reads them.
   *
   * @param visitor takes the id in the source, and the record
   */
  void read(BiConsumer<String, IndexedRecord> visitor) {
    Map<String, Object> settings = kafka.stretchConsumer();
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "godwit-fix-preview");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
    try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings);
        WireDecoder decoder = new WireDecoder(kafka.serde())) {
      List<PartitionInfo> partitions = consumer.partitionsFor(Topics.QUARANTINE, TIMEOUT);
      if (partitions == null || partitions.isEmpty()) {
        throw new KafkaException("Kafka has no topic %s.".formatted(Topics.QUARANTINE));
      }
      for (PartitionInfo info : partitions) {
        read(consumer, decoder, new TopicPartition(info.topic(), info.partition()), visitor);
      }
    }
  }

  private void read(
      Consumer<byte[], byte[]> consumer,
      WireDecoder decoder,
      TopicPartition partition,
      BiConsumer<String, IndexedRecord> visitor) {
    Map<Place, Long> newest = new HashMap<>();
    each(
        consumer,
        partition,
        record -> {
          switch (decoded(record, decoder)) {
            case QuarantinedRecord one when isHere(one) ->
                newest.put(new Place(one.getPartition(), one.getOffset()), record.offset());
            case ReleasedRecord one
                when one.getRunId().equals(runId)
                    && one.getStage() == Stage.TRANSFORM
                    && Entities.of(one).equals(entity) ->
                newest.remove(new Place(one.getPartition(), one.getOffset()));
            case null, default -> {
              // Another run's, or another stage's.
            }
          }
        });
    if (newest.isEmpty()) {
      return;
    }
    each(
        consumer,
        partition,
        record -> {
          if (decoded(record, decoder) instanceof QuarantinedRecord one
              && isHere(one)
              && Long.valueOf(record.offset())
                  .equals(newest.get(new Place(one.getPartition(), one.getOffset())))) {
            extracted(one, decoder, visitor);
          }
        });
  }

  private boolean isHere(QuarantinedRecord record) {
    return record.getRunId().equals(runId)
        && record.getStage() == Stage.TRANSFORM
        && Entities.of(record).equals(entity);
  }

  private void extracted(
      QuarantinedRecord one, WireDecoder decoder, BiConsumer<String, IndexedRecord> visitor) {
    ByteBuffer kept = one.getValue().duplicate();
    byte[] value = new byte[kept.remaining()];
    kept.get(value);
    try {
      visitor.accept(one.getLegacyId(), decoder.decodeRow(one.getTopic(), value));
    } catch (UnreadableRecordException e) {
      unreadable++;
    }
  }

  private static SpecificRecord decoded(
      ConsumerRecord<byte[], byte[]> record, WireDecoder decoder) {
    try {
      return decoder.decode(record.topic(), record.value());
    } catch (UnreadableRecordException e) {
      return null;
    }
  }

  private void each(
      Consumer<byte[], byte[]> consumer,
      TopicPartition partition,
      java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
    long from = startedAt.minus(CLOCKS).toEpochMilli();
    OffsetAndTimestamp first =
        consumer.offsetsForTimes(Map.of(partition, Math.max(0, from)), TIMEOUT).get(partition);
    if (first == null) {
      return;
    }
    long end = consumer.endOffsets(List.of(partition), TIMEOUT).get(partition);
    consumer.assign(List.of(partition));
    consumer.seek(partition, first.offset());
    long progress = System.nanoTime();
    for (long at = first.offset(); at < end; ) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
        if (record.offset() < end) {
          visitor.accept(record);
        }
      }
      long now = consumer.position(partition, TIMEOUT);
      if (now > at) {
        progress = System.nanoTime();
      } else if (System.nanoTime() - progress > TIMEOUT.toNanos()) {
        throw new KafkaException("Kafka did not send the records of %s.".formatted(partition));
      }
      at = now;
    }
  }

  /** Records that were not read: too large to be kept whole in the topic, or not decodable. */
  long unreadable() {
    return unreadable;
  }
}
