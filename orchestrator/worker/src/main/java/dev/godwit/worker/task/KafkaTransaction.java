package dev.godwit.worker.task;

import dev.godwit.wire.WireEncoder;
import dev.godwit.wire.crash.CrashPoint;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * Records and the offset of their input in one Kafka transaction. Begins with the first record, so
 * that nothing is open before; may be used again after a commit. Errors of Kafka are thrown. Not
 * thread-safe.
 */
public class KafkaTransaction {
  private final Producer<byte[], byte[]> producer;
  private final WireEncoder encoder;
  private final AtomicReference<Exception> sendError = new AtomicReference<>();
  private boolean open;

  /** Over a producer whose transactions are initialised; closes neither. */
  protected KafkaTransaction(Producer<byte[], byte[]> producer, WireEncoder encoder) {
    this.producer = producer;
    this.encoder = encoder;
  }

  /** Encoder of the records. */
  public WireEncoder encoder() {
    return encoder;
  }

  /**
   * Sends a record.
   *
   * @param partition null to let the key decide
   */
  public Future<RecordMetadata> send(
      String topic, Integer partition, byte[] key, SpecificRecord value) {
    return send(topic, partition, key, value, List.of());
  }

  /** Sends a record with headers. */
  public Future<RecordMetadata> send(
      String topic, Integer partition, byte[] key, SpecificRecord value, List<Header> headers) {
    return sendBytes(topic, partition, key, encoder.encode(topic, value), headers);
  }

  /** Sends a value that is in the wire format already. */
  public Future<RecordMetadata> sendBytes(
      String topic, Integer partition, byte[] key, byte[] value) {
    return sendBytes(topic, partition, key, value, List.of());
  }

  private Future<RecordMetadata> sendBytes(
      String topic, Integer partition, byte[] key, byte[] value, List<Header> headers) {
    begin();
    return producer.send(
        new ProducerRecord<>(topic, partition, key, value, headers),
        (metadata, error) -> {
          if (error != null) {
            sendError.compareAndSet(null, error);
          }
        });
  }

  private void begin() {
    if (!open) {
      producer.beginTransaction();
      open = true;
    }
  }

  /** Waits until the broker has all records that were sent; they are not visible yet. */
  public void flush() {
    producer.flush();
    Exception error = sendError.get();
    if (error != null) {
      throw error instanceof KafkaException kafka ? kafka : new KafkaException(error);
    }
  }

  /** Takes back all records since the last commit. */
  public void restart() {
    sendError.set(null);
    if (open) {
      open = false;
      producer.abortTransaction();
    }
  }

  /** Makes all records visible, together with the offset of their input. */
  public void commit(TopicPartition partition, long nextOffset, ConsumerGroupMetadata group) {
    begin();
    CrashPoint.TRANSACTION_BEFORE_OFFSETS.reach();
    producer.sendOffsetsToTransaction(Map.of(partition, new OffsetAndMetadata(nextOffset)), group);
    CrashPoint.TRANSACTION_BEFORE_COMMIT.reach();
    producer.commitTransaction();
    CrashPoint.TRANSACTION_AFTER_COMMIT.reach();
    open = false;
  }
}
