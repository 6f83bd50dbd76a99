package dev.godwit.validator.outbound;

import dev.godwit.records.Topics;
import dev.godwit.report.v1.ReportEnvelope;
import dev.godwit.row.v1.Difference;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.WireEncoder;
import dev.godwit.worker.task.GroupAtRead;
import dev.godwit.worker.task.KafkaTransaction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * Kafka transaction of one verdict: its differences, its report, and the offset of its ledger; or
 * of one table of a full comparison, or one answer about live events or the target's pages, and the
 * offset of its task. The transactional id belongs to the partition of the input, so that the next
 * owner of the partition ends a transaction that its predecessor left open. Not thread-safe. After
 * an error of Kafka: close this, open another, and make the verdict again; but give it up where
 * {@link GroupAtRead#isReassigned} says so. Commit with the group of {@link GroupAtRead}, or two
 * processes fence each other for ever.
 */
public final class VerdictTransaction extends KafkaTransaction implements AutoCloseable {
  /** Group of the channel that reads the ledgers. */
  public static final String GROUP = "godwit-validator-verdicts";

  /** Group of the channel that reads the tasks of replays. */
  public static final String REPLAY_GROUP = "godwit-validator-replays";

  /** Group of the channel that reads the tasks about the live events of rehearsals. */
  public static final String ARRIVAL_GROUP = "godwit-validator-arrivals";

  /** Group of the channel that reads the tasks about the speed of the target's pages. */
  public static final String PROBE_GROUP = "godwit-validator-probes";

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private static final int TIMEOUT_MILLIS = 15 * 60 * 1000;

  private final KafkaProducer<byte[], byte[]> producer;
  private List<Header> reportHeaders = List.of();

  private VerdictTransaction(KafkaProducer<byte[], byte[]> producer, WireEncoder encoder) {
    super(producer, encoder);
    this.producer = producer;
  }

  /** Of a partition of the ledgers; ends a transaction that an earlier owner left open. */
  public static VerdictTransaction open(KafkaSettings kafka, int partition) {
    return open(kafka, GROUP, partition);
  }

  /** Of a partition of the tasks; ends a transaction that an earlier owner left open. */
  public static VerdictTransaction ofTasks(KafkaSettings kafka, String group, int partition) {
    return open(kafka, group, partition);
  }

  private static VerdictTransaction open(KafkaSettings kafka, String group, int partition) {
    Map<String, Object> settings = kafka.transactionalProducer(group + "-" + partition);
    settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TIMEOUT_MILLIS);
    VerdictTransaction transaction =
        new VerdictTransaction(new KafkaProducer<>(settings), new WireEncoder(kafka.serde()));
    try {
      transaction.producer.initTransactions();
      return transaction;
    } catch (KafkaException e) {
      transaction.close();
      throw e;
    }
  }

  /** Sends a differing key, keyed by its run. */
  public void difference(Difference difference) {
    sendKeyed(Topics.DIFFERENCES, difference.getRunId(), difference, List.of());
  }

  /** Headers of the reports from now on. */
  public void reportHeaders(List<Header> headers) {
    reportHeaders = headers;
  }

  /** Sends a report, keyed by its migration. */
  public void report(ReportEnvelope envelope, SpecificRecord report) {
    sendKeyed(Topics.REPORTS, envelope.getMigrationId(), report, reportHeaders);
  }

  /** Appends a ledger to its partition again, to be answered later. */
  public void postpone(TopicPartition partition, byte[] key, byte[] ledger) {
    Future<RecordMetadata> unused =
        sendBytes(partition.topic(), partition.partition(), key, ledger);
  }

  private void sendKeyed(String topic, String key, SpecificRecord record, List<Header> headers) {
    Future<RecordMetadata> unused =
        send(topic, null, key.getBytes(StandardCharsets.UTF_8), record, headers);
  }

  @Override
  public void close() {
    producer.close(CLOSE_TIMEOUT);
    encoder().close();
  }
}
