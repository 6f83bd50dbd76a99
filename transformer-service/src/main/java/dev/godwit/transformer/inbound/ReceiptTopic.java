package dev.godwit.transformer.inbound;

import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.transformer.outbound.ReceiptPosition;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Reads the transformer's positions from its receipts, where the group's committed offsets are
 * lost: a broker drops those of a group without members after some days, and a person can delete
 * them. Reads the whole topic, which takes a while. Stateless.
 */
final class ReceiptTopic implements StartOffsets.Receipts {
  private static final Logger LOG = Logger.getLogger(ReceiptTopic.class);
  private static final TopicPartition RECEIPTS = new TopicPartition(Topics.RECEIPTS, 0);
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaSettings kafka;

  ReceiptTopic(KafkaSettings kafka) {
    this.kafka = kafka;
  }

  @Override
  public Map<TopicPartition, OffsetAndMetadata> positions(Set<TopicPartition> partitions) {
    Map<TopicPartition, ReceiptPosition> found = new HashMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(kafka.consumer(null));
        WireDecoder decoder = new WireDecoder(kafka.serde())) {
      consumer.assign(List.of(RECEIPTS));
      consumer.seekToBeginning(List.of(RECEIPTS));
      long end = consumer.endOffsets(List.of(RECEIPTS)).get(RECEIPTS);
      while (consumer.position(RECEIPTS) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          add(record, decoder, partitions, found);
        }
      }
    }
    Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
    found.forEach((partition, position) -> positions.put(partition, position.position()));
    return positions;
  }

  private static void add(
      ConsumerRecord<byte[], byte[]> record,
      WireDecoder decoder,
      Set<TopicPartition> partitions,
      Map<TopicPartition, ReceiptPosition> found) {
    try {
      if (decoder.decode(record.topic(), record.value()) instanceof Receipt receipt
          && ReceiptPosition.isOne(receipt)) {
        TopicPartition of = new TopicPartition(topic(Entities.of(receipt)), receipt.getPartition());
        if (partitions.contains(of)) {
          found.computeIfAbsent(of, partition -> new ReceiptPosition()).add(receipt);
        }
      }
    } catch (UnreadableRecordException e) {
      LOG.warnf(
          "%s-%d at offset %d: skipped a receipt that cannot be read: %s",
          record.topic(), record.partition(), record.offset(), e.getMessage());
    }
  }

  private static String topic(Entity entity) {
    return Topics.extracted(entity);
  }
}
