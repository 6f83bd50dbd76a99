package dev.godwit.transformer.inbound;

import dev.godwit.records.QuarantineReason;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.wire.KafkaSettings;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Quarantines a record whose transformed form is larger than the broker takes. It could be read,
 * since the broker's limit is one of compressed bytes, but sending it would fail the transaction
 * now and at every attempt after it. Stateless.
 */
final class LargestRecord {
  static final int BYTES = KafkaSettings.MAX_KEY_AND_VALUE_BYTES;

  private LargestRecord() {}

  /** The outcome, or quarantine where it cannot be sent. */
  static Outcome checked(Outcome outcome, ConsumerRecord<byte[], byte[]> read) {
    if (!(outcome instanceof Outcome.Transformed transformed)) {
      return outcome;
    }
    long bytes = transformed.value().length + (read.key() == null ? 0L : read.key().length);
    return bytes <= BYTES
        ? outcome
        : new Outcome.Quarantined(
            transformed.run(),
            transformed.id(),
            transformed.rows(),
            new QuarantinedException(
                QuarantineReason.LIMIT_EXCEEDED,
                null,
                (long) BYTES,
                bytes,
                "Expected a record of at most %d bytes, but found %d.".formatted(BYTES, bytes)),
            transformed.machine());
  }
}
