package dev.godwit.loader.outbound;

import dev.godwit.canonical.BucketDigest;
import dev.godwit.canonical.ByteDigest;
import dev.godwit.common.v1.Entity;
import dev.godwit.common.v1.Stage;
import dev.godwit.loader.inbound.LoadRecord;
import dev.godwit.loader.inbound.RecordRange;
import dev.godwit.loader.progress.FencedRun;
import dev.godwit.loader.progress.Outbox.Message;
import dev.godwit.receipt.v1.ReasonCount;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.receipt.v1.TableDigest;
import dev.godwit.records.QuarantineLimits;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.QuarantinedRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Makes the messages of the outbox, in the wire format: the receipt of each loaded range, and the
 * quarantined record of each record that cannot be loaded. A message is named by topic, partition
 * and offset of what it is about, by which a consumer recognises a repeated one. Not thread-safe,
 * like its encoder.
 */
public final class OutboxMessages {
  private final Encoder encoder;
  private final String instance;

  /** Encodes a record for a topic in the wire format. Not thread-safe. */
  @FunctionalInterface
  public interface Encoder {
    byte[] encode(String topic, SpecificRecord record);
  }

  /** Digests of the rows of a batch. */
  public interface RowDigests {
    /** Empty digests by table index. */
    BucketDigest[] newDigests();

    /** Adds the rows of the record at a position of the batch. */
    void addTo(BucketDigest[] digests, int position);
  }

  /**
   * @param instance name of this process, for receipts
   */
  public OutboxMessages(Encoder encoder, String instance) {
    this.encoder = encoder;
    this.instance = instance;
  }

  /**
   * The quarantined record of a record with a problem: its value, as far as quarantine keeps it,
   * and the reason, in the partition number that it was read from.
   *
   * @param runId the run; empty where the record belongs to none
   */
  public Message quarantined(String runId, Entity entity, LoadRecord record) {
    ConsumerRecord<byte[], byte[]> source = record.source();
    QuarantinedRecord quarantined =
        QuarantinedRecord.newBuilder()
            .setRunId(runId)
            .setEntity(entity)
            .setStage(Stage.LOAD)
            .setLegacyId(QuarantineLimits.text(record.legacyId()))
            .setReason(record.problem().reason().name())
            .setField(record.problem().field())
            .setDetail(QuarantineLimits.detail(record.problem().detail(), source.value()))
            .setTopic(source.topic())
            .setPartition(source.partition())
            .setOffset(source.offset())
            .setValue(QuarantineLimits.value(source.value()))
            .setSourceRows(1)
            .build();
    return new Message(
        "quarantine/%s/%d/%d".formatted(source.topic(), source.partition(), source.offset()),
        Topics.QUARANTINE,
        source.partition(),
        QuarantineLimits.key(source.key()),
        encoder.encode(Topics.QUARANTINE, quarantined),
        new TopicPartition(source.topic(), source.partition()));
  }

  /**
   * The receipt of a range.
   *
   * @param range the range; a record with a problem was quarantined
   * @param rows digests of the records' rows
   * @param held positions of records that the target held already
   */
  public Message receipt(FencedRun run, RecordRange range, RowDigests rows, BitSet held) {
    TopicPartition partition = range.partition();
    return new Message(
        "receipt/%s/%d/%d".formatted(partition.topic(), partition.partition(), range.from()),
        Topics.RECEIPTS,
        null,
        run.runId().getBytes(StandardCharsets.UTF_8),
        encoder.encode(Topics.RECEIPTS, newReceipt(run, range, rows, held)),
        partition);
  }

  private Receipt newReceipt(FencedRun run, RecordRange range, RowDigests rows, BitSet held) {
    BucketDigest[] digests = rows.newDigests();
    Map<String, Long> reasons = new TreeMap<>();
    long digestIn = 0;
    long loaded = 0;
    long already = 0;
    for (LoadRecord record : range.records()) {
      byte[] value = record.source().value();
      digestIn += value == null ? 0 : ByteDigest.hash(value, 0, value.length);
      if (record.problem() != null) {
        reasons.merge(record.problem().reason().name(), 1L, Long::sum);
      } else if (held.get(record.position())) {
        already++;
      } else {
        loaded++;
        rows.addTo(digests, record.position());
      }
    }
    long recordsIn = range.records().size();
    return Receipt.newBuilder()
        .setRunId(run.runId())
        .setCustomer(run.customer())
        .setStage(Stage.LOAD)
        .setEntity(range.entity())
        .setPartition(range.partition().partition())
        .setFromOffset(range.from())
        .setToOffset(range.to())
        .setCut(range.cut() == null ? 0 : range.cut().getCut())
        .setCutPartitions(range.cut() == null ? 0 : range.cut().getPartitions())
        .setRecordsIn(recordsIn)
        .setRowsIn(recordsIn)
        .setRecordsOut(loaded)
        .setMergedAway(0)
        .setQuarantined(recordsIn - loaded - already)
        .setAlreadyLoaded(already)
        .setDigestIn(digestIn)
        .setDigestOut(0)
        .setReasons(
            reasons.entrySet().stream()
                .map(e -> new ReasonCount(e.getKey(), e.getValue()))
                .toList())
        .setTables(tables(digests))
        .setInstance(instance)
        .setFirstInputAt(Instant.ofEpochMilli(range.firstAtMs()))
        .setProducedAt(Instant.now())
        .build();
  }

  private static List<TableDigest> tables(BucketDigest[] digests) {
    List<TableDigest> tables = new ArrayList<>();
    for (int table = 0; table < digests.length; table++) {
      if (digests[table].rows() > 0) {
        tables.add(new TableDigest(table, digests[table].rows(), digests[table].toBytes()));
      }
    }
    return tables;
  }
}
