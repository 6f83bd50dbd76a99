package dev.godwit.loader.outbound;

import dev.godwit.common.v1.Entity;
import dev.godwit.common.v1.Stage;
import dev.godwit.loader.load.InputRecord;
import dev.godwit.loader.progress.Outbox.Message;
import dev.godwit.records.QuarantineLimits;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.QuarantinedRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Makes the quarantined record of an input record that cannot be loaded: the value, as far as
 * quarantine keeps it, why, and topic, partition and offset, by which a repeated one is recognised.
 * Not thread-safe, like its encoder.
 */
final class QuarantineWriter {
  private final RecordBytes encoder;

  QuarantineWriter(RecordBytes encoder) {
    this.encoder = encoder;
  }

  /**
   * The record as a message for the outbox, in the partition number that it was read from.
   *
   * @param runId the run; empty where none can be told
   * @param record a record with a problem
   */
  Message message(String runId, Entity entity, InputRecord record) {
    ConsumerRecord<byte[], byte[]> source = record.source();
    QuarantinedRecord quarantined =
        QuarantinedRecord.newBuilder()
            .setRunId(runId)
            .setEntity(entity)
            .setStage(Stage.LOAD)
            .setLegacyId(QuarantineLimits.text(record.legacyId()))
            .setReason(record.problem().reason())
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
}
