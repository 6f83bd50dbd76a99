package dev.godwit.extractor.recheck;

import dev.godwit.canonical.ByteDigest;
import dev.godwit.extractor.topics.CustomerRecords;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.Cut;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import dev.godwit.wire.WireEncoder;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Instant;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * Reads the records of one run back from a topic of extracted records. Their schemas all begin with
 * {@code runId} and {@code legacyId}. Thread-safe.
 */
@ApplicationScoped
public class ExtractedTopic {
  /** Position of the field in every schema of the topic but that of a cut. */
  private static final int RUN_ID = 0;

  private final KafkaSettings kafka;

  ExtractedTopic(KafkaSettings kafka) {
    this.kafka = kafka;
  }

  /**
   * The committed records of a run.
   *
   * @param since no record of the run is older
   */
  void read(Entity entity, String customer, String runId, Instant since, Records records)
      throws IOException {
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(kafka.consumer(null));
        WireDecoder decoder = new WireDecoder(kafka.serde())) {
      CustomerRecords.<IOException>read(
          consumer,
          Topics.extracted(entity),
          customer,
          since,
          record -> {
            if (hasBody(record) && runId.equals(runOf(decoder, record))) {
              records.take(record.value(), ByteDigest.hash(record.value()));
            }
          });
    }
  }

  /** Receives records. */
  @FunctionalInterface
  interface Records {
    void take(byte[] value, long hash);
  }

  /** Id in the source of an extracted record's value. */
  static String legacyId(byte[] value) throws IOException {
    BinaryDecoder body = body(value);
    body.skipString();
    return body.readString();
  }

  /** Run of an extracted record; empty for the marker of a cut, which stands among them. */
  private static String runOf(WireDecoder decoder, ConsumerRecord<byte[], byte[]> record)
      throws IOException {
    try {
      IndexedRecord read = decoder.decodeRow(record.topic(), record.value());
      return read instanceof Cut ? "" : read.get(RUN_ID).toString();
    } catch (UnreadableRecordException e) {
      throw new IOException(
          "%s-%d at offset %d: %s"
              .formatted(record.topic(), record.partition(), record.offset(), e.getMessage()),
          e);
    }
  }

  private static BinaryDecoder body(byte[] value) {
    return DecoderFactory.get()
        .binaryDecoder(
            value, WireEncoder.PREFIX_BYTES, value.length - WireEncoder.PREFIX_BYTES, null);
  }

  private static boolean hasBody(ConsumerRecord<byte[], byte[]> record) {
    return record.value() != null && record.value().length > WireEncoder.PREFIX_BYTES;
  }
}
