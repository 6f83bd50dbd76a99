package dev.godwit.extractor.engagement;

import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.crash.CrashPoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * A transactional producer that fences every earlier producer of its id: their open transactions
 * are aborted, and they cannot write any more. Not thread-safe.
 *
 * <p>A {@link KafkaException} means that the result is unknown: close this producer, and resume
 * with a new one from the durable positions.
 */
public final class FencedProducer implements AutoCloseable {
  /** Timeout after which consumers of live events pass the transaction of a killed process. */
  private static final int TIMEOUT_MILLIS = 10_000;

  private final KafkaProducer<byte[], byte[]> producer;

  /**
   * Fences the earlier producers.
   *
   * @throws KafkaException where the broker cannot be reached
   */
  public FencedProducer(KafkaSettings kafka, String transactionalId) {
    Map<String, Object> config = kafka.transactionalProducer(transactionalId);
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TIMEOUT_MILLIS);
    this.producer = new KafkaProducer<>(config);
    try {
      producer.initTransactions();
    } catch (KafkaException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  /** Sends records, atomically. */
  public void commit(List<ProducerRecord<byte[], byte[]>> records) {
    begin(records);
    CrashPoint.EXTRACTOR_LIVE_BEFORE_COMMIT.reach();
    producer.commitTransaction();
    CrashPoint.EXTRACTOR_LIVE_AFTER_COMMIT.reach();
  }

  /** Sends records and commits the offsets of a group, atomically. */
  public void commit(
      List<ProducerRecord<byte[], byte[]>> records,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      ConsumerGroupMetadata group) {
    begin(records);
    producer.sendOffsetsToTransaction(offsets, group);
    CrashPoint.EXTRACTOR_LIVE_BEFORE_COMMIT.reach();
    producer.commitTransaction();
    CrashPoint.EXTRACTOR_LIVE_AFTER_COMMIT.reach();
  }

  /** The commit fails where a record could not be written, so the futures are not awaited. */
  private void begin(List<ProducerRecord<byte[], byte[]>> records) {
    producer.beginTransaction();
    for (ProducerRecord<byte[], byte[]> record : records) {
      Future<RecordMetadata> unused = producer.send(record);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
