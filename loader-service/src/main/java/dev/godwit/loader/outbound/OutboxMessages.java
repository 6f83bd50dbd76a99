package dev.godwit.loader.outbound;

import dev.godwit.common.v1.Entity;
import dev.godwit.common.v1.Stage;
import dev.godwit.loader.inbound.LoadRecord;
import dev.godwit.loader.inbound.RecordRange;
import dev.godwit.loader.progress.FencedRun;
import dev.godwit.loader.progress.Outbox.Message;
import dev.godwit.loader.rows.RangeOutcome;
import dev.godwit.receipt.v1.ReasonCount;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.receipt.v1.TableDigest;
import dev.godwit.records.QuarantineLimits;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.QuarantinedRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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

  /** The receipt of a range. */
  public Message receipt(FencedRun run, RangeOutcome outcome) {
    RecordRange range = outcome.range();
    TopicPartition partition = range.partition();
    Receipt receipt =
        Receipt.newBuilder()
            .setRunId(run.runId())
            .setCustomer(run.customer())
            .setStage(Stage.LOAD)
            .setEntity(range.entity())
            .setPartition(partition.partition())
            .setFromOffset(range.from())
            .setToOffset(range.to())
            .setCut(range.cut() == null ? 0 : range.cut().getCut())
            .setCutPartitions(range.cut() == null ? 0 : range.cut().getPartitions())
            .setRecordsIn(outcome.received())
            .setRowsIn(outcome.received())
            .setRecordsOut(outcome.loaded())
            .setMergedAway(0)
            .setQuarantined(outcome.quarantined())
            .setAlreadyLoaded(outcome.held())
            .setDigestIn(outcome.digestIn())
            .setDigestOut(0)
            .setReasons(
                outcome.reasons().entrySet().stream()
                    .map(reason -> new ReasonCount(reason.getKey(), reason.getValue()))
                    .toList())
            .setTables(
                outcome.digests().entrySet().stream()
                    .map(
                        table ->
                            new TableDigest(
                                table.getKey(),
                                table.getValue().rows(),
                                table.getValue().toBytes()))
                    .toList())
            .setInstance(instance)
            .setFirstInputAt(Instant.ofEpochMilli(range.firstAtMs()))
            .setProducedAt(Instant.now())
            .build();
    return new Message(
        "receipt/%s/%d/%d".formatted(partition.topic(), partition.partition(), range.from()),
        Topics.RECEIPTS,
        null,
        run.runId().getBytes(StandardCharsets.UTF_8),
        encoder.encode(Topics.RECEIPTS, receipt),
        partition);
  }
}
