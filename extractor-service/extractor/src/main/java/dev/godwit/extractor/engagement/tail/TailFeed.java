package dev.godwit.extractor.engagement.tail;

import dev.godwit.extractor.engagement.FencedProducer;
import dev.godwit.extractor.outbound.ExtractedSink;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.TailPosition;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.WireEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Utils;

/**
 * Sends the rows of the tails in one partition of {@code crm.tails.v1}: the rows of a poll and the
 * tail's position are one transaction. The transactional id is the partition's, so an instance that
 * has lost the partition is fenced when its successor starts. Not thread-safe.
 */
final class TailFeed implements AutoCloseable {
  private static final String ID = "godwit-tail-";

  private final FencedProducer producer;
  private final WireEncoder encoder;
  private final int tailPartition;
  private final int dataPartitions;

  /**
   * Fences the predecessor and aborts its open transaction.
   *
   * @throws KafkaException where the broker cannot be reached
   */
  TailFeed(KafkaSettings kafka, WireEncoder encoder, int tailPartition, int dataPartitions) {
    this.encoder = encoder;
    this.tailPartition = tailPartition;
    this.dataPartitions = dataPartitions;
    this.producer = new FencedProducer(kafka, ID + tailPartition);
  }

  /**
   * Sends events and position, atomically.
   *
   * @throws KafkaException where the result is unknown: close this feed and read the position again
   */
  void send(String customer, List<LiveEngagement> events, TailPosition position) {
    byte[] keyPrefix = ExtractedSink.key(customer);
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(events.size() + 1);
    for (LiveEngagement event : events) {
      byte[] key = recordKey(keyPrefix, event.getContactId());
      records.add(
          new ProducerRecord<>(
              Topics.LIVE,
              Utils.toPositive(Utils.murmur2(key)) % dataPartitions,
              key,
              encoder.encode(Topics.LIVE, event)));
    }
    records.add(
        new ProducerRecord<>(
            Topics.TAILS,
            tailPartition,
            TailPartitions.key(position.getRunId()),
            encoder.encode(Topics.TAILS, position)));
    producer.commit(records);
  }

  private static byte[] recordKey(byte[] prefix, String contact) {
    if (contact == null) {
      return prefix;
    }
    byte[] id = contact.getBytes(StandardCharsets.UTF_8);
    byte[] key = Arrays.copyOf(prefix, prefix.length + id.length);
    System.arraycopy(id, 0, key, prefix.length, id.length);
    return key;
  }

  @Override
  public void close() {
    producer.close();
  }
}
