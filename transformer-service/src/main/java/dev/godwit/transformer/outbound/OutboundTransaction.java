package dev.godwit.transformer.outbound;

import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineLimits;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.Cut;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.row.v1.ReleasedRecord;
import dev.godwit.row.v1.TransformedLive;
import dev.godwit.row.v1.TransformedRecord;
import dev.godwit.wire.RedrivenHeader;
import dev.godwit.wire.WireEncoder;
import dev.godwit.wire.crash.CrashPoint;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * One Kafka transaction after another: transformed records, quarantined ones, receipts and the
 * offsets that were read, all or nothing. Every data record goes to the partition number that it
 * was read from. Not thread-safe.
 */
public final class OutboundTransaction {
  private final Producer<byte[], byte[]> producer;
  private final WireEncoder encoder;
  private final Map<Entity, String> topics = new HashMap<>();
  private boolean open;

  public OutboundTransaction(Producer<byte[], byte[]> producer, WireEncoder encoder) {
    this.producer = producer;
    this.encoder = encoder;
  }

  /** Aborts a transaction that an earlier process of the same name left open. */
  public void init() {
    producer.initTransactions();
  }

  public boolean isOpen() {
    return open;
  }

  /** Opens a transaction, unless one is open. */
  public void begin() {
    if (!open) {
      producer.beginTransaction();
      open = true;
    }
  }

  /** Completes a shaped record's value and sends it. */
  public void forward(Entity entity, int partition, byte[] key, byte[] value) {
    forward(entity, partition, key, value, List.of());
  }

  /** The same for a record that left the quarantine, which its header says. */
  public void forwardReleased(Entity entity, int partition, byte[] key, byte[] value, int replay) {
    forward(entity, partition, key, value, List.of(RedrivenHeader.of(replay)));
  }

  private void forward(
      Entity entity, int partition, byte[] key, byte[] value, Iterable<Header> headers) {
    Schema schema =
        entity.equals(Entity.LIVE)
            ? TransformedLive.getClassSchema()
            : TransformedRecord.getClassSchema();
    encoder.complete(topic(entity), schema, value);
    send(new ProducerRecord<>(topic(entity), partition, key, value, headers));
  }

  private String topic(Entity entity) {
    return topics.computeIfAbsent(entity, Topics::transformed);
  }

  /** Sends a cut's marker. */
  public void forwardCut(Entity entity, int partition, byte[] key, Cut cut) {
    byte[] value = encoder.encode(topic(entity), cut);
    send(new ProducerRecord<>(topic(entity), partition, key, value));
  }

  /** Sends a quarantined record under its own key and partition number. */
  public void quarantine(int partition, byte[] key, QuarantinedRecord record) {
    byte[] value = encoder.encode(Topics.QUARANTINE, record);
    send(new ProducerRecord<>(Topics.QUARANTINE, partition, QuarantineLimits.key(key), value));
  }

  /** Sends the release of a quarantined record under its key and partition number. */
  public void release(int partition, byte[] key, ReleasedRecord record) {
    byte[] value = encoder.encode(Topics.QUARANTINE, record);
    send(new ProducerRecord<>(Topics.QUARANTINE, partition, QuarantineLimits.key(key), value));
  }

  /** Sends a receipt. */
  public void receipt(Receipt receipt) {
    byte[] key = receipt.getRunId().getBytes(StandardCharsets.UTF_8);
    send(new ProducerRecord<>(Topics.RECEIPTS, key, encoder.encode(Topics.RECEIPTS, receipt)));
  }

  /** A send that fails fails the commit, so its future need not be asked. */
  private void send(ProducerRecord<byte[], byte[]> record) {
    Future<RecordMetadata> unused = producer.send(record);
  }

  /** Commits the records that were sent, and the offsets. */
  public void commit(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
    CrashPoint.TRANSFORMER_BATCH_BEFORE_OFFSETS.reach();
    producer.sendOffsetsToTransaction(offsets, group);
    CrashPoint.TRANSFORMER_BATCH_BEFORE_COMMIT.reach();
    producer.commitTransaction();
    CrashPoint.TRANSFORMER_BATCH_AFTER_COMMIT.reach();
    open = false;
  }

  /** Commits the records that were sent, by a reader that keeps no offsets. */
  public void commit() {
    CrashPoint.TRANSFORMER_BATCH_BEFORE_COMMIT.reach();
    producer.commitTransaction();
    CrashPoint.TRANSFORMER_BATCH_AFTER_COMMIT.reach();
    open = false;
  }

  /** Aborts: nothing that was sent becomes visible. */
  public void abort() {
    if (open) {
      open = false;
      producer.abortTransaction();
    }
  }
}
