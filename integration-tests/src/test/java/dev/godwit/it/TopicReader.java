package dev.godwit.it;

import dev.godwit.records.Topics;
import dev.godwit.row.v1.Difference;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads topics from their beginning to their current end. */
final class TopicReader {
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaSettings kafka;

  TopicReader(RunningGodwit godwit) {
    Map<String, String> environment = godwit.stack().settings().serviceEnvironment();
    this.kafka =
        new KafkaSettings(environment.get("GODWIT_KAFKA"), environment.get("GODWIT_REGISTRY"));
  }

  /** QuarantinedRecords of a run. */
  QuarantinedRecords quarantine(String runId) {
    return new QuarantinedRecords(
        all(Topics.QUARANTINE, QuarantinedRecord.class).stream()
            .filter(r -> r.getRunId().equals(runId))
            .toList());
  }

  /** QuarantinedRecords of all runs of a customer, and of records without a run. */
  QuarantinedRecords quarantineOf(String customer) {
    return new QuarantinedRecords(
        all(Topics.QUARANTINE, QuarantinedRecord.class).stream()
            .filter(r -> r.getRunId().startsWith(customer + "/"))
            .toList());
  }

  /** Differing keys of a run. */
  List<Difference> differences(String runId) {
    return all(Topics.DIFFERENCES, Difference.class).stream()
        .filter(d -> d.getRunId().equals(runId))
        .toList();
  }

  /** Records of a type in a topic. */
  <T extends SpecificRecord> List<T> all(String topic, Class<T> type) {
    List<T> records = new ArrayList<>();
    try (WireDecoder decoder = new WireDecoder(kafka.serde())) {
      for (ConsumerRecord<byte[], byte[]> record : raw(topic)) {
        SpecificRecord decoded = decoder.decode(topic, record.value());
        if (type.isInstance(decoded)) {
          records.add(type.cast(decoded));
        }
      }
      return records;
    } catch (UnreadableRecordException e) {
      throw new IllegalStateException("Reading " + topic + ": " + e.getMessage(), e);
    }
  }

  /** The record at an offset. */
  IndexedRecord rowAt(String topic, int partition, long offset) {
    try (WireDecoder decoder = new WireDecoder(kafka.serde())) {
      for (ConsumerRecord<byte[], byte[]> record : raw(topic)) {
        if (record.partition() == partition && record.offset() == offset) {
          return decoder.decodeRow(topic, record.value());
        }
      }
    } catch (UnreadableRecordException e) {
      throw new IllegalStateException("Reading " + topic + ": " + e.getMessage(), e);
    }
    throw new IllegalStateException(
        "Expected a record at %s-%d, offset %d, found none.".formatted(topic, partition, offset));
  }

  /** All records of a topic, also those whose schema was derived from a pack. */
  List<IndexedRecord> rows(String topic) {
    List<IndexedRecord> rows = new ArrayList<>();
    try (WireDecoder decoder = new WireDecoder(kafka.serde())) {
      for (ConsumerRecord<byte[], byte[]> record : raw(topic)) {
        rows.add(decoder.decodeRow(topic, record.value()));
      }
      return rows;
    } catch (UnreadableRecordException e) {
      throw new IllegalStateException("Reading " + topic + ": " + e.getMessage(), e);
    }
  }

  /** All records of a topic as they are, with their headers. */
  List<ConsumerRecord<byte[], byte[]>> raw(String topic) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(kafka.consumer(null))) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(POLL).forEach(records::add);
      }
      return records;
    }
  }
}
