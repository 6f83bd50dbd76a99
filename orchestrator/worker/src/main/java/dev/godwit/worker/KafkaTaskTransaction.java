package dev.godwit.worker;

import dev.godwit.records.Topics;
import dev.godwit.report.v1.ReportEnvelope;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.wire.WireEncoder;
import java.nio.charset.StandardCharsets;
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

/** Transaction of one task on the producer of one {@link TaskWorker}. Not thread-safe. */
final class KafkaTaskTransaction implements TaskTransaction {
  private final Producer<byte[], byte[]> producer;
  private final WireEncoder encoder;
  private final StageIdentity identity;
  private final TaskEnvelope task;
  private final boolean alsoWhenStopped;
  private final AtomicReference<Exception> sendError = new AtomicReference<>();
  private boolean begun;

  KafkaTaskTransaction(
      Producer<byte[], byte[]> producer,
      WireEncoder encoder,
      StageIdentity identity,
      TaskEnvelope task,
      boolean alsoWhenStopped) {
    this.alsoWhenStopped = alsoWhenStopped;
    this.producer = producer;
    this.encoder = encoder;
    this.identity = identity;
    this.task = task;
  }

  @Override
  public boolean alsoWhenStopped() {
    return alsoWhenStopped;
  }

  @Override
  public Future<RecordMetadata> send(
      String topic, Integer partition, byte[] key, SpecificRecord value) {
    return sendBytes(topic, partition, key, encoder.encode(topic, value));
  }

  @Override
  public Future<RecordMetadata> sendBytes(
      String topic, Integer partition, byte[] key, byte[] value) {
    begin();
    return producer.send(new ProducerRecord<>(topic, partition, key, value), this::onSent);
  }

  private void onSent(RecordMetadata metadata, Exception error) {
    if (error != null) {
      sendError.compareAndSet(null, error);
    }
  }

  private void begin() {
    if (!begun) {
      producer.beginTransaction();
      begun = true;
    }
  }

  @Override
  public void flush() {
    producer.flush();
    Exception error = sendError.get();
    if (error != null) {
      throw error instanceof KafkaException kafka ? kafka : new KafkaException(error);
    }
  }

  @Override
  public void restart() {
    abort();
  }

  @Override
  public void report(SpecificRecord report) {
    send(Topics.REPORTS, null, task.getMigrationId().getBytes(StandardCharsets.UTF_8), report);
  }

  @Override
  public ReportEnvelope envelope() {
    return identity.envelope(task);
  }

  @Override
  public WireEncoder encoder() {
    return encoder;
  }

  /** Makes all sent records visible, together with the task's offset. */
  void commit(TopicPartition partition, long nextOffset, ConsumerGroupMetadata group) {
    begin();
    producer.sendOffsetsToTransaction(Map.of(partition, new OffsetAndMetadata(nextOffset)), group);
    producer.commitTransaction();
    begun = false;
  }

  /** Takes back the sent records, if there are any. */
  void abort() {
    sendError.set(null);
    if (begun) {
      begun = false;
      producer.abortTransaction();
    }
  }
}
