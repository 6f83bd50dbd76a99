package dev.godwit.extractor.engagement.returns;

import dev.godwit.extractor.engagement.FencedProducer;
import dev.godwit.extractor.engagement.tail.TailPartitions;
import dev.godwit.extractor.outbound.ExtractedSink;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.row.v1.ReturnProgress;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import dev.godwit.wire.WireEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Keeps the progress of a return in {@code crm.tails.v1}. The transactional id is the customer's,
 * so an earlier attempt that still runs elsewhere is fenced when this one starts, and cannot begin
 * another batch. Not thread-safe.
 */
final class KafkaReturnLog implements ReturnLog {
  private static final String ID = "godwit-return-";
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaSettings kafka;
  private final FencedProducer producer;
  private final WireEncoder encoder;
  private final String customer;
  private final TopicPartition partition;
  private final byte[] key;

  KafkaReturnLog(KafkaSettings kafka, String customer, String runId) {
    this.kafka = kafka;
    this.customer = customer;
    this.partition = new TopicPartition(Topics.TAILS, TailPartitions.of(customer));
    this.key = (customer + "/return/" + runId).getBytes(StandardCharsets.UTF_8);
    this.producer = new FencedProducer(kafka, ID + customer);
    this.encoder = new WireEncoder(kafka.serde());
  }

  @Override
  public ReturnProgress last() {
    long end = end();
    ReturnProgress last = null;
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(kafka.consumer(null));
        WireDecoder decoder = new WireDecoder(kafka.serde())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (Arrays.equals(record.key(), key) && record.value() != null) {
            last = (ReturnProgress) decoder.decode(record.topic(), record.value());
          }
        }
      }
      return last;
    } catch (UnreadableRecordException | ClassCastException e) {
      throw new IllegalStateException(
          "Expected the progress of a return in %s, found another value: %s"
              .formatted(Topics.TAILS, e.getMessage()),
          e);
    }
  }

  /** End of the partition, behind transactions that are open now. */
  private long end() {
    Map<String, Object> config = kafka.consumer(null);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config)) {
      return consumer.endOffsets(List.of(partition)).get(partition);
    }
  }

  @Override
  public void write(ReturnProgress progress, List<QuarantinedRecord> quarantined) {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (QuarantinedRecord record : quarantined) {
      records.add(
          new ProducerRecord<>(
              Topics.QUARANTINE,
              ExtractedSink.key(customer),
              encoder.encode(Topics.QUARANTINE, record)));
    }
    records.add(
        new ProducerRecord<>(
            Topics.TAILS, partition.partition(), key, encoder.encode(Topics.TAILS, progress)));
    producer.commit(records);
  }

  @Override
  public void close() {
    producer.close();
    encoder.close();
  }
}
