package dev.godwit.validator.differences;

import dev.godwit.common.v1.Stage;
import dev.godwit.receipt.v1.Ledger;
import dev.godwit.receipt.v1.OffsetRange;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Offsets of the records that the loader quarantined. Reads {@code crm.quarantine.v1} once, from
 * the time of the run's first record to the topic's end at the first call. A record that is
 * reported twice counts once. Not thread-safe.
 */
public final class QuarantineTopic implements TransformedRows.LoaderQuarantine {
  private final Ledger ledger;
  private final TopicRange topics;
  private final WireDecoder decoder;
  private Map<Place, OffsetSet> quarantined;

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
    return quarantined.getOrDefault(
        new Place(Topics.transformed(range.getEntity()), range.getPartition()), new OffsetSet());
  }

  private Map<Place, OffsetSet> read() {
    Map<Place, Long> firstOffsets = new HashMap<>();
    for (OffsetRange range : ledger.getRanges()) {
      firstOffsets.put(
          new Place(Topics.transformed(range.getEntity()), range.getPartition()),
          range.getFromOffset());
    }
    Map<Place, OffsetSet> found = new HashMap<>();
    topics.readSince(
        Topics.QUARANTINE, ledger.getFirstInputAt(), record -> mark(record, firstOffsets, found));
    return found;
  }

  private void mark(
      ConsumerRecord<byte[], byte[]> record,
      Map<Place, Long> firstOffsets,
      Map<Place, OffsetSet> found) {
    if (decoded(record) instanceof QuarantinedRecord left
        && left.getStage() == Stage.LOAD
        && left.getRunId().equals(ledger.getRunId())) {
      Place place = new Place(left.getTopic(), left.getPartition());
      Long first = firstOffsets.get(place);
      if (first != null && left.getOffset() >= first) {
        found.computeIfAbsent(place, p -> new OffsetSet()).add(left.getOffset());
      }
    }
  }

  private SpecificRecord decoded(ConsumerRecord<byte[], byte[]> record) {
    try {
      return decoder.decode(record.topic(), record.value());
    } catch (UnreadableRecordException e) {
      return null;
    }
  }

  private record Place(String topic, int partition) {}
}
