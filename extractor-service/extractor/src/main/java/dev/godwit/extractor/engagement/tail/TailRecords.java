package dev.godwit.extractor.engagement.tail;

import dev.godwit.canonical.ByteDigest;
import dev.godwit.common.v1.Stage;
import dev.godwit.extractor.engagement.tail.TailRows.Row;
import dev.godwit.extractor.outbound.ExtractedSink;
import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineLimits;
import dev.godwit.records.QuarantineReason;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.WireEncoder;
import dev.godwit.wire.live.TailMark;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;

/**
 * The records of a tail's poll. A row that cannot be read, or is larger than a record may be, is a
 * record of {@code crm.quarantine.v1}, so that the rows behind it go on. Not thread-safe.
 */
final class TailRecords {
  /** Partition of a quarantined row that is in no topic. */
  private static final int NO_PARTITION = -1;

  private final WireEncoder encoder;
  private final TailMark mark;
  private final int dataPartitions;
  private final String runId;
  private final byte[] keyPrefix;
  private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
  private int quarantined;

  TailRecords(
      WireEncoder encoder, TailMark mark, int dataPartitions, String runId, String customer) {
    this.encoder = encoder;
    this.mark = mark;
    this.dataPartitions = dataPartitions;
    this.runId = runId;
    this.keyPrefix = ExtractedSink.key(customer);
  }

  void add(Tail.Poll poll) {
    poll.events().forEach(this::add);
    for (Row row : poll.failing()) {
      quarantine(
          row.event().getLegacyId(),
          QuarantineReason.SOURCE_FAILED,
          null,
          null,
          "Expected the source to give the row, found that the pack's query fails on it: "
              + row.problem());
    }
  }

  private void add(LiveEngagement event) {
    byte[] key = recordKey(event);
    byte[] value = encoder.encode(Topics.LIVE, event);
    long bytes = (long) key.length + value.length;
    if (bytes > KafkaSettings.MAX_KEY_AND_VALUE_BYTES) {
      quarantine(
          event.getLegacyId(),
          QuarantineReason.LIMIT_EXCEEDED,
          (long) KafkaSettings.MAX_KEY_AND_VALUE_BYTES,
          bytes,
          "Expected a row of at most %d bytes, which is the largest record that Kafka takes, found %d."
              .formatted(KafkaSettings.MAX_KEY_AND_VALUE_BYTES, bytes));
      return;
    }
    int partition = Utils.toPositive(Utils.murmur2(key)) % dataPartitions;
    records.add(
        new ProducerRecord<>(Topics.LIVE, partition, key, value, List.of(mark.header(key, value))));
  }

  /** A repeat has the same number, so that it counts once. */
  private void quarantine(
      String legacyId, QuarantineReason reason, Long limit, Long length, String detail) {
    byte[] id = legacyId.getBytes(StandardCharsets.UTF_8);
    QuarantinedRecord record =
        QuarantinedRecord.newBuilder()
            .setRunId(runId)
            .setEntity(Entity.LIVE.symbol())
            .setEntityName(Entity.LIVE.declaredName())
            .setStage(Stage.EXTRACT)
            .setLegacyId(QuarantineLimits.text(legacyId))
            .setReason(reason.name())
            .setLimit(limit)
            .setLength(length)
            .setDetail(QuarantineLimits.text(detail))
            .setTopic(Topics.LIVE)
            .setPartition(NO_PARTITION)
            .setOffset(ByteDigest.hash(id, 0, id.length) >>> 1)
            .setValue(ByteBuffer.allocate(0))
            .build();
    records.add(
        new ProducerRecord<>(
            Topics.QUARANTINE, keyPrefix, encoder.encode(Topics.QUARANTINE, record)));
    quarantined++;
  }

  /** Of the contact; of the row itself where it has none, so that such rows are spread. */
  private byte[] recordKey(LiveEngagement event) {
    String of = event.getContactId() == null ? event.getLegacyId() : event.getContactId();
    if (of == null) {
      return keyPrefix;
    }
    byte[] id = of.getBytes(StandardCharsets.UTF_8);
    byte[] key = Arrays.copyOf(keyPrefix, keyPrefix.length + id.length);
    System.arraycopy(id, 0, key, keyPrefix.length, id.length);
    return key;
  }

  /** The records, in the order of the poll; may be added to. */
  List<ProducerRecord<byte[], byte[]>> records() {
    return records;
  }

  /** Rows among them that are in quarantine. */
  int quarantined() {
    return quarantined;
  }
}
