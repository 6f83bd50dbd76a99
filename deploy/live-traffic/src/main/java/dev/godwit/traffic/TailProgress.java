package dev.godwit.traffic;

import dev.godwit.records.Topics;
import dev.godwit.row.v1.TailPosition;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a customer's tail is; read from {@code crm.tails.v1}, which is written in one transaction
 * with the events. Not thread-safe.
 */
final class TailProgress implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final String customer;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final WireDecoder decoder;
  private TailPosition last;

  TailProgress(String customer, KafkaSettings kafka) {
    this.customer = customer;
    this.consumer = new KafkaConsumer<>(kafka.consumer(null));
    this.decoder = new WireDecoder(kafka.serde());
    List<TopicPartition> all =
        consumer.partitionsFor(Topics.TAILS).stream()
            .map(partition -> new TopicPartition(Topics.TAILS, partition.partition()))
            .toList();
    consumer.assign(all);
    consumer.seekToBeginning(all);
  }

  /**
   * Waits until every row up to a key is in the live topic, or will never come.
   *
   * @throws TrafficException where it is not so in so long a time
   */
  void awaitSettled(long key, Duration patience) throws InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    while (settled() < key) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (System.nanoTime() - until > 0) {
        throw new TrafficException(
            "Expected the tail of %s to be settled up to key %d of the old table within %s, found %s. Look at the extractor's log: the tail may wait for a transaction that is open in the old database."
                .formatted(
                    customer, key, patience, last == null ? "no tail" : "it at " + settled()));
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        take(record);
      }
    }
  }

  private long settled() {
    return last == null || last.getSettled().isEmpty()
        ? Long.MIN_VALUE
        : Long.parseLong(last.getSettled());
  }

  /** A customer's positions are all in one partition, so the last that comes is the newest. */
  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return; // The end of some tail.
    }
    try {
      if (decoder.decode(record.topic(), record.value()) instanceof TailPosition position
          && position.getCustomer().equals(customer)) {
        last = position;
      }
    } catch (UnreadableRecordException e) {
      throw new TrafficException("Reading " + Topics.TAILS + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    consumer.close();
    decoder.close();
  }
}
