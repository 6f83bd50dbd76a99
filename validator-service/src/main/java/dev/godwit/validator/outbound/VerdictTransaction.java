package dev.godwit.validator.outbound;

import dev.godwit.records.Topics;
import dev.godwit.report.v1.ReportEnvelope;
import dev.godwit.row.v1.Difference;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.WireEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Kafka transaction of one verdict: its differences, its report, and the offset of its ledger.
 * Begins with the first record. The transactional id belongs to the partition of the ledgers, so
 * that the next owner of the partition ends a transaction that its predecessor left open. Not
 * thread-safe. Errors of Kafka are thrown: close this, make a new one, and make the verdict again.
 */
public final class VerdictTransaction implements AutoCloseable {
  /** Group of the channel that reads the ledgers; the offsets are committed for it. */
  public static final String GROUP = "godwit-validator-verdicts";

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private static final int TIMEOUT_MILLIS = 15 * 60 * 1000;

  private final KafkaProducer<byte[], byte[]> producer;
  private final WireEncoder encoder;
  private boolean open;

  /** Ends a transaction that an earlier owner of the partition left open. */
  public VerdictTransaction(KafkaSettings kafka, int partition) {
    Map<String, Object> settings = kafka.transactionalProducer(GROUP + "-" + partition);
    settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TIMEOUT_MILLIS);
    this.producer = new KafkaProducer<>(settings);
    this.encoder = new WireEncoder(kafka.serde());
    try {
      producer.initTransactions();
    } catch (KafkaException e) {
      close();
      throw e;
    }
  }

  /** Takes back all records since the last commit. */
  public void restart() {
    if (open) {
      open = false;
      producer.abortTransaction();
    }
  }

  /** Sends a differing key, keyed by its run. */
  public void difference(Difference difference) {
    send(Topics.DIFFERENCES, difference.getRunId(), difference);
  }

  /** Sends a report, keyed by its migration. */
  public void report(ReportEnvelope envelope, SpecificRecord report) {
    send(Topics.REPORTS, envelope.getMigrationId(), report);
  }

  /** Appends a ledger to its partition again, to be answered later. */
  public void postpone(String topic, int partition, byte[] key, byte[] ledger) {
    begin();
    send(new ProducerRecord<>(topic, partition, key, ledger));
  }

  private void send(String topic, String key, SpecificRecord record) {
    begin();
    send(
        new ProducerRecord<>(
            topic, key.getBytes(StandardCharsets.UTF_8), encoder.encode(topic, record)));
  }

  /** A send that fails fails the commit, so its future need not be asked. */
  private void send(ProducerRecord<byte[], byte[]> record) {
    Future<RecordMetadata> unused = producer.send(record);
  }

  private void begin() {
    if (!open) {
      producer.beginTransaction();
      open = true;
    }
  }

  /** Makes all records visible, and the ledger answered. */
  public void commit(String topic, int partition, long nextOffset) {
    begin();
    producer.sendOffsetsToTransaction(
        Map.of(new TopicPartition(topic, partition), new OffsetAndMetadata(nextOffset)),
        new ConsumerGroupMetadata(GROUP));
    producer.commitTransaction();
    open = false;
  }

  @Override
  public void close() {
    producer.close(CLOSE_TIMEOUT);
    encoder.close();
  }
}
