package dev.godwit.extractor.rehearsal;

import dev.godwit.common.v1.Entity;
import dev.godwit.extractor.outbound.ExtractedSink;
import dev.godwit.records.QuarantineLimits;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds which rows of a run are in quarantine, in any stage: an event that refers to one of them
 * could not arrive. Thread-safe.
 */
@ApplicationScoped
public class QuarantinedIds {
  private static final Duration POLL = Duration.ofMillis(200);

  /** Clocks of services and broker differ by less. */
  private static final Duration MARGIN = Duration.ofHours(1);

  private final KafkaSettings kafka;

  QuarantinedIds(KafkaSettings kafka) {
    this.kafka = kafka;
  }

  /**
   * The quarantined ones among some rows. Reads what {@code crm.quarantine.v1} holds at the call.
   *
   * @param since no record of the run is older
   * @param ids ids in the source; bounds the memory
   */
  Set<String> among(String customer, String runId, Entity entity, Instant since, Set<String> ids) {
    Map<String, String> kept = new HashMap<>();
    ids.forEach(id -> kept.put(QuarantineLimits.text(id), id));
    Set<String> found = new HashSet<>();
    byte[] prefix = ExtractedSink.key(customer);
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(kafka.stretchConsumer());
        WireDecoder decoder = new WireDecoder(kafka.serde())) {
      Map<TopicPartition, Long> ends = seek(consumer, since);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (isOf(record.key(), prefix)
              && decoded(decoder, record) instanceof QuarantinedRecord one
              && one.getRunId().equals(runId)
              && one.getEntity() == entity
              && kept.containsKey(one.getLegacyId())) {
            found.add(kept.get(one.getLegacyId()));
          }
        }
      }
    }
    return found;
  }

  private static boolean isOf(byte[] key, byte[] prefix) {
    return key != null
        && key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static SpecificRecord decoded(
      WireDecoder decoder, ConsumerRecord<byte[], byte[]> record) {
    try {
      return decoder.decode(record.topic(), record.value());
    } catch (UnreadableRecordException e) {
      return null;
    }
  }

  private static Map<TopicPartition, Long> seek(
      KafkaConsumer<byte[], byte[]> consumer, Instant since) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topics.QUARANTINE).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
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
