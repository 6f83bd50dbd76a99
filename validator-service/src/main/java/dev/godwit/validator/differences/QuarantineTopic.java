package dev.godwit.validator.differences;

import dev.godwit.receipt.v1.Ledger;
import dev.godwit.receipt.v1.OffsetRange;
import dev.godwit.records.Topics;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Offsets of the records that the loader quarantined and no replay released. Reads {@code
 * crm.quarantine.v1} once, from the time of the run's first record to the topic's end at the first
 * call. Not thread-safe.
 */
public final class QuarantineTopic implements TransformedRows.LoaderQuarantine {
  private final Ledger ledger;
  private final TopicRange topics;
  private final WireDecoder decoder;
  private QuarantinedOffsets quarantined;

  /** Quarantine of the ledger's run. */
  public QuarantineTopic(Ledger ledger, TopicRange topics, WireDecoder decoder) {
    this.ledger = ledger;
    this.topics = topics;
    this.decoder = decoder;
  }

  @Override
  public OffsetSet offsets(OffsetRange range) {
    if (quarantined == null) {
      quarantined = read();
    }
    return quarantined.of(range);
  }

  private QuarantinedOffsets read() {
    QuarantinedOffsets found = new QuarantinedOffsets(ledger);
    topics.readSince(
        Topics.QUARANTINE, ledger.getFirstInputAt(), record -> found.apply(decoded(record)));
    return found;
  }

  private SpecificRecord decoded(ConsumerRecord<byte[], byte[]> record) {
    try {
      return decoder.decode(record.topic(), record.value());
    } catch (UnreadableRecordException e) {
      return null;
    }
  }
}
