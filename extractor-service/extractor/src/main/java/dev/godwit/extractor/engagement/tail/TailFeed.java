package dev.godwit.extractor.engagement.tail;

import dev.godwit.extractor.engagement.FencedProducer;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.TailPosition;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.WireEncoder;
import dev.godwit.wire.live.TailMark;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Sends the rows of the tails in one partition of {@code crm.tails.v1}: the rows of a poll and the
 * tail's position are one transaction. The transactional id is the partition's, so an instance that
 * has lost the partition is fenced when its successor starts. Not thread-safe.
 */
final class TailFeed implements AutoCloseable {
  private static final String ID = "godwit-tail-";

  private final FencedProducer producer;
  private final WireEncoder encoder;
  private final TailMark mark;
  private final int tailPartition;
  private final int dataPartitions;

  /**
   * Fences the predecessor and aborts its open transaction.
   *
   * @throws KafkaException where the broker cannot be reached
   */
  TailFeed(
      KafkaSettings kafka,
      WireEncoder encoder,
      TailMark mark,
      int tailPartition,
      int dataPartitions) {
    this.encoder = encoder;
    this.mark = mark;
    this.tailPartition = tailPartition;
    this.dataPartitions = dataPartitions;
    this.producer = new FencedProducer(kafka, ID + tailPartition);
  }

  /**
   * Sends a poll's rows and the position, atomically.
   *
   * @return number of rows that are in quarantine
   * @throws KafkaException where the result is unknown: close this feed and read the position again
   */
  int send(String customer, Tail.Poll poll, TailPosition position) {
    TailRecords of = new TailRecords(encoder, mark, dataPartitions, position.getRunId(), customer);
    of.add(poll);
    List<ProducerRecord<byte[], byte[]>> records = of.records();
    records.add(
        new ProducerRecord<>(
            Topics.TAILS,
            tailPartition,
            TailPartitions.key(position.getRunId(), position.getQuery()),
            encoder.encode(Topics.TAILS, position)));
    producer.commit(records);
    return of.quarantined();
  }

  @Override
  public void close() {
    producer.close();
  }
}
